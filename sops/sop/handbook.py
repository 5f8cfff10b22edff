"""An SOP as a page of a handbook, in Markdown."""

from __future__ import annotations

from sops.action import action_title
from sops.language import _, current_language, localized
from sops.sop.graph import condition_text, mermaid
from sops.sop.sop import Sop


def markdown(sop: Sop) -> str:
    """The page: trigger, flow, steps, what may be done, what to say and not to say."""
    lines = [
        f"# {localized(sop.title)}",
        "",
        localized(sop.trigger),
        "",
        f"> {localized(sop.source)}",
    ]
    lines += ["", "```mermaid", mermaid(sop).rstrip(), "```", ""]
    lines += ["## " + _("步骤"), ""]
    for number, step in enumerate(sop.steps, 1):
        lines.append(f"{number}. **{localized(step.title)}**")
        for way in step.then:
            if len(step.then) > 1:
                target = localized(sop.step(way.to).title)
                lines.append(f"   - {condition_text(sop, way.when)} → {target}")
    lines += ["", "## " + _("能做什么"), ""] if sop.actions else []
    for rule in sop.actions:
        parts = [action_title(rule.action)]
        if rule.forbidden:
            parts.append(_("不许做"))
        if rule.requires is not None:
            parts.append(_("前提：{what}").format(what=condition_text(sop, rule.requires)))
        if rule.consent:
            parts.append(_("要先征得顾客同意"))
        limit = sop.authority_fen.get(rule.action)
        if limit is not None:
            parts.append(_("至多 {yuan} 元").format(yuan=f"{limit / 100:g}"))
        lines.append("- " + _("；").join(parts))
    lines += ["", "## " + _("怎么说"), ""] if sop.phrases else []
    for phrase in sop.phrases:
        when = "" if phrase.when is None else f"（{condition_text(sop, phrase.when)}）"
        lines.append("- " + when + localized(phrase.better))
        avoid = phrase.avoid.en if current_language() == "en" else phrase.avoid.zh
        lines += ["  - " + _("不要说：{what}").format(what=text) for text in avoid]
    return "\n".join(lines) + "\n"
