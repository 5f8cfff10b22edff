"""`shapan serve` before it serves: what cannot be served is refused in one line."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sops.language import set_language
from tui.command.run import run


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the person who runs the tests is read or written."""
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    set_language("zh")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--host", "0.0.0.0"], "要有 TLS"),
        (["--host", "0.0.0.0", "--tls-cert", "c.pem", "--tls-key", "k.pem"], "--public-url"),
        (["--tls-cert", "missing.pem", "--tls-key", "missing.pem"], "missing.pem"),
        (["--tls-cert", "c.pem"], "一起给"),
        (["--behind-proxy", "http://drill.example"], "https://"),
        (["--behind-proxy", "https://drill.example", "--proxy-from", "\x1b[31mnginx"], "\\x1b[31m"),
        (["--proxy-from", "10.0.0.1"], "--behind-proxy"),
        (["--host", "192.0.2.1", "--behind-proxy", "https://drill.example"], "192.0.2.1"),
    ],
)
def test_what_cannot_be_served_is_refused(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2 and the reason, whatever is wrong with address, certificate or proxy."""
    assert run(["serve", *options]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said
    assert "\x1b" not in said


def test_a_port_in_use_and_records_that_are_away_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The port is named, and so is the place of the records, without its password."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 2
    assert str(port) in capsys.readouterr().err
    address = f"postgresql://shapan:secret@127.0.0.1:{port}/shapan"
    monkeypatch.setenv("SHAPAN_DATABASE_URL", address)
    assert run(["serve"]) == 2
    said = capsys.readouterr().err
    assert "记录库用不了" in said
    assert "secret" not in said
