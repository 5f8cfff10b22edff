"""A planner's report as it is printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from chromium import PROGRAM, Page

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")

SPILT = """
window.dispatchEvent(new Event("beforeprint"));
Array.from(document.querySelectorAll("[data-chart]")).filter(function (place) {
  var box = place.querySelector("svg").getBBox();
  return box.x + box.width > place.clientWidth + 1 || box.y + box.height > place.clientHeight + 1;
}).map(function (place) { return place.getAttribute("data-chart"); })
"""
"""The charts of which something lies outside their place at the moment the printer looks."""


async def test_charts_fit_the_paper(tmp_path: Path) -> None:
    """On paper no chart is cut: all of it is redrawn for the page before the printer looks."""
    report = tmp_path / "report.html"
    subprocess.run(
        [sys.executable, "-m", "tui.main", "report", "minimal", "--own-staff", "--without-bots",
         "--replications", "2", "--verify", "2", "--out", str(report)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    page = Page(tmp_path / "browser")
    try:
        await page.open()
        await page.go(report.as_uri())
        charts = await page.until("document.querySelectorAll('[data-chart] svg path').length")
        assert charts > 0
        assert await page.value(SPILT) == []
    finally:
        await page.close()
