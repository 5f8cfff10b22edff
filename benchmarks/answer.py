"""What all benchmark scripts have in common: their options, and how they give their answer."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """What a worker process finds: this project first, then whatever was found here."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def options(description: str | None) -> argparse.ArgumentParser:
    """A parser that knows `--json`; a script adds what is its own."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def give(
    report: Mapping[str, Any], as_json: bool, show: Callable[[Any], None], reached: bool = True
) -> int:
    """Print the report as one JSON object or as a person reads it; the exit code."""
    if as_json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        show(report)
    return 0 if reached else 1
