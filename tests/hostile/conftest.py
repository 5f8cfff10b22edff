"""Makes the helpers of this folder importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "pilot"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
