"""Two languages: Chinese in the source, English complete in the catalogue."""

import importlib.util
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from sops import language
from sops.language import _, current_language, localized, set_language

ROOT = Path(__file__).resolve().parents[2]


def load(path: Path) -> ModuleType:
    """A module that stands outside the packages."""
    spec = importlib.util.spec_from_file_location(f"outside_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


messages = load(ROOT / "tools" / "messages.py")
hatch_build = load(ROOT / "hatch_build.py")


@pytest.fixture(autouse=True)
def no_choice(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test starts and ends without a chosen language."""
    monkeypatch.delenv(language.ENVIRONMENT_VARIABLE, raising=False)
    set_language(None)
    yield
    set_language(None)


def placeholders(text: str) -> set[str]:
    """The names a text expects from `format`, with how they are formatted."""
    return {
        f"{name}!{conversion}:{form}"
        for _text, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    }


def catalogue() -> dict[str, str]:
    """The English catalogues as one mapping."""
    return {
        entry.id: entry.string
        for path in messages.catalogues()
        for entry in messages.read_catalogue(path)
        if entry.id
    }


def test_every_text_has_an_english_translation() -> None:
    """No text of the four packages is left in Chinese for an English reader."""
    texts, english = messages.source_texts(), catalogue()
    missing = {text: files for text, files in texts.items() if not english.get(text, "").strip()}
    assert missing == {}


def test_no_text_hides_from_the_catalogue() -> None:
    """A text inside the braces of an f-string is not collected, so it would stay Chinese."""
    hidden = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for part in ("sops", "scenarios", "simulator", "tui")
        for path in sorted((ROOT / part).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "{_('" in line or '{_("' in line
    ]
    assert hidden == []


def test_translations_keep_the_placeholders() -> None:
    """A translation that lost or invented a placeholder would break when it is filled in."""
    english = catalogue()
    wrong = {
        text: english[text]
        for text in messages.source_texts()
        if english.get(text) and placeholders(english[text]) != placeholders(text)
    }
    assert wrong == {}


def test_translations_are_english() -> None:
    """A Chinese text copied into the catalogue is no translation."""
    copied = [text for text, words in catalogue().items() if text == words and not text.isascii()]
    assert copied == []


def test_texts_are_whole_sentences_of_the_source() -> None:
    """No text is a file name, a key or an empty string caught by mistake."""
    assert [text for text in messages.source_texts() if not text.strip() or text.isascii()] == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [("en", "en"), ("EN_GB.UTF-8", "en"), ("zh", "zh"), ("zh_CN", "zh"), ("", "zh"), ("fr", "zh")],
)
def test_the_environment_chooses(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    """SHAPAN_LANG is read when a text is shown; what is not known is Chinese."""
    monkeypatch.setenv(language.ENVIRONMENT_VARIABLE, value)
    assert current_language() == expected


def test_a_choice_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--lang` wins over SHAPAN_LANG, also when it says Chinese, and can be taken back."""
    monkeypatch.setenv(language.ENVIRONMENT_VARIABLE, "en")
    set_language("zh")
    assert current_language() == "zh"
    set_language(None)
    assert current_language() == "en"


def test_texts_are_looked_up_when_they_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build hook's catalogue serves a language chosen late; a text without words stays."""
    folder = tmp_path / "sops" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "shapan.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "排队 {n} 人"\nmsgstr "{n} waiting"\n',
        encoding="utf-8",
    )
    assert hatch_build.compile_catalogues(tmp_path) == [folder / "shapan.mo"]
    monkeypatch.setattr(language, "LOCALE_FOLDER", str(tmp_path / "sops" / "locale"))
    language._catalogue.cache_clear()
    try:
        assert _("排队 {n} 人").format(n=3) == "排队 3 人"
        set_language("en")
        assert _("排队 {n} 人").format(n=3) == "3 waiting"
        assert _("没有译文") == "没有译文"
        assert _("") == ""
    finally:
        language._catalogue.cache_clear()


def test_titles_from_data_fall_back_to_the_other_language() -> None:
    """A mapping, an object and a plain text all give a title."""
    both = {"zh": "双十一", "en": "Double 11"}
    assert localized(both) == "双十一"
    set_language("en")
    assert localized(both) == "Double 11"
    assert localized(SimpleNamespace(zh="双十一", en=None)) == "双十一"
    assert localized({"zh": "双十一", "en": ""}) == "双十一"
    assert localized("同一个") == "同一个"
    assert localized(None) == ""


def test_renewing_keeps_translations_and_changes_nothing_twice(tmp_path: Path) -> None:
    """A text that goes and comes back keeps its words; a second renewal is byte for byte equal."""
    path = tmp_path / "en" / "LC_MESSAGES" / "shapan.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(messages._header("en"))
    assert messages.renew(path, {"甲": ["a.py"], "乙": ["a.py"]}) == (2, 2)
    path.write_text(
        path.read_text("utf-8").replace('msgid "甲"\nmsgstr ""', 'msgid "甲"\nmsgstr "one"'),
        "utf-8",
    )
    assert messages.renew(path, {"乙": ["b.py"], "丙": ["b.py"]}) == (2, 2)
    once = path.read_bytes()
    messages.renew(path, {"丙": ["c.py"], "乙": ["c.py"]})
    assert path.read_bytes() == once
    assert messages.renew(path, {"甲": ["a.py"]}) == (1, 0)
    assert {entry.id: entry.string for entry in messages.read_catalogue(path) if entry.id} == {
        "甲": "one"
    }


def test_language_needs_neither_babel_nor_gettext_to_start() -> None:
    """The first file every command imports stays light: Chinese loads no catalogue machinery."""
    code = (
        "import sys; from sops.language import _; assert _('中') == '中';"
        "print([m for m in ('babel', 'gettext', 'pathlib', 'pydantic') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[]"
