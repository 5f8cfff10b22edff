"""What is loaded for good."""

from __future__ import annotations

import gc

import pytest

from tui.app.lasting import lasting


def test_what_is_loaded_once_is_left_alone_by_the_collector() -> None:
    """No collection while it loads, none of what was loaded; the second time nothing changes."""
    kept = []
    with lasting("a test's lists"):
        assert not gc.isenabled()
        kept = [[] for _n in range(5_000)]
    assert gc.isenabled()
    frozen = gc.get_freeze_count()
    assert frozen >= len(kept)
    with lasting("a test's lists"):
        assert gc.isenabled()
        kept += [[] for _n in range(5_000)]
    assert gc.get_freeze_count() <= frozen
    gc.unfreeze()


def test_the_collector_goes_on_after_a_failure() -> None:
    """Whatever could not be loaded, the collector is not left switched off."""
    with pytest.raises(OSError, match="gone"), lasting("what is not there"):
        raise OSError("gone")
    assert gc.isenabled()
    gc.unfreeze()
