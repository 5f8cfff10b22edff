"""The pages of the review desk as tables: columns, and rows with the key of what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sops.language import N_, _, capital
from sops.problem import printable
from tui.app.gap_text import total_text
from tui.app.widget.column import Column
from tui.app.widget.plain import plain
from tui.item_title import drill_title, item_title, sop_title, step_title
from tui.terminal.cell import cut, wrap

if TYPE_CHECKING:
    from simulator.records.gap import Gap
    from simulator.records.score import Score
    from tui.app.board import Board

    _GapsOf = Mapping[str, tuple[Gap, ...]]

WORST = 4
"""Steps of each type of contact that the heat map shows."""
_STEP_CELLS = 17
"""So that a type of contact and its worst steps stand beside one another in 100 cells."""
_BARS = "▁▂▃▄▅▆▇█"
_SHADES = "·░▒▓█"
REASONS = {
    "appeal": N_("申诉"), "critical": N_("致命错误"), "uncertain": N_("没把握"),
    "near": N_("贴近分数线"),
}  # fmt: skip
MODES = {"practise": N_("练习"), "coach": N_("带练"), "exam": N_("考试")}


@dataclass(frozen=True)
class Page:
    """`rows`: key (of a session or a person; empty for neither) and cells. `empty` says what to
    do where there are none. `about` is, by key, what a narrow table leaves out of a row."""

    columns: tuple[str | Column, ...]
    rows: tuple[tuple[str, tuple[Any, ...]], ...]
    empty: str
    note: str = ""
    height: int = 1
    """Lines of a row."""
    about: Mapping[str, str] = field(default_factory=dict)


def trainees_page(board: Board) -> Page:
    """The cohort, the weakest first."""
    rows = tuple(
        (each.person_id, (
            _name(board, each.person_id), _right(each.sessions), _points(each.resolution),
            _points(each.empathy), sparkline(each.trend), _right(each.passed),
            _right(each.critical), _right(each.changed),
            f"{each.last_at.astimezone():%m-%d %H:%M}",
        )) for each in board.weakest.trainees
    )  # fmt: skip
    columns = (_trainee(), _("场次"), _("解决"), _("共情"), _("走势"), _("通过"), _("致命错误"),
               _("改过分"), _("最近"))  # fmt: skip
    note = _("解决均分低的在前；回车看这个人的场次，F7 布置演练")
    if board.weakest.total > len(rows):
        note += "  " + _more(len(rows), board.weakest.total)
    return Page(columns, rows, _("还没有成绩：学员练过以后，这里会有每个人的走势。"), note)


def missed_page(board: Board) -> Page:
    """Types of contact, and in each the steps that are missed most."""
    from simulator.review.miss import missed_steps

    found = missed_steps(board.totals, most=WORST)
    rows = []
    for contact_type, steps in found.items():
        sop = board.sop_of(contact_type)
        cells = [heat(s.share, step_title(sop, s.step), s.sessions) for s in steps]
        cells += [""] * (WORST - len(cells))
        rows.append(("", (plain(sop_title(sop)), *cells)))
    places = (Column(_("第 {n} 位").format(n=n)) for n in range(1, WORST + 1))
    columns = (Column(_("业务类型"), least=10), *places)
    empty = _("没有漏掉的步骤：学员练过、该做的没做，才会按业务列在这里。")
    note = _("每格：漏掉的场次所占的比例、步骤、场次数；颜色越深漏得越多")
    return Page(columns, tuple(rows), empty, note, height=3)


def square_page(board: Board) -> Page:
    """Solved against warm."""
    found = board.square
    rows = tuple(
        ("", (capital(_("解决了") if solved else _("没解决")), _right(found[solved, True]),
              _right(found[solved, False])))
        for solved in (True, False)
    )  # fmt: skip
    note = _("以评分表的通过线为界（标准评分表：解决 80、共情 60）；不评共情的演练不在内")
    return Page(("", _("暖"), _("冷")), rows, "", note)


def work_page(board: Board) -> Page:
    """What to look at first."""
    from simulator.review.worklist import reasons

    found = [score for score, _appealed in board.work.scores]
    gaps = board.gaps(found)
    cells = _lines(board, found, gaps)
    rows = tuple(
        (score.session_id, (
            _("、").join(_(REASONS[reason]) for reason in reasons(score, appealed)), *line,
        )) for (score, appealed), line in zip(board.work.scores, cells, strict=True)
    )  # fmt: skip
    empty = _("没有要先看的场次：有了申诉、致命错误、没把握的或贴近分数线的，会排在这里。")
    note = _("改过分或写过评语的不再列出，除非又有申诉")
    if board.work.total > len(rows):
        note += "  " + _more(len(rows), board.work.total)
    columns = (Column(_("为什么"), least=10), *_columns())
    return Page(columns, rows, empty, note, about=_about(found, gaps))


def blind_page(board: Board) -> Page:
    """The week's draw for blind scoring: no score is shown."""
    rows = (
        (
            each.session_id,
            (f"{each.started_at.astimezone():%m-%d %H:%M}", plain(drill_title(each.drill_id))),
        )
        for each in board.sample
    )
    note = _("本周随机抽的场次，不显示分数和学员；回车打分。没看过机器分，打的分才算数。")
    empty = _("这一周没有要盲评的场次：从上两周练过的场次里抽，抽到的都评完了或还没有。")
    return Page((_("时间"), Column(_("演练"), least=20)), tuple(rows), empty, note)


