"""What is said about exams and certificates: before, after, and on my path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sops.language import _
from sops.problem import printable
from tui.app.gap_text import total_text

if TYPE_CHECKING:
    from simulator.drill.exam import Standing
    from simulator.records.gap import Gap
    from simulator.records.score import Score


def exam_rules() -> tuple[str, ...]:
    """What holds in an exam, a line each."""
    from simulator.drill.scoring.rubric import load_rubric

    marks = load_rubric().passing
    passing = _("通过：解决 {resolution} 分、共情 {empathy} 分以上，没有致命错误；说不准的由组长定")
    return (
        _("没有提示，也没有流程栏"),
        _("没有暂停：钟一直走，要离开只能交卷"),
        _("顾客和情况是你没遇到过的，题目的种子不显示"),
        passing.format(resolution=f"{marks.resolution:g}", empathy=f"{marks.empathy:g}"),
        _("证书：两场通过的考试，再加组长签字；SOP 一改就失效，要重考"),
    )


def standing_text(standing: Standing) -> str:
    """How far one is from a certificate, in a few words."""
    if standing.holding == "short" and not standing.passed:
        return _("还没有通过的考试，证书要两场")
    exams = _("已通过 {n} 场考试，还差 {m} 场").format(n=standing.passed, m=standing.missing)
    if standing.holding == "valid" and standing.certificate is not None:
        day = f"{standing.certificate.signed_at.astimezone():%Y-%m-%d}"
        return _("证书有效，{day} 签发").format(day=day)
    if standing.holding == "ready":
        return _("两场考试都过了，等组长签字")
    if standing.holding == "lapsed":
        return _("证书失效：SOP 改过。{exams}").format(exams=exams)
    return exams


def exam_outcome(standing: Standing, passed: bool | None, local: bool) -> list[str]:
    """What an exam that has just ended has brought."""
    told = {True: _("这场考试通过了"), False: _("这场考试没有通过，可以再考，题目会换"),
            None: _("这场考试要等组长判定")}[passed]  # fmt: skip
    lines = [told, standing_text(standing)]
    if standing.claims:
        lines.append(_("其中 {n} 场只有自己电脑算的分，组长要先重新评分").format(n=standing.claims))
    if local and standing.holding != "valid":
        lines.append(_("本机文件只有一个人用、谁都能改，不能签证书；考试成绩仍然留着"))
    return lines


def exam_line(score: Score, gaps: tuple[Gap, ...] | None) -> str:
    """An exam in a line."""
    text = (
        f"{score.started_at.astimezone():%m-%d %H:%M}  {printable(score.drill_id)}"
        f"  {score.resolution:g}"
    )
    if gaps:
        text += "  " + _("中断 {long}").format(long=total_text(gaps))
    return text
