"""Where answers go: text or JSON on stdout, files beside and renamed."""

from __future__ import annotations

import csv
import errno
import json
import math
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sops.problem import printable

# Full-width signs too: some spreadsheets in Chinese and Japanese take them for the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def put(lines: Iterable[str]) -> None:
    """Lines of text on stdout."""
    sys.stdout.write("".join(line + "\n" for line in lines))


def put_json(answer: dict[str, Any]) -> None:
    """One JSON object on stdout; what is no number (NaN, infinity) is null."""
    sys.stdout.write(json.dumps(_plain(answer), ensure_ascii=False, indent=2, allow_nan=False))
    sys.stdout.write("\n")


def note(text: str) -> None:
    """A line on stderr."""
    print(text, file=sys.stderr)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes its place when the block ends well.

    An interrupted or failed block leaves `path` as it was and nothing beside it. A link stays a
    link; a device or pipe is written to at the end, and never replaced.
    """
    if path.is_dir():
        raise IsADirectoryError(21, os.strerror(21), os.fspath(path))
    place = Path(os.path.realpath(path))
    device = _is_device(path)
    folder = Path(tempfile.gettempdir()) if device else place.parent
    draft = folder / f".{path.name}.{os.getpid()}.part"
    try:
        yield draft
        if device:
            with draft.open("rb") as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        else:
            draft.replace(place)
    except FileNotFoundError as error:
        raise FileNotFoundError(error.errno, error.strerror, os.fspath(path)) from None
    except PermissionError as error:
        raise PermissionError(error.errno, error.strerror, os.fspath(path)) from None
    except OSError as error:
        # A full disk is told of without a name: say which file could not be finished.
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, os.fspath(path)) from None
    finally:
        draft.unlink(missing_ok=True)


def expect_folder(path: Path | None) -> None:
    """`FileExistsError` where a file stands in the place of a folder to write into: told before
    anything is computed for it."""
    if path is not None and path.exists() and not path.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(path))


def _is_device(path: Path) -> bool:
    """What is there is no plain file, or a name for one that is open already (``/dev/stdout``)."""
    return path.exists() and (not path.is_file() or path.absolute().parts[1] in ("dev", "proc"))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A CSV file in UTF-8 with a byte order mark, which Chinese spreadsheets need.

    Texts that a spreadsheet would take for a formula get a `'` in front; NaN is empty.
    """
    with replaced(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([_field(name) for name in header])
        writer.writerows([_field(value) for value in row] for row in rows)


def _field(value: object) -> object:
    if isinstance(value, str):
        text = printable(value, None)
        formula = value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)
        return "'" + text if formula else text
    if isinstance(value, float):
        return "" if not math.isfinite(value) else round(value, 6)
    return "" if value is None else value


def _plain(value: Any) -> Any:
    """Data that JSON can hold: numbers of NumPy become Python's, floats keep six places."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