def agreement_page(board: Board) -> Page:
    """Agreement on each part of the rubric."""
    rows = (
        ("", (capital(item_title(each.part)), _right(each.things), _right(each.leads),
              _figure(each.kappa), _figure(each.alpha), _figure(each.machine)))
        for each in board.agreement
    )  # fmt: skip
    columns = (Column(_("评分项"), least=12), _("评过几处"), _("组长"), _("组长之间 κ"),
               _("组长之间 α"), _("组长与机器 κ"))  # fmt: skip
    note = _("只用盲评的分。1 是完全一致，0 是碰巧；评过不到两处，或大家都给一样的分，不给数字。")
    return Page(columns, tuple(rows), _("还没有盲评：先在“盲评”里给几场打分。"), note)


def sessions_page(board: Board, person_id: str | None = None) -> Page:
    """All sessions, newest first, or those of one person."""
    found, total = board.sessions_of(person_id)
    gaps = board.gaps(found)
    lines = _lines(board, found, gaps)
    rows = tuple(zip((score.session_id for score in found), lines, strict=True))
    note = _("共 {n} 场，最新的 {shown} 场在这里").format(n=total, shown=len(rows))
    if any(score.changed for score in found):
        note += "  " + _("* 组长改过分；光标所在那一场，机器原来给的分写在表下面")
    empty = _("还没有练过：去演练场练一场，成绩会出现在这里。")
    return Page(_columns(), rows, empty, note, about=_about(found, gaps))


PAGES: dict[str, tuple[str, Callable[[Any], Page]]] = {
    "trainees": (N_("学员"), trainees_page), "missed": (N_("漏掉的步骤"), missed_page),
    "square": (N_("解决与暖"), square_page), "work": (N_("先看这些"), work_page),
    "blind": (N_("盲评"), blind_page), "agreement": (N_("一致程度"), agreement_page),
    "sessions": (N_("场次"), sessions_page),
}  # fmt: skip


def sparkline(values: Iterable[float]) -> str:
    """Scores of 0–100 as bars."""
    return "".join(_BARS[min(7, max(0, int(value / 100 * 8)))] for value in values)


def heat(share: float, title: str, sessions: int) -> Any:
    """A cell of three lines: shade, percentage, of how many; and what, in two."""
    from rich.text import Text

    shade = _SHADES[min(4, int(share * 5))] * 6
    first = wrap(title, _STEP_CELLS)[0]
    rest = cut(title[len(first) :].strip(), _STEP_CELLS)
    return Text("\n").join([Text(f"{shade} {share:4.0%} ({sessions})"), plain(first), plain(rest)])


def verdict(score: Score) -> str:
    """What came of a session."""
    if score.critical_count:
        return _("致命错误")
    if score.uncertain:
        return _("待复核")
    return capital(_("通过") if score.passed else _("未通过"))


def outcome(score: Score, sent_back: bool) -> str:
    """The same, and whether a lead wants it played again."""
    text = verdict(score)
    return _("{verdict}，退回再练").format(verdict=text) if sent_back else text


def _columns() -> tuple[str | Column, ...]:
    return (
        _("时间"), _trainee(), Column(_("演练"), least=14),
        Column(_("怎么练"), least=8, spare=True), _("解决"), _("共情"),
        Column(_("感受"), spare=True), Column(_("结果"), least=14),
        Column(_("机器原分"), spare=True),
    )  # fmt: skip


def _trainee() -> Column:
    return Column(_("学员"), least=8)


def _about(scores: Sequence[Score], gaps: _GapsOf) -> dict[str, str]:
    """Of each session what has no column in a narrow window, and the drill's whole title."""
    return {
        each.session_id: "  ".join(_told(each, gaps.get(each.session_id, ()))) for each in scores
    }


def _told(score: Score, gaps: tuple[Gap, ...]) -> Iterable[str]:
    yield printable(drill_title(score.drill_id))
    yield _mode(score, gaps)
    if score.felt is not None:
        yield _("感受 {points}").format(points=f"{score.felt:.1f}")
    if score.changed:
        yield _("机器原分 {points}").format(points=machine(score))


def _mode(score: Score, gaps: tuple[Gap, ...]) -> str:
    mode = _(MODES.get(score.mode, score.mode))
    if not gaps:
        return mode
    return _("{mode}，中断 {long}").format(mode=mode, long=total_text(gaps))


def _lines(board: Board, scores: Sequence[Score], gaps: _GapsOf) -> list[tuple[Any, ...]]:
    back = board.sent_back(scores)
    return [
        _cells(board, each, each.session_id in back, gaps.get(each.session_id, ()))
        for each in scores
    ]


def _cells(board: Board, score: Score, sent_back: bool, gaps: tuple[Gap, ...]) -> tuple[Any, ...]:
    star = "*" if score.changed else ""
    return (
        f"{score.started_at.astimezone():%m-%d %H:%M}", _name(board, score.person_id),
        plain(drill_title(score.drill_id)), _mode(score, gaps),
        _points(score.resolution, star), _points(score.empathy, star), _points(score.felt),
        outcome(score, sent_back) + star, machine(score),
    )  # fmt: skip


def machine(score: Score) -> str:
    """What the machine gave where a lead has changed it."""
    if not score.changed:
        return ""
    empathy = "—" if score.machine_empathy is None else f"{score.machine_empathy:.1f}"
    return f"{score.machine_resolution:.1f} / {empathy}"


def _more(shown: int, total: int) -> str:
    return _("列出 {shown} 个，共 {total} 个").format(shown=shown, total=total)


def _name(board: Board, person_id: str) -> Any:
    return plain(board.names.get(person_id) or _("（已抹去）"))


def _points(value: float | None, mark: str = "") -> Any:
    return _right("—" if value is None else f"{value:.1f}{mark}")


def _figure(value: float | None) -> Any:
    return _right("—" if value is None else f"{value:.2f}")


def _right(value: object) -> Any:
    text = plain(value)
    text.justify = "right"
    return text
