"""Calendars of others: what in them says that somebody is away, and all that may be wrong."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ical import events, fetching, reader
from bot.ical.faults import CalendarUnread
from handlers.front.away.calendar import WantedCalendar
from handlers.front.away.faults import CalendarFault

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=60)
BERLIN = "Europe/Berlin"
PUBLIC = "93.184.215.14"


def calendar(*parts: str) -> bytes:
    body = "\n".join(f"BEGIN:VEVENT\nUID:{n}\n{part}\nEND:VEVENT" for n, part in enumerate(parts))
    lines = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}\nEND:VCALENDAR\n"
    return lines.replace("\n", "\r\n").encode()


def away(*parts: str, zone: str = BERLIN) -> list[tuple[str, str]]:
    found = events.away(calendar(*parts), zone, NOW, LATER)
    return [(f"{a:%m-%d %H:%M}", f"{b:%m-%d %H:%M}") for a, b in found]


WEEK = "DTSTART;VALUE=DATE:20261130\nDTEND;VALUE=DATE:20261205"
COUNTS = {
    "all day": (WEEK, [("11-29 23:00", "12-04 23:00")]),
    "one day": ("DTSTART;VALUE=DATE:20261130", [("11-29 23:00", "11-30 23:00")]),
    "by duration": ("DTSTART;VALUE=DATE:20261130\nDURATION:P2D", [("11-29 23:00", "12-01 23:00")]),
    "out of office, by the hour": (
        "DTSTART:20261130T080000Z\nDTEND:20261204T170000Z\nX-MICROSOFT-CDO-BUSYSTATUS:OOF",
        [("11-30 08:00", "12-04 17:00")],
    ),
    "a day without a zone": (
        "DTSTART:20261130T000000\nDTEND:20261202T000000", [("11-29 23:00", "12-01 23:00")],
    ),
    "each Friday": (
        "DTSTART;VALUE=DATE:20261120\nRRULE:FREQ=WEEKLY;COUNT=3",
        [("11-26 23:00", "11-27 23:00"), ("12-03 23:00", "12-04 23:00")],
    ),
    "free": (f"{WEEK}\nTRANSP:TRANSPARENT", []),
    "free in Outlook": (f"{WEEK}\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
    "elsewhere": (f"{WEEK}\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", []),
    "cancelled": (f"{WEEK}\nSTATUS:CANCELLED", []),
    "a meeting": ("DTSTART:20261130T080000Z\nDTEND:20261130T090000Z", []),
    "long ago": ("DTSTART;VALUE=DATE:20201130\nDTEND;VALUE=DATE:20201205", []),
    "every second": ("DTSTART;VALUE=DATE:20261120\nRRULE:FREQ=SECONDLY", []),
    "since the year 1": ("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY", []),
    "no start": ("SUMMARY:Nothing", []),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTS)
def test_what_says_that_somebody_is_away_is_found(name: str) -> None:
    part, expected = COUNTS[name]
    assert away(part) == expected


def test_a_day_is_a_day_where_its_owner_is() -> None:
    assert away(WEEK, zone="Asia/Singapore") == [("11-29 16:00", "12-04 16:00")]


def test_days_that_touch_are_one_absence() -> None:
    days = [f"DTSTART;VALUE=DATE:202612{day:02}" for day in (1, 2, 3, 7)]
    assert away(*days) == [("11-30 23:00", "12-03 23:00"), ("12-06 23:00", "12-07 23:00")]


NO_CALENDAR = (
    b"", b"<?xml version='1.0'?><calendar/>", b"<html>Sign in</html>", b"{}", b"\0" * 100,
    b"BEGIN:VCALENDAR\r\n\0", b"BEGIN:VCARD\r\nEND:VCARD", b"\xff\xfeB\0E\0G\0I\0N\0",
)  # fmt: skip


@pytest.mark.parametrize("raw", NO_CALENDAR)
def test_what_is_no_calendar_is_said_so(raw: bytes) -> None:
    with pytest.raises(CalendarUnread) as unread:
        events.away(raw, BERLIN, NOW, LATER)
    assert unread.value.fault == CalendarFault.NO_CALENDAR


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_whatever_stands_in_an_event_is_read_or_refused(words: str) -> None:
    line = words.replace("\n", " ").replace("\r", " ").replace("\0", "")
    try:
        found = events.away(calendar(f"{WEEK}\nSUMMARY:{line}"), BERLIN, NOW, LATER)
    except (CalendarUnread, ValueError):
        return
    assert len(found) <= 1


def test_a_calendar_of_a_million_signs_and_many_events_is_read_fast_or_refused() -> None:
    many = calendar(*["DTSTART;VALUE=DATE:20250101\nRRULE:FREQ=DAILY"] * 12_000)
    began = time.monotonic()
    with pytest.raises(CalendarUnread) as unread:
        events.away(many, BERLIN, NOW, LATER)
    assert unread.value.fault == CalendarFault.TOO_LARGE
    assert time.monotonic() - began < 10


# --- where it is read ---

PRIVATE = {
    "this machine": ("127.0.0.1", "127.8.8.8", "::1", "localhost"),
    "no machine": ("0.0.0.0", "0.0.0.1", "::", "not an address", ""),  # noqa: S104
    "our networks": ("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1"),
    "our networks, of old": ("fec0::1", "feff::1"),
    "a cloud's own": ("169.254.169.254", "fd00:ec2::254", "100.100.100.200"),
    "one link": ("169.254.0.1", "fe80::1", "fe80::1%eth0"),
    "shared by a provider's customers": ("100.64.0.1", "100.127.255.254"),
    "many at once": ("224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::1", "ff0e::1"),
    "nobody's": ("240.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "2001:db8::1", "100::1"),
    "IPv4, mapped": ("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1"),
    "IPv4, as it was written once": ("::127.0.0.1", "::8.8.8.8"),
    "IPv4, behind NAT64": ("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1"),
    "NAT64 of one network": ("64:ff9b:1::808:808",),
    "IPv4, by 6to4": ("2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::1"),
    "IPv4, by Teredo": ("2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:0:808:808::f7f7:f7f7"),
}
OPEN = {
    "IPv4": (PUBLIC, "8.8.8.8", "100.128.0.1", "172.32.0.1"),
    "IPv6": ("2606:4700::6810:84e5",),
    "IPv4, mapped": ("::ffff:8.8.8.8",),
    "IPv4, behind NAT64": ("64:ff9b::808:808",),
    "IPv4, by 6to4": ("2002:808:808::1",),
}


@pytest.mark.parametrize("address", [each for named in PRIVATE.values() for each in named])
def test_our_own_networks_are_never_read(address: str) -> None:
    assert not fetching.is_public(address)
    for known in ([address], [PUBLIC, address]):
        with pytest.raises(CalendarUnread) as unread:
            fetching.fetch("https://calendar.example/a.ics", lambda *_, known=known: known, _never)
        assert unread.value.fault == CalendarFault.PRIVATE


@pytest.mark.parametrize("address", [each for named in OPEN.values() for each in named])
def test_the_internet_is(address: str) -> None:
    assert fetching.is_public(address)


@pytest.mark.parametrize(
    "address",
    ["http://calendar.example/", "file:///etc/passwd", "ftp://a.example/", "https://",
     "https://me:pass@a.example/", "https://[::1", "https://a.example:99999/", "gopher://x"],
)  # fmt: skip
def test_only_https_is_read(address: str) -> None:
    with pytest.raises(CalendarUnread) as unread:
        fetching.fetch(address, lambda *_: [PUBLIC], _never)
    assert unread.value.fault in (CalendarFault.NOT_HTTPS, CalendarFault.PRIVATE)


def _never(host: str, port: int, address: str, timeout: float) -> HTTPConnection:
    raise AssertionError(f"connected to {host}:{port} at {address} within {timeout}")


@contextmanager
def serves(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[fetching.Connect]:
    """A server on this machine that stands for one on the internet."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def connect(host: str, port: int, address: str, timeout: float) -> HTTPConnection:
        assert (port, address) == (443, PUBLIC), "to the address that was checked"
        assert host.endswith(".example")
        return HTTPConnection("127.0.0.1", server.server_port, timeout=timeout)

    yield connect
    server.shutdown()
    server.server_close()


