"""The practice page in a real browser: what its test and the README's picture both start from."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_CHROMIUM = "There is no Chromium here: apt-get install chromium, then run this again."
# The sandbox needs rights that containers lack, and the page comes from this machine anyway.
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
STOP_SECONDS = 30
MOST_FORMS = 3
"""So many can be open, one on top of the other."""


def find_chromium() -> str | None:
    """Where this machine has Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """Headless Chromium until the block ends; `program` is what `find_chromium` found."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()


@contextmanager
def practice() -> Iterator[str]:
    """`duly practice` as anybody starts it, on a free port; its address until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "practice", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.communicate(timeout=STOP_SECONDS)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found[0]
    raise AssertionError(f"The practice workspace did not open:\n{said}")


class Desk:
    """One person's hands on the page; `address` is where the workspace is served."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def goes(self, person: str, place: str) -> None:
        """Open a place as somebody: "sara", "billing", "@duly" or "home"."""
        self.page.goto(f"{self.address}/#/{person}/{place}")
        self.page.locator(f'body[data-as="{person}"][data-place="{place}"]').wait_for()

    def becomes(self, person: str) -> None:
        """Choose somebody else to act as."""
        self.page.get_by_test_id("person-switcher").click()
        self.page.get_by_test_id(f"person-{person}").click()
        self.page.locator(f'body[data-as="{person}"]').wait_for()

    def types(self, text: str) -> None:
        """Type a message or a command, key by key, and send it."""
        composer = self.page.get_by_test_id("composer")
        # While a first conversation with Duly opens nobody can write in it yet.
        expect(composer).to_be_enabled()
        composer.press_sequentially(text)
        self.page.get_by_test_id("send").click()

    @property
    def messages(self) -> Locator:
        """The messages in sight."""
        return self.page.get_by_test_id("message")

    def card(self, title: str) -> Locator:
        """The message whose headline is exactly this, behind its customer where it has one."""
        # A slash ends a pattern in the browser.
        words = re.escape(title).replace("/", r"\/")
        said = re.compile(rf"^(.+: )?{words}$")
        headline = self.page.get_by_role("heading", name=said)
        return self.messages.filter(has=headline)

    def field(self, block: str) -> Locator:
        """What one fills in on the open form, by the block's id."""
        inputs = ":is(input, textarea, select)"
        return self.page.get_by_test_id("view").locator(f'[data-block-id="{block}"] {inputs}')

    def error(self, block: str) -> Locator:
        """What the open form says below one of its fields."""
        place = f'[data-block-id="{block}"] [data-testid=input-error]'
        return self.page.get_by_test_id("view").locator(place)

    def closes_forms(self) -> None:
        """Close what is open, a form on top of another one as well; the next visitor finds none."""
        view = self.page.get_by_test_id("view")
        for _ in range(MOST_FORMS):
            if not view.count():
                return
            shown = view.get_attribute("data-view-id")
            self.page.keyboard.press("Escape")
            self.page.locator(f'[data-view-id="{shown}"]').wait_for(state="detached")

    def sends_form(self) -> None:
        """Press the open form's own button."""
        self.page.get_by_test_id("view-submit").click()
