"""Bring the message catalogues up to date with the texts in the source (`make messages`).

Keeps every translation: a text that has gone is kept as an obsolete entry, and comes back
with its translation when the text comes back. Entries are sorted by text and carry neither
line numbers nor dates, so a catalogue changes only where texts change. Nothing is guessed
(no fuzzy matches).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("sops", "scenarios", "simulator", "tui")
# The parts of the house with a catalogue of their own, by where their texts stand; whatever
# stands nowhere here is in `shapan`. A text in several parts belongs to the first of them.
PARTS: dict[str, tuple[str, ...]] = {
    "shapan": (),
    "understanding": ("simulator/drill/understanding/", "tui/command/drill_understand"),
    "office": ("simulator/drill/office/",),
    "drill": (
        "sops/sop/", "scenarios/drill/", "simulator/drill/", "tui/command/sop", "tui/command/drill",
        "tui/command/players_page", "tui/command/scorecard_page",
    ),
    "records": (
        "simulator/records/", "simulator/review/", "tui/command/records", "tui/command/people",
        "tui/command/review", "tui/command/trainee_card", "tui/command/acting",
        "tui/command/assigning", "tui/item_title", "tui/due",
    ),
    "calibration": (
        "simulator/peak/calibration/", "simulator/peak/backtest/", "simulator/peak/intraday/",
        "tui/command/calibrate", "tui/command/backtest", "tui/command/intraday",
    ),
    "roster": (
        "scenarios/labour/", "simulator/peak/schedule/", "simulator/peak/roster/",
        "tui/command/schedule", "tui/command/roster", "tui/command/confidence",
    ),
    "decision": (
        "simulator/peak/whatif/", "simulator/peak/report/", "scenarios/lever/",
        "tui/command/report", "tui/command/whatif", "tui/command/sweep",
    ),
    "hiring": (
        "scenarios/hiring/", "scenarios/peak/starter", "simulator/peak/hiring/",
        "simulator/peak/bots/", "tui/command/hire", "tui/command/bots", "tui/command/new",
    ),
    "planning": (
        "tui/planning/", "tui/app/planning/", "tui/app/screen/planning", "tui/app/widget/heat_grid",
    ),
    "app": ("tui/app/", "tui/served/", "tui/command/serve"),
}  # fmt: skip
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None}


def source_texts(root: Path = ROOT) -> dict[str, list[str]]:
    """Every text marked with `_` or `N_` in the four packages, with the files it stands in."""
    texts: dict[str, list[str]] = {}
    for package in PACKAGES:
        found = extract_from_dir(
            root / package,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=(),
        )
        for file, _line, text, _comments, _context in found:
            places = texts.setdefault(str(text), [])
            if f"{package}/{file}" not in places:
                places.append(f"{package}/{file}")
    return texts


def part_of(places: Iterable[str]) -> str:
    """The part whose catalogue translates a text that stands in these files."""
    parts = {_part(place) for place in places}
    return next(name for name in PARTS if name in parts)


def _part(place: str) -> str:
    return next((name for name, starts in PARTS.items() if place.startswith(starts)), "shapan")


def read_catalogue(path: Path) -> Catalog:
    """The catalogue at `path`, of the language its folder names."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3])


def catalogues(root: Path = ROOT) -> list[Path]:
    """The .po files of the house."""
    return sorted((root / "sops" / "locale").glob("*/LC_MESSAGES/*.po"))


def wanted_catalogues(root: Path = ROOT) -> list[Path]:
    """A catalogue for each part in each language; those that are missing are made, empty."""
    folders = sorted({path.parent for path in catalogues(root)})
    paths = [folder / f"{name}.po" for folder in folders for name in PARTS]
    for path in paths:
        if not path.exists():
            path.write_bytes(_header(path.parts[-3]))
    return paths


def renew(path: Path, texts: dict[str, list[str]]) -> tuple[int, int]:
    """Rewrite the catalogue at `path`; returns how many texts it has and how many lack words."""
    old = read_catalogue(path)
    known = {m.id: m.string for m in old.obsolete.values() if m.string}
    known |= {m.id: m.string for m in old if m.id and m.string}
    new = Catalog(locale=old.locale, domain="shapan", fuzzy=False)
    for text in sorted(texts):
        new.add(text, known.get(text, ""))
    for text in sorted(set(known) - set(texts)):
        new.obsolete[text] = Message(text, known[text])
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as stream:
        stream.write(_header(path.parts[-3]))
        # Width 0: one line per text, whatever its length, keeps differences readable.
        write_po(stream, new, width=0, omit_header=True, no_location=True)
    draft.replace(path)
    return len(texts), sum(not known.get(text) for text in texts)


def _header(language: str) -> bytes:
    return (
        'msgid ""\n'
        'msgstr ""\n'
        '"Project-Id-Version: shapan\\n"\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        "\n"
    ).encode()


def main() -> int:
    """Renew every catalogue and say what is left to translate."""
    texts = source_texts()
    for path in wanted_catalogues():
        mine = {text: files for text, files in texts.items() if part_of(files) == path.stem}
        total, missing = renew(path, mine)
        print(f"{path.relative_to(ROOT)}: {total} texts, {missing} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
