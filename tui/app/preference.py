"""What a person likes: theme, density and language, kept in a small file of the user's."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

Density = Literal["cosy", "compact"]


@dataclass(frozen=True)
class Preference:
    """`theme` is one of `tui.app.theme.THEMES`; `language` None leaves it to SHAPAN_LANG."""

    theme: str = "shapan-dark"
    density: Density = "cosy"
    language: str | None = None

    def with_(self, **changes: Any) -> Preference:
        """The same with some things changed."""
        return replace(self, **changes)


def preference_file() -> Path:
    """Where it is kept: `SHAPAN_CONFIG`, else the platform's place for settings."""
    chosen = os.environ.get("SHAPAN_CONFIG")
    if chosen:
        return Path(chosen) / "preference.json"
    from platformdirs import user_config_path

    return Path(user_config_path("shapan")) / "preference.json"


def load_preference() -> Preference:
    """What is kept; the defaults where nothing is, or nothing that can be read."""
    try:
        data = json.loads(preference_file().read_text(encoding="utf-8"))
        known = {key: data[key] for key in asdict(Preference()) if key in data}
        return Preference(**known)
    except (OSError, ValueError, TypeError):
        return Preference()


def save_preference(preference: Preference) -> None:
    """Keep it; a folder that cannot be written only loses the preference."""
    path = preference_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_text(json.dumps(asdict(preference)), encoding="utf-8")
        part.replace(path)
    except OSError:
        return
