"""How much a server may be asked to do, where it may be reached, and whom it believes."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from sops.language import _
from sops.problem import printable

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Limits:
    """`most_apps` processes in all, `most_per_person` of one person; an app that nobody types
    in for `idle_minutes` is ended; a sign-in lasts `session_hours`.

    `hashing` passwords are checked at a time, with `most_waiting` behind them in all and
    `most_waiting_per_address` from one address: a password is slow to check, on purpose.
    """

    most_apps: int = 20
    most_per_person: int = 3
    idle_minutes: float = 30.0
    session_hours: float = 12.0
    hashing: int = 2
    most_waiting: int = 64
    most_waiting_per_address: int = 16
    checked_every_s: float = 30.0
    """How often a visit is checked: whether the person may still sign in, and as what."""


@dataclass(frozen=True)
class Address:
    """Where the server listens, and how browsers reach it.

    `certificate` and `key` are files for TLS; `public` is what browsers call the server;
    `proxy` is the same where a proxy terminates TLS in front, which is believed only when it
    comes from one of `proxies`.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    certificate: str | None = None
    key: str | None = None
    proxy: str | None = None
    public: str | None = None
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")

    @property
    def secure(self) -> bool:
        """Whether browsers reach it through TLS."""
        return self.certificate is not None or self.proxy is not None

    @property
    def origin(self) -> str:
        """What a browser names as the origin of its requests."""
        named = self.proxy or self.public
        if named is not None:
            return named.rstrip("/").lower().removesuffix(":443")
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    def came_from(self, peer: str, forwarded: list[str]) -> str | None:
        """The address of a visitor; None for a peer that may not ask at all.

        `forwarded` are the values of X-Forwarded-For. Only a named proxy's last word in it
        counts: all before that was written by whoever asked the proxy.
        """
        if self.proxy is None:
            return peer
        if peer not in self.proxies:
            return None
        last = ",".join(forwarded).rpartition(",")[2].strip()
        try:
            return str(ip_address(last.strip("[]")))
        except ValueError:
            return peer

    def wrong(self) -> str | None:
        """Why this address is refused, None where it is fine."""
        if (self.certificate is None) != (self.key is None):
            return _("--tls-cert 和 --tls-key 要一起给")
        if self.proxy is not None and not _is_origin(self.proxy, "https"):
            return _("--behind-proxy 应为代理的公开地址，像 https://drill.example，不带路径")
        if self.public is not None and not _is_origin(self.public, "https"):
            return _("--public-url 应为浏览器里的地址，像 https://drill.example:8000，不带路径")
        if self.public is not None and self.certificate is None:
            return _("--public-url 要和 --tls-cert、--tls-key 一起给；有代理时写 --behind-proxy")
        if self.host not in LOOPBACK and not self.secure:
            return _("不是本机地址的要有 TLS（--tls-cert、--tls-key）或指明代理（--behind-proxy）")
        if self.host in EVERYWHERE and self.proxy is None and self.public is None:
            text = _(
                "监听 {host} 时还要写 --public-url：浏览器里用的地址，像 https://drill.example:8000"
            )
            return text.format(host=printable(self.host))
        return self._wrong_proxies()

    def _wrong_proxies(self) -> str | None:
        for each in self.proxies:
            try:
                ip_address(each)
            except ValueError:
                text = _("--proxy-from 应为代理的 IP 地址，现在是 “{address}”")
                return text.format(address=printable(each))
        return None


def _is_origin(url: str, scheme: str) -> bool:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return False
    bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    return parts.scheme == scheme and bool(parts.hostname) and bare and url.isascii()
