"""A copy of the whole database, made while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from simulator.records.error import Conflict, NotAllowed, Unusable
from simulator.records.store import Store
from simulator.records.where import shown, sqlite_file
from sops.language import _
from sops.problem import printable


def back_up(store: Store, target: Path) -> Path:
    """Copy a SQLite database to `target`, for its owner's eyes only, and check the copy.

    `Conflict` where `target` is there already. `NotAllowed` for PostgreSQL, whose own tools do
    it: the text says how.
    """
    source = sqlite_file(store.url)
    if source is None:
        text = _("PostgreSQL 用它自己的工具备份：pg_dump -Fc {url} > records.dump；"
                 "恢复用 pg_restore")  # fmt: skip
        url = shown(store.url).replace("postgresql+psycopg", "postgresql")
        raise NotAllowed(text.format(url=printable(url, 300)))
    if target.exists():
        text = _("{file} 已经存在，不覆盖；请换一个名字")
        raise Conflict(text.format(file=printable(target, 300)))
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(draft)) as there:
            here.backup(there)
            # A copy is one file: no journal beside it that could be forgotten.
            there.execute("PRAGMA journal_mode = DELETE")
            _check(there, target)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def _check(copy: sqlite3.Connection, target: Path) -> None:
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        text = _("备份 {file} 没有通过检查：{cause}")
        raise Unusable(text.format(file=printable(target, 300), cause=printable(found, 200)))
