"""The documentation keeps its word: examples load, links lead somewhere, no rule is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from scenarios.peak.load import load
from sops.language import set_language
from sops.problem import Problems

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
RULES = [f"F{n}" for n in range(1, 18)]
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]\n]*\]\((?P<to>[^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def _name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def _fences(page: Path) -> list[tuple[list[str], str]]:
    """(words after the ```, text) of each fenced block."""
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    return [(match["info"].split(), match["text"]) for match in found]


def _scenario_blocks(page: Path) -> list[str]:
    return [text for info, text in _fences(page) if info[:2] == ["yaml", "shapan-scenario"]]


def _write_scenarios(page: Path, folder: Path) -> list[Path]:
    """Each scenario of a page as a file, named as the last `NAME.yaml` before it says."""
    before = 0
    files = []
    text = page.read_text(encoding="utf-8")
    for block in _scenario_blocks(page):
        at = text.index(block, before)
        named = re.findall(r"`([\w-]+\.yaml)`", text[before:at])
        assert named, "the text before a scenario names its file"
        files.append(folder / named[-1])
        files[-1].write_text(block, encoding="utf-8")
        before = at + len(block)
    return files


def _anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub forms them."""
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = (match["text"].lower() for match in HEADING.finditer(prose))
    return {re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in headings}


WITH_SCENARIOS = [page for page in PAGES if _scenario_blocks(page)]


@pytest.mark.parametrize("page", WITH_SCENARIOS, ids=_name)
def test_scenarios_load(page: Path, tmp_path: Path) -> None:
    """Every scenario shown in the documentation is accepted."""
    for file in _write_scenarios(page, tmp_path):
        assert load(file).name


@pytest.mark.parametrize("page", WITH_SCENARIOS, ids=_name)
def test_wrong_scenarios_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    """What a page says about a wrong file is what is printed about it."""
    _write_scenarios(page, tmp_path)
    blocks = _fences(page)
    for index, (info, text) in enumerate(blocks):
        if info[:2] != ["yaml", "shapan-wrong"]:
            continue
        wrong = tmp_path / info[2]
        wrong.write_text(text, encoding="utf-8")
        with pytest.raises(Problems) as caught:
            load(wrong)
        told = "\n".join(str(problem) for problem in caught.value.problems)
        assert told.replace(f"{tmp_path}/", "") == blocks[index + 1][1].rstrip("\n")


def test_there_are_scenarios_to_load() -> None:
    """The guide to writing scenarios shows some, in both languages."""
    names = {_name(page) for page in WITH_SCENARIOS}
    assert {"guides/write-a-scenario.md", "guides/write-a-scenario.en.md"} <= names


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file that is there, and to a heading in it."""
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    for match in LINK.finditer(prose):
        to = match["to"]
        if "://" in to:
            continue
        path, _hash, anchor = unquote(to).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{_name(page)}: {to}"
        if anchor and target.suffix == ".md":
            assert anchor in _anchors(target), f"{_name(page)}: {to}"


@pytest.mark.parametrize("page", ["rules.md", "rules.en.md"])
def test_every_rule_is_there(page: str) -> None:
    """Either language has the rules F1 to F17, in order, once each."""
    text = (DOCS / "reference" / page).read_text(encoding="utf-8")
    assert re.findall(r"^## (F\d+) ", text, re.MULTILINE) == RULES


def test_rules_use_the_same_words() -> None:
    """Field names, outcomes and formulas of a rule stand in both languages alike."""
    for chinese, english in zip(_rules("rules.md"), _rules("rules.en.md"), strict=True):
        assert set(re.findall(r"`([a-z_]+)`", english)) <= set(re.findall(r"[a-z_]+", chinese))


def _rules(page: str) -> list[str]:
    text = (DOCS / "reference" / page).read_text(encoding="utf-8")
    return re.split(r"^## F\d+ ", text, flags=re.MULTILINE)[1:]


def test_index_names_every_page() -> None:
    """The first page links to every other page of the documentation."""
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    linked = {(DOCS / match["to"]).resolve() for match in LINK.finditer(text)}
    missing = [_name(page) for page in PAGES if page.resolve() not in linked]
    assert missing == ["index.md"]
