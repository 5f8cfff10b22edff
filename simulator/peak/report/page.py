"""A report as one HTML file that needs nothing from anywhere.

Every text is escaped by the template; data for charts are JSON in which no tag can end or begin.
A content security policy forbids every request and every script but ours."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from simulator.peak.report.figure import figure
from simulator.peak.report.part import Report
from sops.language import _

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src {scripts}; "
    "base-uri 'none'; form-action 'none'"
)


def page(report: Report) -> str:
    """The whole file."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    # A `</script>` in our own scripts would end them; they have none (a test looks).
    scripts = (asset("echarts.common.min.js"), asset("page.js"))
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["figure"] = figure
    template = environment.from_string(asset("page.html.j2"))
    return template.render(
        report=report,
        words=_words(),
        policy=_POLICY.format(scripts=" ".join(map(_hash, scripts))),
        style=Markup(asset("page.css")),
        scripts=[Markup(script) for script in scripts],
        data=Markup(_json(report)),
    )


@cache
def asset(name: str) -> str:
    """A file that lies beside."""
    place = files("simulator.peak.report") / "asset" / name
    return place.read_text(encoding="utf-8")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _json(report: Report) -> str:
    """Data of all charts by key; `<`, `>` and `&` are written as escapes."""
    charts: dict[str, Any] = {
        chart.key: asdict(chart) | {"lines": [line._asdict() for line in chart.lines]}
        for section in report.sections
        for chart in section.charts
    }
    text = json.dumps(
        {"language": report.language, "charts": charts}, ensure_ascii=False, allow_nan=False
    )
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _words() -> dict[str, str]:
    return {
        "report": _("客服大促推演报告"),
        "contents": _("目录"),
        "no_script": _("图要靠 JavaScript 画；这里没有开，图里的数字都在表里。"),
        "rows": _("行"),
        "open": _("展开"),
        "note": _("由沙盘生成，离线可看。数字是推演的结果，不是承诺。"),
        "licence": _("图由 Apache ECharts 绘制（Apache License 2.0）。"),
    }
