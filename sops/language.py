"""The language people read: Chinese in the source, English from gettext catalogues.

`_("中文 {n}").format(n=3)` looks the text up when it is called, so a language chosen late
(`--lang en`) reaches every later message. A text that has to be stored before it is shown
(a table of messages, a constant) is marked with `N_` and passed through `_` when shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

LANGUAGES = ("zh", "en")
SOURCE_LANGUAGE = "zh"
ENVIRONMENT_VARIABLE = "SHAPAN_LANG"
# os.path, not pathlib: every start pays for what this file imports.
LOCALE_FOLDER = os.path.join(os.path.dirname(__file__), "locale")


_chosen: str | None = None
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def set_language(language: str | None) -> None:
    """Choose the language of this process; None gives the choice back to SHAPAN_LANG."""
    global _chosen
    _chosen = None if language is None else _known(language)


@contextmanager
def speaking(language: str | None) -> Iterator[None]:
    """Speak a language within a block, for a server that talks to many; None changes nothing."""
    token = _spoken.set(None if language is None else _known(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def current_language() -> str:
    """The language of `speaking`, else of `set_language`, else of SHAPAN_LANG, else Chinese."""
    return _spoken.get() or _chosen or _known(os.environ.get(ENVIRONMENT_VARIABLE, ""))


def _(text: str) -> str:
    """`text` in the current language; itself where the catalogue has no translation."""
    language = current_language()
    return text if language == SOURCE_LANGUAGE or not text else _catalogue(language)(text)


def N_(text: str) -> str:
    """Mark `text` for the catalogue without translating it yet."""
    return text


def capital(text: str) -> str:
    """`text` as a title of its own: a word that is small inside a sentence begins large. What is
    no word (`p50`, `demand.scale=1.2`) stays as it is."""
    word = text.partition(" ")[0].rstrip(",:;")
    return text[:1].upper() + text[1:] if word.isascii() and word.isalpha() else text


def localized(text: str | Mapping[str, str] | object | None) -> str:
    """The title of a thing from a data file, in the current language or else in the other one.

    Takes a plain text, a mapping with `zh` and `en`, or an object with those attributes.
    """
    if text is None or isinstance(text, str):
        return text or ""
    order = sorted(LANGUAGES, key=lambda language: language != current_language())
    for language in order:
        found = text.get(language) if isinstance(text, Mapping) else getattr(text, language, None)
        if found:
            return str(found)
    return ""


def _known(language: str) -> str:
    """`en`, `EN` and `en_GB.UTF-8` are English; whatever is not known is Chinese."""
    code = language.strip().lower().replace("-", "_").split("_")[0].split(".")[0]
    return "en" if code == "en" else SOURCE_LANGUAGE


@cache
def _catalogue(language: str) -> Callable[[str], str]:
    # Imported here: Chinese readers never need it, and start-up time counts.
    import gettext
    from glob import glob

    # One catalogue for each part of the house (tools/messages.py says which); asked in turn.
    found: gettext.NullTranslations = gettext.NullTranslations()
    pattern = os.path.join(LOCALE_FOLDER, language, "LC_MESSAGES", "*.mo")
    for path in sorted(glob(pattern), reverse=True):
        with open(path, "rb") as stream:
            part = gettext.GNUTranslations(stream)
        part.add_fallback(found)
        found = part
    return found.gettext
