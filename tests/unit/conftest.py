"""A house of records for the tests that ask for one: on a served file, and on PostgreSQL."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

sys.path.insert(0, str(Path(__file__).parent))
from records_house import SERVER, House, empty_database, settle


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing costs next to nothing here; what it costs in earnest is shown elsewhere."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("simulator.records.password._hasher", lambda: cheap)


@pytest.fixture(params=["served file", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, quick_hashes: None) -> Iterator[str]:
    """The address of an empty database of either kind."""
    if request.param == "served file":
        yield str(tmp_path / "records.sqlite3")
        return
    if not SERVER:
        pytest.skip("SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with")
    with empty_database(SERVER) as address:
        yield address


@pytest.fixture
def house(place: str) -> Iterator[House]:
    """See `records_house.settle`."""
    found = settle(place)
    yield found
    found.records.close()
