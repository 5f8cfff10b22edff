"""Signing in: argon2, delays after failures, one-time codes, the first administrator."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy
from argon2 import PasswordHasher

from simulator.records import Conflict, NotAllowed, Records, open_records
from simulator.records.attempt import LONGEST_DELAY_S, delay_s
from simulator.records.password import hashed, new_code, tidy_code
from simulator.records.sign_in import TooSoon
from simulator.records.table import sign_in_attempts
from simulator.records.where import database_url

SERVER = os.environ.get("SHAPAN_TEST_DATABASE_URL")
PASSWORD = "一个够长的密码 42"
OTHER = "另一个够长的密码 43"


class Clock:
    """Time that moves when it is told to."""

    def __init__(self) -> None:
        self.us = 1_800_000_000_000_000

    def __call__(self) -> int:
        self.us += 1
        return self.us

    def wait(self, seconds: float) -> None:
        self.us += round(seconds * 1e6)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the sign-in; hashing costs next to nothing."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("simulator.records.password._hasher", lambda: cheap)
    made = Clock()
    monkeypatch.setattr("simulator.records.sign_in.now_us", made)
    monkeypatch.setattr("simulator.records.attempt.now_us", made)
    monkeypatch.setattr("simulator.records.person.now_us", made)
    return made


@pytest.fixture(params=["served file", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Records]:
    """A house with one administrator, as a served app opens it."""
    if request.param == "served file":
        with open_records(str(tmp_path / "records.sqlite3"), served=True) as opened:
            opened.sign_in.first_administrator("admin", "管理员", PASSWORD)
            yield opened
        return
    if not SERVER:
        pytest.skip("SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with")
    url = sqlalchemy.make_url(database_url(SERVER))
    name = f"shapan_test_{uuid4().hex}"
    root = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    with open_records(url.set(database=name).render_as_string(hide_password=False)) as opened:
        opened.sign_in.first_administrator("admin", "管理员", PASSWORD)
        yield opened
    with root.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    root.dispose()


def test_the_right_password_signs_in(records: Records) -> None:
    """Whatever the case and width of the login; the caller has the role that is kept."""
    caller = records.sign_in.with_password(" ＡDMIN ", PASSWORD)
    assert caller.role == "administrator"
    assert not caller.trusted
    assert records.acting_as(caller.person_id).people.get(caller.person_id).login == "admin"


@pytest.mark.parametrize(
    ("login", "password"),
    [("admin", PASSWORD + " "), ("nobody", PASSWORD), ("admin", ""), ("", ""),
     ("' OR '1'='1", "' OR '1'='1"), ("admin", "字" * 100_000), ("\x00", "\x00"),
     ("admin", "\ud800")],
)  # fmt: skip
def test_every_refusal_says_the_same(records: Records, login: str, password: str) -> None:
    """Nothing tells whether there is such a login."""
    with pytest.raises(NotAllowed, match="登录名或密码不对"):
        records.sign_in.with_password(login, password)


def test_failures_make_the_next_try_wait(records: Records, clock: Clock) -> None:
    """Four are free, then the wait doubles; even the right password waits; a success clears."""
    for _n in range(4):
        with pytest.raises(NotAllowed):
            records.sign_in.with_password("admin", "wrong")
    with pytest.raises(NotAllowed):
        records.sign_in.with_password("admin", "wrong")
    with pytest.raises(TooSoon) as caught:
        records.sign_in.with_password("admin", PASSWORD)
    assert 4 < caught.value.seconds <= 5
    clock.wait(5)
    with pytest.raises(NotAllowed):
        records.sign_in.with_password("admin", "wrong")
    clock.wait(5)
    with pytest.raises(TooSoon):
        records.sign_in.with_password("admin", PASSWORD)
    clock.wait(5)
    records.sign_in.with_password("admin", PASSWORD)
    for _n in range(4):
        with pytest.raises(NotAllowed):
            records.sign_in.with_password("admin", "wrong")
    records.sign_in.with_password("admin", PASSWORD)


def test_an_unknown_login_waits_as_well(records: Records) -> None:
    """Delays do not tell which logins there are."""
    for _n in range(5):
        with pytest.raises(NotAllowed):
            records.sign_in.with_password("nobody", "wrong")
    with pytest.raises(TooSoon):
        records.sign_in.with_password("nobody", "wrong")


def test_an_address_that_tries_many_accounts_waits(records: Records, clock: Clock) -> None:
    """One password for each of many logins is stopped by address, and only there."""
    for number in range(21):
        with pytest.raises(NotAllowed):
            records.sign_in.with_password(f"user{number}", "wrong", "10.0.0.1")
    with pytest.raises(TooSoon):
        records.sign_in.with_password("admin", PASSWORD, "10.0.0.1")
    records.sign_in.with_password("admin", PASSWORD, "10.0.0.2")
    clock.wait(5)
    records.sign_in.with_password("admin", PASSWORD, "10.0.0.1")


def test_others_failures_keep_nobody_out_of_a_browser_that_is_known(
    records: Records, clock: Clock
) -> None:
    """While somebody tries an account without end, its owner gets in by a browser that has signed
    in before; that browser waits for its own failures, and its mark opens no other account."""
    admin = records.acting_as(
        records.sign_in.with_password("admin", PASSWORD, "a", "mark").person_id
    )
    for _round in range(6):
        for _n in range(25):
            with pytest.raises((NotAllowed, TooSoon)):
                records.sign_in.with_password("admin", "wrong", "a")
        clock.wait(5)
    with pytest.raises(TooSoon, match="不一定是您"):
        records.sign_in.with_password("admin", PASSWORD, "a")
    with pytest.raises(TooSoon):
        records.sign_in.with_password("admin", PASSWORD, "a", "another mark")
    assert records.sign_in.with_password("admin", PASSWORD, "a", "mark").role == "administrator"
    # The success of one browser makes nobody else wait less.
    with pytest.raises(TooSoon):
        records.sign_in.with_password("admin", PASSWORD, "b")
    for _n in range(5):
        with pytest.raises(NotAllowed):
            records.sign_in.with_password("admin", "wrong", "c", "mark")
    with pytest.raises(TooSoon):
        records.sign_in.with_password("admin", PASSWORD, "c", "mark")
    admin.people.add("wang", "王", "trainee")
    for _n in range(5):
        with pytest.raises(NotAllowed):
            records.sign_in.with_password("wang", "wrong", "c", "mark")
    with pytest.raises(TooSoon):
        records.sign_in.with_password("wang", "wrong", "c", "mark")
    with records.access.read() as connection:
        kept = str(connection.execute(sqlalchemy.select(sign_in_attempts)).all())
    assert "device:" in kept
    assert "mark" not in kept


def test_a_new_code_is_the_way_in_for_somebody_whose_account_is_being_tried(
    records: Records,
) -> None:
    """Wrong passwords and wrong codes of others delay an account's password, not its code; the
    address they come from waits."""
    admin = records.acting_as(records.sign_in.with_password("admin", PASSWORD).person_id)
    person, code = admin.people.add("wang", "王", "trainee")
    for number in range(8):
        with pytest.raises((NotAllowed, TooSoon)):
            records.sign_in.with_password("wang", "wrong", f"10.0.0.{number}")
        with pytest.raises(NotAllowed):
            records.sign_in.with_code("wang", new_code(), OTHER, f"10.0.0.{number}")
    with pytest.raises(TooSoon):
        records.sign_in.with_password("wang", OTHER, "10.0.1.1")
    assert records.sign_in.with_code("wang", code, OTHER, "10.0.1.1").person_id == person.id
    for _n in range(20):
        with pytest.raises(NotAllowed):
            records.sign_in.with_code("wang", new_code(), OTHER, "10.0.2.1")
    with pytest.raises(NotAllowed):
        records.sign_in.with_code("wang", new_code(), OTHER, "10.0.2.1")
    with pytest.raises(TooSoon):
        records.sign_in.with_code("wang", new_code(), OTHER, "10.0.2.1")


def test_what_a_sign_in_stands_on_changes_with_role_and_password(records: Records) -> None:
    """Another role, another password, or being disabled: whoever remembers a sign-in can tell."""
    admin = records.acting_as(records.sign_in.with_password("admin", PASSWORD).person_id)
    person, code = admin.people.add("wang", "王", "trainee")
    seen = [records.sign_in.standing(person.id)]
    records.sign_in.with_code("wang", code, OTHER)
    seen.append(records.sign_in.standing(person.id))
    admin.people.change(person.id, role="lead")
    seen.append(records.sign_in.standing(person.id))
    assert len(set(seen)) == 3
    assert None not in seen
    admin.people.change(person.id, disabled=True)
    assert records.sign_in.standing(person.id) is None
    assert records.sign_in.standing("nobody") is None


def test_an_office_behind_one_address_signs_in(records: Records) -> None:
    """Successes from one address are no failures, however many."""
    for _n in range(30):
        records.sign_in.with_password("admin", PASSWORD, "10.0.0.1")


def test_a_hundred_at_once_are_not_a_hundred_guesses(records: Records) -> None:
    """Tries are counted before they are judged: five of the hundred are."""

    def attempt(number: int) -> str:
        try:
            records.sign_in.with_password("admin", f"guess {number}")
        except TooSoon:
            return "later"
        except NotAllowed:
            return "judged"
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(100)))
    assert answers.count("judged") == 5
    assert answers.count("later") == 95


def test_a_code_sets_a_password_once(records: Records, clock: Clock) -> None:
    """However it is typed, within three days, and only once; a reset takes the password away."""
    admin = records.acting_as(records.sign_in.with_password("admin", PASSWORD).person_id)
    person, code = admin.people.add("wang", "王", "trainee")
    with pytest.raises(NotAllowed):
        records.sign_in.with_password("wang", "")
    with pytest.raises(NotAllowed):
        records.sign_in.with_code("wang", new_code(), OTHER)
    typed = f" {code.lower().replace('-', ' ')} "
    assert records.sign_in.with_code("wang", typed, OTHER).person_id == person.id
    with pytest.raises(NotAllowed):
        records.sign_in.with_code("wang", code, PASSWORD)
    records.sign_in.with_password("wang", OTHER)
    second = admin.people.reset(person.id)
    with pytest.raises(NotAllowed):
        records.sign_in.with_password("wang", OTHER)
    clock.wait(72 * 3600 + 1)
    with pytest.raises(NotAllowed):
        records.sign_in.with_code("wang", second, OTHER)


def test_ones_own_password_is_changed_with_the_old_one(records: Records) -> None:
    """Without it nothing changes, and it counts as a failed try."""
    caller = records.sign_in.with_password("admin", PASSWORD)
    admin = records.acting_as(caller.person_id)
    with pytest.raises(NotAllowed):
        admin.sign_in.change_password("wrong", OTHER)
    with pytest.raises(Conflict):
        admin.sign_in.change_password(PASSWORD, "short")
    admin.sign_in.change_password(PASSWORD, OTHER)
    with pytest.raises(NotAllowed):
        records.sign_in.with_password("admin", PASSWORD)
    records.sign_in.with_password("admin", OTHER)
    with pytest.raises(NotAllowed):
        records.sign_in.change_password(OTHER, PASSWORD)


def test_a_disabled_person_does_not_sign_in(records: Records) -> None:
    """Not even with the right password, and is told no more than others are."""
    admin = records.acting_as(records.sign_in.with_password("admin", PASSWORD).person_id)
    person, code = admin.people.add("wang", "王", "lead")
    records.sign_in.with_code("wang", code, OTHER)
    admin.people.change(person.id, disabled=True)
    with pytest.raises(NotAllowed, match="登录名或密码不对"):
        records.sign_in.with_password("wang", OTHER)


def test_what_was_typed_as_a_login_is_not_kept(records: Records) -> None:
    """A password typed in the wrong field stands nowhere in the database."""
    with pytest.raises(NotAllowed):
        records.sign_in.with_password("my-secret-password", "")
    with records.access.read() as connection:
        rows = connection.execute(sqlalchemy.select(sign_in_attempts)).all()
    assert rows
    assert "my-secret" not in str(rows)


@pytest.mark.parametrize(
    "password", ["", "short", "admin", "          ", "a" * 300, "abababababab"]
)
def test_weak_passwords_are_refused(tmp_path: Path, clock: Clock, password: str) -> None:
    """Too short, too long, or made of hardly any letters."""
    with open_records(str(tmp_path / "a.db"), served=True) as records:
        with pytest.raises(Conflict):
            records.sign_in.first_administrator("admin", "管理员", password)
        assert records.sign_in.first_administrator("admin", "管理员", PASSWORD).person_id


def test_the_wait_grows_to_a_quarter_hour() -> None:
    """5, 10, 20 … seconds, never more than the longest."""
    assert [delay_s(n, 4) for n in (0, 4, 5, 6, 7)] == [0, 0, 5, 10, 20]
    assert delay_s(10_000, 4) == LONGEST_DELAY_S


def test_passwords_are_hashed_with_argon2() -> None:
    """In earnest: argon2id, at least 19 MiB, and every hash with a salt of its own."""
    first, second = hashed("x"), hashed("x")
    assert first.startswith("$argon2id$")
    assert first != second
    assert int(first.split("m=")[1].split(",")[0]) >= 19 * 1024


def test_codes_are_long_and_plain() -> None:
    """A thousand codes are all different; reading one out loud is enough."""
    codes = {new_code() for _n in range(1000)}
    assert len(codes) == 1000
    assert all(tidy_code(code.lower()) == code and not set(code) & set("01IOLU") for code in codes)
