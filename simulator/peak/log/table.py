"""A file of rows as text cells with line numbers: CSV, compressed or not, and Parquet."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from sops.language import _
from sops.problem import Problem, Problems

MAX_TEXT_BYTES = 4_000_000_000
"""Of unpacked text; a small file that unpacks to more is not a log."""

_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Line(NamedTuple):
    """One row of cells and the line of the file on which it ends (the header is line 1)."""

    number: int
    cells: list[str]


def refusal(file: str, message: str, line: int = 0) -> Problems:
    """The exception for a file that cannot be read any further."""
    return Problems([Problem(file, line, 1 if line else 0, "", message)])


def read_lines(path: str | Path, delimiter: str = ",") -> Iterator[Line]:
    """The header, then every row that is not blank. UTF-8, UTF-16 with a mark, or GB18030.

    Raises `Problems` where the file is missing, no regular file, no text, or cut off.
    """
    file = os.fspath(path)
    _regular(file)
    if file.lower().endswith(".parquet"):
        yield from _parquet(file)
        return
    encoding = _encoding(file)
    with _opened(file) as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        rows = csv.reader(text, delimiter=delimiter)
        try:
            for cells in rows:
                if cells and (cells[0] > " " or any(cell.strip() for cell in cells)):
                    yield Line(rows.line_num, cells)
        except csv.Error as error:
            message = _("这一行读不下去：{reason}").format(reason=error)
            raise refusal(file, message, rows.line_num) from None


def _regular(file: str) -> None:
    try:
        mode = os.stat(file).st_mode
    except FileNotFoundError:
        raise refusal(file, _("找不到这个文件")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(file, _("读不了这个文件：{reason}").format(reason=reason)) from None
    if stat.S_ISDIR(mode):
        raise refusal(file, _("这是文件夹，不是文件"))
    if not stat.S_ISREG(mode):
        raise refusal(file, _("这不是普通文件（管道或设备）；请先存成文件"))


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file; what the operating system refuses becomes `Problems`."""
    try:
        with open(file, "rb") as stream:
            packed = stream.read(2) == _GZIP
            stream.seek(0)
            if packed:
                with gzip.GzipFile(fileobj=stream) as unpacked:
                    yield unpacked  # type: ignore[misc]
            else:
                yield stream
    except PermissionError:
        raise refusal(file, _("没有权限读这个文件")) from None
    except EOFError:
        raise refusal(file, _("压缩文件不完整：后面断了")) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise refusal(file, _("压缩文件损坏：{reason}").format(reason=error)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise refusal(file, _("读不了这个文件：{reason}").format(reason=reason)) from None


def _encoding(file: str) -> str:
    """The encoding in which all of the file can be read."""
    with _opened(file) as raw:
        head = raw.read(4)
    for mark, name in _BOMS:
        if head.startswith(mark):
            _decodes(file, name, refuse=True)
            return name
    if _decodes(file, "utf-8"):
        return "utf-8"
    _decodes(file, "gb18030", refuse=True)
    return "gb18030"


def _decodes(file: str, encoding: str, refuse: bool = False) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    size = lines = 0
    with _opened(file) as raw:
        while chunk := raw.read(_CHUNK):
            size += len(chunk)
            if size > MAX_TEXT_BYTES:
                message = _("文件太大：解开后最多 {limit} 字节").format(limit=MAX_TEXT_BYTES)
                raise refusal(file, message)
            if b"\0" in chunk and not encoding.startswith("utf-16"):
                raise refusal(file, _("这是二进制文件；这里要的是 CSV 文本"), lines + 1)
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                if not refuse:
                    return False
                break
            lines += chunk.count(b"\n")
        else:
            try:
                decoder.decode(b"", final=True)
                return True
            except UnicodeDecodeError:
                if not refuse:
                    return False
    message = _("不是 UTF-8、UTF-16（带标记）或 GB18030 编码的文本；请另存为 UTF-8")
    raise refusal(file, message, lines + 1)


def _parquet(file: str) -> Iterator[Line]:
    # Imported here: only those who read Parquet wait for it.
    import polars

    try:
        frame = polars.read_parquet(file)
        text = frame.select(polars.all().cast(polars.String)).fill_null("")
    except (polars.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise refusal(file, _("读不了这个 Parquet 文件：{reason}").format(reason=reason)) from None
    yield Line(1, list(text.columns))
    for number, row in enumerate(text.iter_rows(), start=2):
        yield Line(number, list(row))
