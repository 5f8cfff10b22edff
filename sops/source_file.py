"""Reading somebody's text file without trusting it: size, kind, encoding and control characters."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from sops.language import _
from sops.problem import Problem, Problems

MAX_BYTES = 4_000_000

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path | str, max_bytes: int = MAX_BYTES) -> str:
    """The text of a regular UTF-8 file (a byte order mark is dropped), else `Problems`.

    Never blocks on a pipe and never reads more than `max_bytes` + 1 bytes.
    """
    file = os.fspath(path)
    try:
        raw = _read_regular(file, max_bytes)
    except FileNotFoundError:
        raise refusal(file, _("找不到这个文件")) from None
    except PermissionError:
        raise refusal(file, _("没有权限读这个文件")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(file, _("读不了这个文件：{reason}").format(reason=reason)) from None
    return decode(raw, file, max_bytes)


def decode(raw: bytes, file: str, max_bytes: int = MAX_BYTES) -> str:
    """The text in `raw`, else `Problems` located in `file`."""
    if len(raw) > max_bytes:
        message = _("文件太大：最多 {limit} 字节").format(limit=max_bytes)
        raise refusal(file, message)
    if raw.startswith(_UTF16_MARKS):
        raise refusal(file, _("文件是 UTF-16 编码；请另存为 UTF-8"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            raise refusal(file, _("这是二进制文件；这里要的是 UTF-8 文本")) from None
        before = raw[: error.start].decode("utf-8")
        message = _("不是 UTF-8 编码：遇到字节 {byte}；请另存为 UTF-8")
        raise refusal(
            file, message.format(byte=f"0x{raw[error.start]:02x}"), *_place(before)
        ) from None
    return _checked(text.removeprefix("\ufeff"), file)


def refusal(file: str, message: str, line: int = 1, col: int = 1) -> Problems:
    """The exception for a file that cannot be read any further."""
    return Problems([Problem(file, line, col, "", message)])


def _read_regular(file: str, max_bytes: int) -> bytes:
    # O_NONBLOCK: opening a pipe nobody writes to would otherwise wait for ever.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise refusal(file, _("这是文件夹，不是文件"))
        if not stat.S_ISREG(mode):
            raise refusal(file, _("这不是普通文件（管道或设备）；请先存成文件"))
        with open(handle, "rb", closefd=False) as stream:
            return stream.read(max_bytes + 1)
    finally:
        os.close(handle)


def _checked(text: str, file: str) -> str:
    found = _FORBIDDEN.search(text)
    if found is None:
        return text
    code = ord(found[0])
    message = (
        _("这是二进制文件；这里要的是 UTF-8 文本")
        if code == 0
        else _("不允许的控制字符 {code}").format(code=f"U+{code:04X}")
    )
    raise refusal(file, message, *_place(text[: found.start()]))


def _place(before: str) -> tuple[int, int]:
    """Line and column, from 1, of the character that follows `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
