"""`shapan serve`: the app in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sops.language import N_, _
from tui.command.output import note
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    import ssl

    from tui.served.limit import Address, Limits

NAME = "serve"
HELP = N_("在浏览器里用同一个应用：先登录，再为来访者开一个进程；默认只在本机")


def command(
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help=N_("在哪个地址上监听"))
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65_535, help=N_("端口"))
    ] = 8_000,
    tls_cert: Annotated[
        str | None, typer.Option("--tls-cert", metavar="FILE", help=N_("TLS 证书，PEM"))
    ] = None,
    tls_key: Annotated[
        str | None, typer.Option("--tls-key", metavar="FILE", help=N_("TLS 私钥，PEM"))
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option("--behind-proxy", metavar="URL",
                     help=N_("前面有终结 TLS 的代理：它的公开地址，https:// 开头")),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, max=500, help=N_("最多同时开几个进程"))
    ] = 20,
    idle_minutes: Annotated[
        float, typer.Option("--idle-minutes", metavar="N", min=0.1, help=N_("没人打字多久后关掉"))
    ] = 30.0,
) -> None:  # fmt: skip
    """Serve until interrupted."""
    from tui.served.limit import Address, Limits

    address = Address(host, port, tls_cert, tls_key, behind_proxy)
    wrong = address.wrong()
    if wrong is not None:
        raise Refusal(wrong)
    note(_("在 {url} 上等待，Ctrl+C 结束").format(url=address.origin))
    run(address, Limits(most_apps=most, idle_minutes=idle_minutes))


def run(address: Address, limits: Limits) -> None:
    """Open the records as a served program and run the server."""
    from aiohttp import web

    from simulator.records import open_records
    from tui.served.gate import Gate
    from tui.served.known import sign_in_with

    records = open_records(served=True)
    gate = Gate(address, limits, sign_in_with(records))
    try:
        web.run_app(
            gate._make_app(), host=gate.host, port=gate.port, ssl_context=_tls(gate.address),
            print=None, access_log=None,
        )  # fmt: skip
    finally:
        records.close()


def _tls(address: Address) -> ssl.SSLContext | None:
    if address.certificate is None:
        return None
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(address.certificate, address.key)
    return context
