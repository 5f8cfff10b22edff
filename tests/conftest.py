"""Makes the small worlds importable as `small_worlds` for tests of every kind."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "theory"))
