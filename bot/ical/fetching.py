"""An address that somebody gave is read only where it leads out of our own network.

Its name is looked up once, every address that it has is checked, and the connection goes to one of
those: a name that is answered otherwise the next time leads nowhere. So does each redirect.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from bot.ical.faults import CalendarUnread
from handlers.front.away.faults import CalendarFault

LARGEST = 1_000_000
"""Bytes of a calendar."""
SECONDS = 10.0
"""In which all of it has to be here."""
REDIRECTS = 3
PIECE = 65_536
HEADERS = {
    "Accept": "text/calendar, */*;q=0.1",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "Duly",
}
_MOVED = (
    HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT,
)  # fmt: skip
_CLOSED = (
    HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE,
)  # fmt: skip
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Behind it networks without IPv4 reach what has nothing else (RFC 6052)."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""The addresses of a host name and a port."""
Connect = Callable[[str, int, str, float], HTTPConnection]
"""A connection to a host and a port, by one of its addresses, with so many seconds."""


class _Pinned(HTTPSConnection):
    """A connection to an address that was checked; who answers there must prove to be the host."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=timeout, context=self._tls)
        self._address = address

    def connect(self) -> None:
        """Connect to the address, and name the host."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def look_up(host: str, port: int) -> list[str]:
    """All addresses of a host. Raises OSError, or UnicodeError for what is no name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(address: str) -> bool:
    """Whether an address is one of the internet, and of no machine or network of our own.

    What stands for another address, as IPv6 has several ways to, is judged by that.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _is_public(_stands_for(found) or found)


def _stands_for(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address is another way to."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_public(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)
    )


def fetch(address: str, resolve: Resolve = look_up, connect: Connect = _Pinned) -> bytes:
    """What is at an address. Raises CalendarUnread."""
    ends_at = time.monotonic() + SECONDS
    for _ in range(REDIRECTS + 1):
        response, connection = _ask(address, resolve, connect, ends_at)
        try:
            if response.status in _MOVED:
                address = urljoin(address, response.headers.get("Location", ""))
                continue
            return _body(response, ends_at)
        finally:
            response.close()
            connection.close()
    raise CalendarUnread(CalendarFault.CIRCLES)


def _ask(
    address: str, resolve: Resolve, connect: Connect, ends_at: float
) -> tuple[HTTPResponse, HTTPConnection]:
    parts = _checked(address)
    host, port = parts.hostname or "", _port(parts)
    try:
        known = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise CalendarUnread(CalendarFault.UNREACHABLE) from error
    if not known or not all(map(is_public, known)):
        raise CalendarUnread(CalendarFault.PRIVATE)
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    connection = connect(host, port, known[0], _left(ends_at))
    try:
        connection.request("GET", path, headers=HEADERS)
        return connection.getresponse(), connection
    except (OSError, HTTPException, ValueError) as error:
        connection.close()
        raise CalendarUnread(CalendarFault.UNREACHABLE) from error


def _checked(address: str) -> SplitResult:
    """Only https, and nobody's password."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise CalendarUnread(CalendarFault.NOT_HTTPS) from error
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise CalendarUnread(CalendarFault.NOT_HTTPS)
    return parts


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 443
    except ValueError as error:
        raise CalendarUnread(CalendarFault.NOT_HTTPS) from error


def _body(response: HTTPResponse, ends_at: float) -> bytes:
    if response.status in _CLOSED:
        raise CalendarUnread(CalendarFault.CLOSED)
    if response.status != HTTPStatus.OK:
        raise CalendarUnread(CalendarFault.UNREACHABLE)
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise CalendarUnread(CalendarFault.NO_CALENDAR)
    read = bytearray()
    try:
        while piece := response.read1(PIECE):
            read += piece
            if len(read) > LARGEST:
                raise CalendarUnread(CalendarFault.TOO_LARGE)
            _left(ends_at)
    except (OSError, HTTPException) as error:
        raise CalendarUnread(CalendarFault.UNREACHABLE) from error
    return bytes(read)


def _left(ends_at: float) -> float:
    """The seconds that are left. Raises CalendarUnread when none are."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise CalendarUnread(CalendarFault.UNREACHABLE)
    return left
