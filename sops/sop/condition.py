"""Conditions over facts: trees of and, or and not (D1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Field, model_validator

from sops.language import _
from sops.strict import Closed, Word

Value = bool | int | float | str
"""What a fact can be; amounts in fen, durations in seconds, moments as ISO texts."""

_TESTS = ("is_", "at_most", "at_least", "below", "above", "among")


class Condition(Closed):
    """One node of a condition: exactly one of `all`, `any`, `not`, `fact` with a test, `done`.

    - `{all: […]}`, `{any: […]}`, `{not: …}`: the usual meaning;
    - `{fact: NAME, is: VALUE}`, or `at_most`, `at_least`, `below`, `above`, `in: [VALUES]`;
    - `{done: STEP}`: that step of the SOP has been carried out.
    """

    all_: Annotated[tuple[Condition, ...] | None, Field(alias="all")] = None
    any_: Annotated[tuple[Condition, ...] | None, Field(alias="any")] = None
    not_: Annotated[Condition | None, Field(alias="not")] = None
    fact: Word | None = None
    is_: Annotated[Value | None, Field(alias="is")] = None
    at_most: float | None = None
    at_least: float | None = None
    below: float | None = None
    above: float | None = None
    among: Annotated[tuple[Value, ...] | None, Field(alias="in")] = None
    done: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        forms = [self.all_, self.any_, self.not_, self.fact, self.done]
        if sum(form is not None for form in forms) != 1:
            raise ValueError(_("条件应只写 all、any、not、fact、done 中的一个"))
        if self.all_ == () or self.any_ == ():
            raise ValueError(_("all 和 any 里至少写一个条件"))
        tests = [name for name in _TESTS if getattr(self, name) is not None]
        if self.fact is not None and not tests:
            raise ValueError(_("条件里的 fact 要配 is、in、at_most、at_least、below 或 above"))
        if self.fact is None and tests:
            raise ValueError(_("is、in、at_most 等只和 fact 一起用"))
        return self

    def holds(self, facts: Mapping[str, Value], done: Collection[str] = ()) -> bool:
        """Whether the condition holds; a fact that is not known fits no test."""
        if self.all_ is not None:
            return all(part.holds(facts, done) for part in self.all_)
        if self.any_ is not None:
            return any(part.holds(facts, done) for part in self.any_)
        if self.not_ is not None:
            return not self.not_.holds(facts, done)
        if self.done is not None:
            return self.done in done
        return self._fits(facts.get(str(self.fact)))

    def _fits(self, value: Value | None) -> bool:
        if value is None:
            return False
        if self.is_ is not None and value != self.is_:
            return False
        if self.among is not None and value not in self.among:
            return False
        bounds = (self.at_most, self.at_least, self.below, self.above)
        if all(bound is None for bound in bounds):
            return True
        if isinstance(value, str):
            return False
        return (
            (self.at_most is None or value <= self.at_most)
            and (self.at_least is None or value >= self.at_least)
            and (self.below is None or value < self.below)
            and (self.above is None or value > self.above)
        )

    def leaves(self) -> Iterator[Condition]:
        """The tests of facts and steps at the bottom of the tree."""
        parts = [*(self.all_ or ()), *(self.any_ or ()), *([self.not_] if self.not_ else [])]
        if not parts:
            yield self
        for part in parts:
            yield from part.leaves()

    def names(self) -> set[str]:
        """The facts it speaks of."""
        return {leaf.fact for leaf in self.leaves() if leaf.fact is not None}