def _sends(status: int, body: bytes = b"", **headers: str) -> Callable[..., None]:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(20_000):
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        pass


ANSWERS = {
    "too large": (_endless, CalendarFault.TOO_LARGE),
    "leads on and on": (_sends(302, Location="https://b.example/"), CalendarFault.CIRCLES),
    "leads to http": (_sends(302, Location="http://b.example/"), CalendarFault.NOT_HTTPS),
    "leads inside": (_sends(307, Location="https://inside.test/"), CalendarFault.PRIVATE),
    "leads nowhere": (_sends(301), CalendarFault.CIRCLES),
    "is closed": (_sends(401), CalendarFault.CLOSED),
    "is gone": (_sends(404), CalendarFault.CLOSED),
    "is broken": (_sends(500), CalendarFault.UNREACHABLE),
    "is packed": (_sends(200, b"x", Content_Encoding="gzip"), CalendarFault.NO_CALENDAR),
}


def _resolve(host: str, port: int) -> list[str]:
    del port
    return ["10.0.0.7"] if host == "inside.test" else [PUBLIC]


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_no_calendar_ends_soon(name: str) -> None:
    answer, fault = ANSWERS[name]
    with serves(answer) as connect, pytest.raises(CalendarUnread) as unread:
        fetching.fetch("https://a.example/secret.ics?key=1", _resolve, connect)
    assert unread.value.fault == fault
    assert "secret" not in str(unread.value)


def test_a_calendar_is_read_past_a_redirect() -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/old":
            _sends(301, Location="/new?a=b")(handler)
        else:
            assert handler.path == "/new?a=b"
            _sends(200, calendar(WEEK))(handler)

    with serves(answer) as connect:
        raw = fetching.fetch("https://a.example/old", _resolve, connect)
    assert events.away(raw, BERLIN, NOW, LATER) != []


def test_a_name_that_nobody_has_is_unreachable() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(host, port)

    with pytest.raises(CalendarUnread) as unread:
        fetching.fetch("https://a.example/", nobody, _never)
    assert unread.value.fault == CalendarFault.UNREACHABLE


def test_a_process_of_its_own_reads_and_never_names_the_address() -> None:
    wanted = WantedCalendar("https://127.0.0.1.nip.example:1/s3cret", BERLIN, NOW, LATER)
    assert "s3cret" not in repr(wanted)
    assert reader.in_a_process(wanted) in (CalendarFault.UNREACHABLE, CalendarFault.PRIVATE)
    local = WantedCalendar("https://localhost/s3cret", BERLIN, NOW, LATER)
    assert reader.in_a_process(local) == CalendarFault.PRIVATE


def test_a_process_that_breaks_is_no_calendar() -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "bot.ical"], input=json.dumps({"start": "x", "end": "y"}).encode(),
        capture_output=True, cwd=root, env={"PYTHONPATH": str(root)}, check=False,
    )  # fmt: skip
    assert done.returncode != 0
