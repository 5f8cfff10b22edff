"""What a drill may lack without being wrong: advice to its author."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.drill.drill import Drill
from sops.language import _
from sops.sop.lint import Fault


def lint(drill: Drill) -> list[Fault]:
    """Accepted ends that people would read by their names, in a language of the drill."""
    return list(_ends(drill))


def _ends(drill: Drill) -> Iterator[Fault]:
    for position, end in enumerate(drill.accepted):
        place = ("accepted", position, "title")
        if end.title is None:
            text = _("结局 {end} 没有标题，成绩单上只能写它的编号").format(end=end.name)
            yield Fault("missing-translation", place, text, note=True)
        elif end.title.en is None and "en" in drill.languages:
            text = _("结局 {end} 的标题没有英文").format(end=end.name)
            yield Fault("missing-translation", place, text, note=True)
