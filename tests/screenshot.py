"""Takes the picture in the README: a promise that was just taken, in the practice workspace.

`make screenshot` runs it. The picture is taken of the real page, so it never shows what is not.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Browser, expect

from tests import page as practice_page
from tests.page import ROOT, Desk

PICTURE = ROOT / "docs" / "practice.png"
TITLE = "Rewrite the refund mail"


def take(browser: Browser, address: str) -> None:
    """Play the first steps and write the picture."""
    page = browser.new_page(
        viewport={"width": 1280, "height": 800},
        color_scheme="light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    desk = Desk(page, address)
    desk.goes("omar", "billing")
    page.get_by_test_id("welcome-close").click()
    desk.types("/cx task Rewrite the refund mail to @sara by friday for Acme")
    expect(desk.card(TITLE)).to_have_count(1)
    desk.goes("sara", "@duly")
    desk.card(TITLE).locator('[data-action-id="item.take"]').click()
    expect(desk.card(TITLE)).to_contain_text("· taken ·")
    desk.goes("sara", "billing")
    desk.types("On it. You will have it on Friday.")
    desk.goes("omar", "billing")
    expect(desk.card(TITLE)).to_contain_text("took it")
    page.get_by_test_id("composer").press_sequentially("/cx list Acme")
    page.mouse.move(0, 0)
    page.screenshot(path=PICTURE)


def main() -> None:
    """Start everything, take the picture and say where it is."""
    program = practice_page.find_chromium()
    if program is None:
        sys.exit(practice_page.NO_CHROMIUM)
    with practice_page.practice() as address, practice_page.chromium(program) as browser:
        take(browser, address)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
