"""Where the records are kept; needs no database library."""

from __future__ import annotations

import os
from pathlib import Path

DATA_VARIABLE = "SHAPAN_DATA"
URL_VARIABLE = "SHAPAN_DATABASE_URL"
FULL_SYNC_VARIABLE = "SHAPAN_FULL_SYNC"
FILE_NAME = "records.sqlite3"
_SQLITE = "sqlite:///"


def data_folder() -> Path:
    """`SHAPAN_DATA`, else the platform's place for user data; it need not exist."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    # Imported here: only those who have not chosen need it.
    from platformdirs import user_data_path

    return Path(user_data_path("shapan", appauthor=False))


def database_url(url: str | None = None) -> str:
    """`url`, else `SHAPAN_DATABASE_URL`, else the SQLite file in the data folder.

    `postgres://…` and `postgresql://…` mean PostgreSQL through psycopg. A path ending in
    `.sqlite3` or `.db` is a SQLite file.
    """
    text = url or os.environ.get(URL_VARIABLE) or f"{_SQLITE}{data_folder() / FILE_NAME}"
    if "://" not in text and text.endswith((".sqlite3", ".sqlite", ".db")):
        text = f"{_SQLITE}{Path(text).expanduser().absolute()}"
    scheme, mark, rest = text.partition("://")
    if scheme in ("postgres", "postgresql"):
        scheme = "postgresql+psycopg"
    return f"{scheme}{mark}{rest}"


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for another database."""
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def shown(url: str) -> str:
    """The address as it may be shown: without a password."""
    scheme, mark, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    if not at:
        return url.partition("?")[0] if mark else url
    return f"{scheme}{mark}{login.partition(':')[0]}@{place.partition('?')[0]}"


def full_sync_wanted() -> bool:
    """Whether `SHAPAN_FULL_SYNC` asks that every write survives a power cut (D11)."""
    return os.environ.get(FULL_SYNC_VARIABLE, "").strip().lower() in ("1", "yes", "true", "on")
