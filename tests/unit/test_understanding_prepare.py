"""What is loaded while the opening line is read (D4)."""

from __future__ import annotations

from simulator.drill.ear import Ear
from simulator.drill.understanding.example import load_examples
from simulator.drill.understanding.recogniser import recogniser
from sops.act import ACTS
from sops.pattern_regex import regex_of
from sops.sop.load import load_sop

SAID = "亲，退款已经给您申请了，3个工作日内原路退回，请放心"


def test_after_preparing_a_message_loads_and_compiles_nothing_more() -> None:
    """Weights, examples and expressions are all there before the first message is heard."""
    ear = Ear(load_sop("refund-progress"), "zh")
    ear.prepare()
    caches = (regex_of, load_examples, recogniser)
    before = [cache.cache_info().misses for cache in caches]
    assert load_examples.cache_info().currsize >= len(ACTS)
    heard = ear.hear(SAID, "退款什么时候到账？")
    assert "promise_time" in heard["acts"]
    assert [cache.cache_info().misses for cache in caches] == before
