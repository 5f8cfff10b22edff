"""`shapan serve`: the app in a browser."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from sops.language import N_, _
from sops.problem import printable
from tui.command.output import note
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    import socket
    import ssl

    from simulator.records import Records
    from tui.served.limit import Address, Limits

NAME = "serve"
GRACE_S = 10.0
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
    proxy_from: Annotated[
        list[str] | None, typer.Option("--proxy-from", metavar="ADDRESS",
                     help=N_("代理从哪个 IP 地址来，可以写几次；不写就是本机")),
    ] = None,
    public_url: Annotated[
        str | None,
        typer.Option("--public-url", metavar="URL",
                     help=N_("自己带 TLS 时，浏览器里用的地址，https:// 开头")),
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

    proxies = tuple(proxy_from) if proxy_from else Address.proxies
    address = Address(host, port, tls_cert, tls_key, behind_proxy, public_url, proxies)
    wrong = address.wrong()
    if wrong is not None:
        raise Refusal(wrong)
    if proxy_from and behind_proxy is None:
        raise Refusal(_("--proxy-from 要和 --behind-proxy 一起给"))
    run(address, Limits(most_apps=most, idle_minutes=idle_minutes))


def run(address: Address, limits: Limits) -> None:
    """Open the records as a served program and run the server."""
    from aiohttp import web

    from simulator.records import RecordsError, open_records
    from tui.served.gate import Gate
    from tui.served.known import Door

    tls = _tls(address)
    try:
        records = open_records(served=True)
    except RecordsError as error:
        raise Refusal(str(error)) from error
    gate = Gate(address, limits, Door(records))
    with closing(records), _listening(address) as listening:
        _tell(records, address)
        web.run_app(
            gate._make_app(), sock=listening, ssl_context=tls, print=None, access_log=None,
            shutdown_timeout=GRACE_S,
        )  # fmt: skip


def _tell(records: Records, address: Address) -> None:
    note(_("记录库：{place}").format(place=printable(records.place, 300)))
    if not records.sign_in.has_administrator():
        note(_("库里还没有管理员，谁也登录不了。先在服务器上：shapan people first"))
    url = f"http://{address.host}:{address.port}"
    if address.proxy is not None:
        text = _("在 {url} 上等代理来（只接 {proxies}），浏览器里打开 {origin}，Ctrl+C 结束")
        proxies = _("、").join(address.proxies)
        note(text.format(url=url, proxies=proxies, origin=address.origin))
    else:
        note(_("在 {url} 上等待，Ctrl+C 结束").format(url=address.origin))


def _listening(address: Address) -> socket.socket:
    import socket

    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        return socket.create_server((address.host, address.port), family=family, backlog=128)
    except OSError as error:
        text = _("{host} 的 {port} 端口用不了：{cause}。换一个 --port 或 --host")
        cause = printable(error.strerror or error, 200)
        told = text.format(host=printable(address.host), port=address.port, cause=cause)
        raise Refusal(told) from error


def _tls(address: Address) -> ssl.SSLContext | None:
    if address.certificate is None:
        return None
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(address.certificate, address.key)
    except (OSError, ssl.SSLError) as error:
        text = _("证书或私钥读不了：{files}（{cause}）。要 PEM 格式，私钥不带密码，两个要相配")
        files = printable(f"{address.certificate}, {address.key}", 300)
        cause = printable(getattr(error, "strerror", None) or error, 200)
        raise Refusal(text.format(files=files, cause=cause)) from error
    return context
