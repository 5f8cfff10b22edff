"""How much a server may be asked to do, and where it may be reached."""

from __future__ import annotations

from dataclasses import dataclass

from sops.language import _

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Limits:
    """`most_apps` processes in all, `most_per_person` of one person; an app that nobody types
    in for `idle_minutes` is ended; a sign-in lasts `session_hours`."""

    most_apps: int = 20
    most_per_person: int = 3
    idle_minutes: float = 30.0
    session_hours: float = 12.0


@dataclass(frozen=True)
class Address:
    """Where the server listens, and how browsers reach it.

    `certificate` and `key` are files for TLS; `proxy` is the public address of a proxy that
    terminates TLS (`https://drill.example`).
    """

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: str | None = None
    key: str | None = None
    proxy: str | None = None

    @property
    def secure(self) -> bool:
        """Whether browsers reach it through TLS."""
        return self.certificate is not None or self.proxy is not None

    @property
    def origin(self) -> str:
        """What a browser names as the origin of its requests."""
        if self.proxy is not None:
            return self.proxy.rstrip("/")
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    def wrong(self) -> str | None:
        """Why this address is refused, None where it is fine."""
        if (self.certificate is None) != (self.key is None):
            return _("--tls-cert 和 --tls-key 要一起给")
        if self.proxy is not None and not self.proxy.startswith("https://"):
            return _("--behind-proxy 应为代理的公开地址，以 https:// 开头")
        if self.host not in LOOPBACK and not self.secure:
            return _("不是本机地址的要有 TLS（--tls-cert、--tls-key）或指明代理（--behind-proxy）")
        return None
