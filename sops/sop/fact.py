"""A fact of an SOP: what it is, where it is found, how it sounds when told or asked (D1, D4)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sops.language import _
from sops.model_errors import Misfit
from sops.strict import Closed, Word, Words

FactType = Literal["bool", "amount", "duration", "date", "number", "choice", "text"]
Pattern = Annotated[str, Field(min_length=1, max_length=300)]
Patterns = tuple[Pattern, ...]


class Cues(Closed):
    """Patterns of one language (sops.pattern) by which a fact is heard in a message.

    `yes` and `no` for a truth, `choices` for one of several, `say` for a value that stands in
    a slot near the cue, or for a text; `ask` for the question after it.
    """

    yes: Patterns = ()
    no: Patterns = ()
    choices: dict[Word, Patterns] = {}
    say: Patterns = ()
    ask: Patterns = ()

    def after(self, others: Cues | None) -> Cues:
        """These cues behind `others`, each pattern once."""
        if others is None:
            return self
        choices = {
            name: _joined(others.choices.get(name, ()), self.choices.get(name, ()))
            for name in {**others.choices, **self.choices}
        }
        return Cues(
            yes=_joined(others.yes, self.yes), no=_joined(others.no, self.no), choices=choices,
            say=_joined(others.say, self.say), ask=_joined(others.ask, self.ask),
        )  # fmt: skip


def _joined(first: Patterns, second: Patterns) -> Patterns:
    return tuple(dict.fromkeys((*first, *second)))


class Heard(Closed):
    """Cues in both languages: a fact's own, and before them those that it shares with facts of
    other SOPs that mean the same (`like`, names of `sops.sop.shared_cues`)."""

    like: tuple[Word, ...] = ()
    zh: Cues = Cues()
    en: Cues = Cues()

    def of(self, language: str) -> Cues:
        """The cues of one language, own and shared; names that stand for nothing add nothing."""
        own = self.en if language == "en" else self.zh
        if not self.like:
            return own
        from sops.sop.shared_cues import shared_cues

        for name in reversed(self.like):
            own = own.after(shared_cues(name, language))
        return own


class Fact(Closed):
    """Something that is so, or not, in the customer's case.

    - amounts in fen, durations in seconds, dates and moments as `YYYY-MM-DD[THH:MM]`;
    - `found_by`: look-ups of the back office that show it; none: only the customer knows, or
      it is policy;
    - `protected`: it must never be told to anybody (D10).
    """

    id: Word
    type: FactType
    title: Words
    found_by: tuple[Word, ...] = ()
    choices: dict[Word, Words] = {}
    """The possible values of a `choice`, with what people read."""
    heard: Heard
    bare: bool = False
    """A question that names nothing (多久？ how much?) is about this one."""
    until: Word | None = None
    """An action that ends what is so: told the other way after it, that is true too (the caller
    is verified now)."""
    echo: Literal["", "name", "matter"] = ""
    """A text that the agent tells by saying back what the customer said: a `name` or number, or
    the `matter` itself."""
    protected: bool = False
    tolerance: Annotated[float, Field(ge=0.0)] = 0.0
    """How far a told value may be off: fen, seconds or the number's own unit."""

    @model_validator(mode="after")
    def _bare_has_a_value(self) -> Fact:
        if self.bare and self.type not in ("amount", "duration", "date", "number"):
            raise Misfit(_("bare 只用于金额、时长、日期和天数"), "bare")
        if self.echo and self.type != "text":
            raise Misfit(_("echo 只用于文字"), "echo")
        return self

    @model_validator(mode="after")
    def _cues_fit_the_type(self) -> Fact:
        if (self.type == "choice") != bool(self.choices):
            raise Misfit(_("choices 与 type: choice 要同时写"), "choices")
        for language in ("zh", "en"):
            cues = self.heard.of(language)
            place = ("heard", language)
            if self.type != "bool" and (cues.yes or cues.no):
                raise Misfit(_("yes 和 no 只用于 type: bool"), *place)
            if self.type in ("bool", "choice") and cues.say:
                raise Misfit(_("say 用于数值和文字；是非用 yes/no，选项用 choices"), *place)
            unknown = sorted(set(cues.choices) - set(self.choices))
            if unknown:
                message = _("没有这个选项：{name}").format(name=", ".join(unknown))
                raise Misfit(message, *place, "choices")
        return self
