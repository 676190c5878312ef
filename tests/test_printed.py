"""The customer room pack on paper: A4 landscape, nothing torn or cut, however much it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from handlers.executives.room import page
from handlers.executives.room.figures import (
    BorderMonth,
    CauseMonth,
    CustomerStory,
    DecisionMonth,
    DepartmentMonth,
    OfferWaiting,
    RenewingAccount,
    RoomPack,
    ThankedPerson,
)
from handlers.executives.room.months import PackMonth
from handlers.speech.shares import Share
from storage.rooms import OpenWork, ReportedAlike, TierWorth
from tests import page as practice_page

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
LONG = f"A title as long as titles may be {'without' * 12} and some more words behind it"
RTL = "تم إرسال الفاتورة مرتين ولم يرد أحد على رسائلنا منذ ثلاثة أسابيع"
NAMES = (LONG[:45], RTL[:40], "")
A4_LANDSCAPE = (842, 595)
"""In points, rounded."""


def pack(departments: int) -> RoomPack:
    """A month of so many departments, in which every table is as long as it gets."""
    month = PackMonth(date(2026, 11, 1), "Europe/Berlin", NOW)
    return RoomPack(
        company=LONG, currency="EUR", month=month, kept=Share(300, 6000),
        kept_before=Share(3, 9),
        departments=tuple(
            DepartmentMonth(
                f"{n} {NAMES[n % 3]}", Share(n % 30, 30), (Share(7, 1234),) * 8, n, n, n, n
            )
            for n in range(departments)
        ),
        worth=(TierWorth("key", 12, 10, 1_200_000_000), TierWorth("standard", 9, 0, 0)),
        reported=tuple(
            ReportedAlike(place, "angry", uuid4(), 1, False, 10)
            for place in ("Invoice", LONG, RTL, "Shop", "")
        ),
        causes=tuple(CauseMonth(f"C-{n}", (LONG, RTL)[n % 2], 9) for n in range(10)),
        stories=tuple(
            CustomerStory(f"I-{n}", RTL, LONG, each * 8, RTL)
            for n, each in enumerate((LONG, RTL, "<script>"))
        ),
        borders=tuple(BorderMonth(LONG, RTL, n, n) for n in range(18)),
        offers=tuple(
            OfferWaiting(f"T-{n}", (LONG, RTL)[n % 2], LONG, RTL, NOW - timedelta(days=n))
            for n in range(18)
        ),
        decisions=tuple(
            DecisionMonth(f"D-{n}", LONG, True, Counter({"worse": 3}), NOW, LONG)
            for n in range(9)
        ),
        renewing=tuple(
            RenewingAccount(NAMES[n % 3], "key", 480_000_000, date(2027, 1, 15),
                            OpenWork((), 30, 4, 2))
            for n in range(12)
        ),
        renewal_worth=TierWorth("", 40, 39, 4_000_000_000),
        thanked=tuple(ThankedPerson(LONG, RTL, 30, 29) for _ in range(20)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = practice_page.find_chromium()
    if program is None:
        pytest.skip(practice_page.NO_CHROMIUM)
    with practice_page.chromium(program) as started:
        yield started


def empty() -> RoomPack:
    month = PackMonth(date(2026, 11, 1), "Europe/Berlin", NOW)
    return RoomPack("", None, month, Share(), Share())


@pytest.mark.parametrize("departments", [1, 200])
def test_its_style_says_how_it_is_printed_and_asks_nobody_outside(departments: int) -> None:
    text = page.html(pack(departments))
    assert "@page { size: A4 landscape;" in text
    assert 'content: "Customer room, November 2026"' in text
    for rule in ("break-inside: avoid", "break-after: avoid", "break-before: page"):
        assert rule in text
    for outside in ("http", "<script", "javascript:", "@import", "url("):
        assert outside not in text
    assert text.count("<tr>") < 150


@pytest.mark.browser
@pytest.mark.parametrize(("said", "most"), [(empty(), 2), (pack(1), 11), (pack(200), 13)])
def test_on_paper_it_has_so_many_pages_at_most(browser: Browser, said: RoomPack, most: int) -> None:
    sheet = browser.new_page()
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.set_content(page.html(said))
    printed = sheet.pdf(prefer_css_page_size=True)
    assert asked == []
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert {(round(float(w)), round(float(h))) for w, h in found} == {A4_LANDSCAPE}
    assert 1 <= len(re.findall(rb"/Type /Page\b(?!s)", printed)) <= most
    sheet.close()


@pytest.mark.browser
def test_nothing_is_wider_than_the_paper(browser: Browser) -> None:
    sheet = browser.new_page(viewport={"width": 1016, "height": 697})
    sheet.emulate_media(media="print")
    sheet.set_content(page.html(pack(200)))
    too_wide = sheet.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(each => "
        "each.getBoundingClientRect().right > document.body.clientWidth + 1).length"
    )
    assert too_wide == 0
    sheet.close()
