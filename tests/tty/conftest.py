"""Makes the real terminal importable for the tests of this folder, and the house of the pilots."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "pilot"))
