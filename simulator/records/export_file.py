"""Reading an export: every line that is wrong is told, with its place and what was expected."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulator.records.body import canonical
from simulator.records.chain import Link, following, start
from simulator.records.line import (
    LINES,
    AnyLine,
    AppealLine,
    CertificateLine,
    EventLine,
    HeadLine,
    ReviewLine,
    ScorecardLine,
    SessionLine,
)  # fmt: skip
from sops.language import _
from sops.problem import Problem, Problems, printable

if TYPE_CHECKING:
    from pydantic import ValidationError


@dataclass
class Bundle:
    """A session of a file with what follows it, and the number of its line."""

    number: int
    session: SessionLine
    events: list[EventLine] = field(default_factory=list)
    scorecards: list[ScorecardLine] = field(default_factory=list)
    reviews: list[tuple[int, ReviewLine]] = field(default_factory=list)
    """With the numbers of their lines."""
    appeals: list[AppealLine] = field(default_factory=list)


@dataclass
class Export:
    """What a file holds; certificates with the numbers of their lines."""

    bundles: list[Bundle] = field(default_factory=list)
    certificates: list[tuple[int, CertificateLine]] = field(default_factory=list)


def read_export(name: str, lines: Iterable[bytes]) -> Export:
    """What an export holds; `Problems` with all that is wrong in it, hashes included."""
    reader = _Reader(name)
    for number, line in enumerate(lines, 1):
        if line.strip():
            reader.take(number, line)
    reader.finish()
    if reader.problems:
        raise Problems(reader.problems)
    return reader.export


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.export = Export()
        self.bundles = self.export.bundles
        self._headed = False
        self._broken: set[str] = set()
        """Sessions in which something is wrong already: nothing more is made of them."""
        self._lost = False
        """A line could not be read since the last session line: it may have been one itself."""

    def tell(self, number: int, message: str, path: str = "", col: int = 1) -> None:
        self.problems.append(Problem(self.file, number, col, path, message))

    def take(self, number: int, raw: bytes) -> None:
        line = self._line(number, raw)
        if isinstance(line, HeadLine):
            self._headed = True
            return
        if not self._headed:
            self.tell(number, _("第一行应是沙盘的导出文件头（type 为 shapan-records）"))
            self._headed = True
        if isinstance(line, SessionLine):
            self._check_last()
            self.bundles.append(Bundle(number, line))
            self._lost = False
        elif isinstance(line, CertificateLine):
            self.export.certificates.append((number, line))
        elif line is not None:
            self._follow(number, line)

    def finish(self) -> None:
        if not self._headed:
            self.tell(1, _("文件是空的，应是沙盘的导出文件"))
        self._check_last()

    def _line(self, number: int, raw: bytes) -> AnyLine | None:
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip()
            data = json.loads(text, parse_constant=_no_constant)
        except UnicodeDecodeError as error:
            self.tell(number, _("不是 UTF-8 文字"), col=error.start + 1)
        except json.JSONDecodeError as error:
            self.tell(number, _("不是完整的 JSON"), col=error.pos + 1)
        except (ValueError, RecursionError):
            self.tell(number, _("JSON 里有 NaN、无穷大或太大的数，或嵌套太深"))
        else:
            return self._modelled(number, data)
        self._spoil()
        return None

    def _modelled(self, number: int, data: Any) -> AnyLine | None:
        from pydantic import ValidationError

        kind = data.get("type") if isinstance(data, dict) else None
        model = LINES.get(kind) if isinstance(kind, str) else None
        if model is None:
            known = _("、").join(LINES)
            self.tell(number, _("type 应是 {known} 之一").format(known=known), "type")
        else:
            try:
                return model.model_validate(data)
            except ValidationError as error:
                self._misfits(number, error, data, model)
        self._spoil()
        return None

    def _misfits(
        self, number: int, error: ValidationError, data: Any, model: type[AnyLine]
    ) -> None:
        from sops.model_errors import misfits

        for path, message in misfits(error, data, model):
            self.tell(number, message, ".".join(map(str, path)))

    def _spoil(self) -> None:
        """What follows a line that cannot be read must not be told as a break of the chain."""
        self._lost = True
        if self.bundles:
            self._broken.add(self.bundles[-1].session.id)

    def _follow(
        self, number: int, line: EventLine | ScorecardLine | ReviewLine | AppealLine
    ) -> None:
        if not self.bundles or self.bundles[-1].session.id != line.session_id:
            if not self._lost and line.session_id not in self._broken:
                text = _("这一行属于会话 {session}，前面没有它的会话行")
                self.tell(number, text.format(session=line.session_id), "session_id")
                self._broken.add(line.session_id)
            return
        bundle = self.bundles[-1]
        if isinstance(line, ScorecardLine):
            bundle.scorecards.append(line)
        elif isinstance(line, ReviewLine):
            bundle.reviews.append((number, line))
        elif isinstance(line, AppealLine):
            bundle.appeals.append(line)
        elif line.session_id not in self._broken:
            bundle.events.append(line)
            self._check_event(number, bundle, line)

    def _check_event(self, number: int, bundle: Bundle, line: EventLine) -> None:
        erased = bundle.session.erased_us is not None
        events = bundle.events
        before = events[-2].hash if len(events) > 1 else start(line.session_id, erased)
        if line.seq != len(events):
            text = _("应是第 {expected} 个事件，却是第 {found} 个")
            self.tell(number, text.format(expected=len(events), found=line.seq), "seq")
        elif following(before, link_of_line(line)) != line.hash:
            self.tell(number, _("校验值对不上：这个事件被改过，或前面缺了事件"), "hash")
        else:
            return
        self._broken.add(line.session_id)

    def _check_last(self) -> None:
        if not self.bundles:
            return
        bundle = self.bundles[-1]
        session = bundle.session
        if session.id in self._broken:
            return
        erased = session.erased_us is not None
        last = bundle.events[-1].hash if bundle.events else start(session.id, erased)
        over = session.state != "open"
        sealed = session.last_seq is not None and session.ended_us is not None
        if over != sealed or over != (session.last_hash is not None):
            self.tell(bundle.number, _("会话的状态和结束时间、末尾校验值不相配"), "state")
        elif over and (session.last_seq, session.last_hash) != (len(bundle.events), last):
            text = _("会话应有 {expected} 个事件，文件里有 {found} 个，或末尾被换过")
            told = text.format(expected=session.last_seq, found=len(bundle.events))
            self.tell(bundle.number, told, "last_seq")


def link_of_line(line: EventLine) -> Link:
    """What the hash of an event covers."""
    return Link(line.seq, line.offset_us, line.wall_us, line.kind, canonical(line.body))


def _no_constant(name: str) -> Any:
    raise ValueError(printable(name))
