"""The version of the program that wrote a record."""

from __future__ import annotations

from functools import cache


@cache
def app_version() -> str:
    """The version of the installed distribution."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("shapan")
    except PackageNotFoundError:
        return "0+unknown"
