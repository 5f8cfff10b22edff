"""`python -m tui.planning.assistant`: works beside the planning desk, so that keys never wait.

Reads a request in each line of stdin (JSON with `id`, `do`, `language`), writes its answer as a
line of stdout (`id` and either `answer` or `wrong`), until stdin ends. It holds the outcomes that
it was given; whoever asks starts another one where it has gone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sops.language import LANGUAGES, _, localized, set_language
from sops.problem import Problems, printable

Request = Mapping[str, Any]

if TYPE_CHECKING:
    from tui.planning.job import Kind


class Assistant:
    """What is held between requests: outcomes by key."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Any] = {}

    def answer(self, request: Request) -> Any:
        """Do what is asked; raises `Problems` and the like where it cannot be done."""
        does: Mapping[str, Callable[[Request], Any]] = {
            "scenario": self.scenario, "form": self.form, "levers": self.levers,
            "check": self.check, "hold": self.hold, "page": self.page, "heat": self.heat,
            "compare": self.compare,
        }  # fmt: skip
        if request.get("language") in LANGUAGES:
            set_language(request["language"])
        return does[request["do"]](request)

    def scenario(self, request: Request) -> dict[str, Any]:
        """What a list says about a scenario, also about one that does not load."""
        from tui.planning.listed import listed

        return listed(request["source"])

    def form(self, request: Request) -> list[dict[str, Any]]:
        """The fields of a scenario's form, part by part."""
        from scenarios.peak.load import load
        from tui.planning.field import PARTS, fields

        return [
            {"name": each.name, "part": _(PARTS[each.part]), "label": each.label,
             "value": each.value, "note": each.note}
            for each in fields(load(request["source"]))
        ]  # fmt: skip

    def levers(self, request: Request) -> list[dict[str, str]]:
        """The levers of the library and which fit the scenario."""
        from tui.planning.checked import library_levers

        return library_levers(request["source"])

    def check(self, request: Request) -> dict[str, Any]:
        """What is wrong with a filled-in form; without a mistake the jobs it stands for."""
        from tui.planning.checked import checked
        from tui.planning.listed import expected

        found = checked(request["source"], request["values"], request.get("levers", ()))
        kinds: tuple[Kind, ...] = ("simulate", "plan", "whatif")
        return {
            "wrong": {name: list(told) for name, told in found.wrong.items()},
            "elsewhere": list(found.elsewhere),
            "sets": list(found.sets),
            "told": "" if found.scenario is None else expected(found.scenario),
            "jobs": {k: found.job(k).model_dump(mode="json") for k in kinds} if found.good else {},
            "refusals": {k: found.refusal(k) for k in kinds},
        }  # fmt: skip

    def hold(self, request: Request) -> dict[str, Any]:
        """Keep an outcome under a key; what it is called and what came out, in numbers."""
        from tui.planning.outcome import Outcome
        from tui.planning.page import headline_numbers

        outcome = Outcome.model_validate(request["outcome"])
        self.outcomes[request["key"]] = outcome
        return {
            "title": localized(outcome.loaded.title), "numbers": headline_numbers(outcome),
        }  # fmt: skip

    def page(self, request: Request) -> str:
        """A page of a held outcome in so many columns, with the colours of a terminal."""
        from tui.planning.page import PAGES

        lines = PAGES[request["page"]](self.outcomes[request["key"]], _screen(request))
        return "\n".join(lines)

    def heat(self, request: Request) -> dict[str, Any]:
        """The heat map of a held outcome."""
        from tui.planning.heat import heat

        return heat(self.outcomes[request["key"]])

    def compare(self, request: Request) -> str:
        """Held outcomes side by side: (key, label), the yardstick first."""
        from tui.planning.compared import compared_page

        runs = [(label, self.outcomes[key]) for key, label in request["runs"]]
        return "\n".join(compared_page(runs, _screen(request)))


def _screen(request: Request) -> Any:
    from tui.terminal.paint import Paint
    from tui.terminal.screen import NARROWEST, WIDEST, Screen

    return Screen(min(max(int(request["width"]), NARROWEST), WIDEST), Paint(True))


def answered(assistant: Assistant, line: str) -> dict[str, Any]:
    """The answer to a line."""
    request = json.loads(line)
    try:
        return {"id": request["id"], "answer": assistant.answer(request)}
    except Problems as found:
        return {"id": request["id"], "wrong": [str(problem) for problem in found.problems]}
    except (ValidationError, KeyError, OSError) as error:
        return {"id": request["id"], "wrong": [printable(error, 400)]}


def main() -> int:
    """Answer until nobody asks any more."""
    assistant = Assistant()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answered(assistant, line)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
