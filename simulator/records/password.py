"""Passwords and one-time codes: kept as argon2 hashes only."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from simulator.records.error import Conflict
from sops.language import _

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 256
# No letter that is taken for another one when it is read out.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LENGTH = 12


def check_password(password: str, login: str) -> None:
    """`Conflict` for a password that is too short, too long or the login itself."""
    if not SHORTEST <= len(password) <= LONGEST:
        text = _("密码要有 {shortest} 到 {longest} 个字符")
        raise Conflict(text.format(shortest=SHORTEST, longest=LONGEST))
    if password.strip().casefold() == login.casefold() or len(set(password)) < 4:
        raise Conflict(_("这个密码太容易猜到"))


def new_code() -> str:
    """A one-time code in three groups, about 59 bits of chance."""
    letters = [secrets.choice(_CODE_LETTERS) for _n in range(_CODE_LENGTH)]
    return "-".join("".join(letters[n : n + 4]) for n in range(0, _CODE_LENGTH, 4))


def tidy_code(typed: str) -> str:
    """A code as it was given out, however it was typed."""
    letters = [letter for letter in typed.upper() if letter.isalnum()]
    return "-".join("".join(letters[n : n + 4]) for n in range(0, len(letters), 4))


def hashed(secret: str) -> str:
    """The argon2id hash of a secret, with its salt and costs."""
    return _hasher().hash(_encoded(secret))


def fits(secret: str, hash_: str | None) -> bool:
    """Whether a secret has this hash. Without a hash it takes as long, and does not."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        good = _hasher().verify(hash_ or _nobodys(), _encoded(secret))
        return good and hash_ is not None and len(secret) <= LONGEST
    except (VerificationError, InvalidHashError):
        return False


def _encoded(secret: str) -> bytes:
    return secret.encode("utf-8", "surrogatepass")[: LONGEST * 4]


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_bytes(16))
