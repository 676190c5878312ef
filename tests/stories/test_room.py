"""The customer room pack tells a month on pages that can be printed, and counts what there is."""

from __future__ import annotations

from datetime import datetime, timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import cast

import pytest
from sqlmodel import select

from handlers.executives import room
from handlers.executives.room import page, words
from handlers.executives.room.figures import RenewingAccount, RoomPack, ThankedPerson
from handlers.speech.setup_errors import MonthToCome, UnclearMonth
from storage.audiences import Audience
from storage.customers import Customer
from storage.decisions import Decision, DecisionState
from storage.issues import Issue
from storage.items import State
from storage.rooms import OpenWork
from storage.tasks import Task
from storage.workspaces import Workspace
from tests import rows
from tests.cast import BEN, EXECUTIVES, GRACE, LEE, MONDAY, NORA, OMAR, SARA, TEAM
from tests.stage import Stage

WEEK = timedelta(days=7)
HOSTILE = "<script>alert(1)</script> ]]> &amp; <!channel> 🙃 \u05d0\u05d1\u05d2 {{ 7 * 7 }} --> "
VOID = {"meta", "br", "link", "img"}


class Page(HTMLParser):
    """A page as a reader meets it: its tables by caption, its words, and whether it is whole."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.said: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._caption: list[str] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert name not in {"src", "href", "onclick", "onload"}, (name, value)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"th", "td"}:
            self._cell = []
        elif tag == "caption":
            self._caption = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in {"th", "td"} and self._cell is not None:
            self._rows[-1].append("".join(self._cell).strip())
            self._cell = None
        elif tag == "caption":
            self.tables["".join(self._caption or [])] = self._rows
            self._caption = None

    def handle_data(self, data: str) -> None:
        self.said.append(data)
        if self._cell is not None:
            self._cell.append(data)
        if self._caption is not None:
            self._caption.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())

    def table(self, beginning: str) -> list[list[str]]:
        [found] = [table for name, table in self.tables.items() if name.startswith(beginning)]
        return found[1:]


def pack(stage: Stage, said: str = "2026-11") -> RoomPack:
    with stage.duly.database.read() as session:
        return room.prepare(session, stage.duly.clock.now(), TEAM, said)


def printed(stage: Stage, said: str = "2026-11") -> Page:
    text = page.html(pack(stage, said))
    for outside in ("http", "<script", "javascript:", "@import", "url("):
        assert outside not in text
    read = Page(text)
    assert read.open == []
    return read


def lived(stage: Stage) -> None:
    """Two weeks of November, and the days of December in which they are looked at."""
    for title in ("Explain the invoice", "Send the credit note"):
        stage.types(BEN, f"/cx task {title} to @sara by friday for Acme")
    stage.types(BEN, "/cx task Write to the bank to @lee by thursday")
    stage.types(LEE, "/cx done T-3")
    stage.types(SARA, "/cx done T-1")
    stage.types(GRACE, "/cx issue Paid twice sev 2 for Globex in Billing, they felt angry")
    stage.types(GRACE, "/cx issue The pallet stood in the rain for Acme in Logistics")
    stage.types(SARA, "/cx handoff T-2 to Logistics because They have the delivery notes")
    stage.passes(until=MONDAY + WEEK)


def test_a_month_so_far_and_the_same_month_when_it_is_over(stage: Stage) -> None:
    lived(stage)
    now = printed(stage)
    assert "Customer room, November 2026, so far" in now.text
    assert "So far in November 2026, we kept 2 of 3 promises on the day" in now.text
    assert "the one miss sits with Billing." in now.text
    stage.passes(until=datetime(2026, 12, 4, 9, 0, tzinfo=MONDAY.tzinfo))
    over = printed(stage)
    assert "so far" not in over.text
    assert "In November 2026, we kept 2 of 3 promises on the day" in over.text
    # Without words it is the month that is over.
    with stage.duly.database.read() as session:
        assert room.prepare(session, stage.duly.clock.now(), TEAM).month.name == "November 2026"
    [billing] = over.table("Kept of those that were due")
    assert [billing[0], billing[1], *billing[-4:]] == ["Billing", "2 of 3", "2", "0", "0", "0"]
    weeks = over.table("All departments, eight weeks")
    assert [row[1:] for row in weeks][-2:] == [["0", "0", "0"], ["2", "1", "3"]]
    [offer] = over.table("Offers that waited in the month")
    assert offer[:3] == ["Billing", "Logistics", "1"]
    [waits] = over.table("Without an answer at the end of November 2026")
    assert waits[0] == "T-2 Send the credit note"
    thanks = {row[0]: row[2] for row in over.table("Who did most")}
    assert thanks == {"Lee Park": "1 of 1", "Sara Novak": "1 of 1"}
    made = {row[0]: row[2] for row in over.table("n is the number")}
    assert made["Kept on the day"] == "3"
    assert made["Issues"] == "2"


def test_figures_of_a_month_stay_whatever_comes_later(stage: Stage) -> None:
    lived(stage)
    stage.passes(until=datetime(2026, 12, 2, 9, 0, tzinfo=MONDAY.tzinfo))
    before = printed(stage)
    stage.types(OMAR, "/cx reopen T-1 by friday because Acme still does not understand it")
    stage.types(SARA, "/cx done T-1")
    stage.types(OMAR, "/cx owner T-2 to @lee because She has the delivery notes")
    stage.types(LEE, "/cx done T-2")
    stage.types(GRACE, "/cx withdraw I-2 because it was another pallet")
    stage.passes(until=datetime(2026, 12, 10, 9, 0, tzinfo=MONDAY.tzinfo))
    after = printed(stage)
    for name in (
        "Kept of those", "All departments", "Issues that", "Offers that", "Without an", "Who did",
    ):  # fmt: skip
        assert after.table(name) == before.table(name), name
    assert rows.state(stage, "I-2")[0] == State.WITHDRAWN


@pytest.mark.tampers
def test_each_figure_equals_a_count_of_the_rows(stage: Stage) -> None:
    lived(stage)
    for place, title in (("Invoice", "A"), ("invoice ", "B"), ("Delivery", "C"), ("", "D")):
        stage.types(GRACE, f"/cx issue Number {title} for Acme in Billing sev 1")
        _set(stage, Issue, f"Number {title}", touchpoint=place, felt="let down")
    read = printed(stage)
    with stage.duly.database.read() as session:
        known = session.exec(select(Issue)).all()
        customers = session.exec(select(Customer)).all()
    places = {row[0]: row[1:3] for row in read.table("Issues that were reported")}
    assert places["Invoice"] == ["2", "2"]
    assert places["Delivery"] == ["1", "1"]
    assert places["All together"][0] == str(len(known))
    in_table = sum(int(row[0]) for name, row in places.items() if name != "All together")
    assert in_table == len(known)
    felt = {row[0]: row[1] for row in read.table("How customers felt")}
    assert felt == {
        name: f"{sum(each.felt == value for each in known)} of {sum(bool(e.felt) for e in known)}"
        for name, value in (("Angry", "angry"), ("Let down", "let down"))
    }
    worth = {row[0]: row[1:] for row in read.table("As Duly knows them")}
    assert worth["All together"][0] == str(len(customers))
    assert worth["Key"] == ["1", "480 k", "1 of 1"]
    renewals = {row[0]: row for row in read.table("As it stands on")}
    assert renewals.keys() == {"Globex"}
    # Nobody has answered about I-1 in time.
    assert renewals["Globex"][4:] == ["1", "1", "I-1 Paid twice"]


def _set(stage: Stage, table: type[Issue] | type[Task], called: str, **values: object) -> None:
    with stage.duly.database.write() as session:
        row = session.exec(select(table).where(table.title == called)).one()
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


@pytest.mark.tampers
def test_hostile_words_are_words_and_private_ones_are_counted(stage: Stage) -> None:
    lived(stage)
    stage.types(GRACE, "/cx issue Number one for Globex in Billing sev 2")
    stage.passes(until=MONDAY + WEEK + timedelta(minutes=1))
    story = HOSTILE * 200
    _set(
        stage, Issue, "Number one", title=HOSTILE, touchpoint=HOSTILE[:100], story=story,
    )  # fmt: skip
    _set(stage, Issue, "Paid twice", title="A secret name", audience=Audience.PRIVATE,
         story="A secret story", touchpoint="A secret place")  # fmt: skip
    _set(stage, Task, "Send the credit note", title="A secret task", audience=Audience.PRIVATE)
    read = printed(stage)
    assert "script" not in read.tags
    assert "A secret" not in read.text
    assert HOSTILE.split("-->")[0].strip() in read.text
    assert "alert(1)" in read.text
    assert "49" not in read.text.split("{{")[1][:12]
    places = {row[0]: row[1] for row in read.table("Issues that were reported")}
    assert places["Private, only counted"] == "1"
    assert places["All together"] == "3"
    assert "One private thing waits between departments now." in read.text
    # The same month twice is the same file.
    assert page.html(pack(stage)) == page.html(pack(stage))


@pytest.mark.tampers
def test_decisions_stand_in_it_as_its_readers_may_see_them(stage: Stage) -> None:
    stage.passes(until=MONDAY + WEEK)
    facts: dict[str, object] = {"team_id": TEAM, "asked_by": NORA, "due_at": MONDAY + WEEK}
    put = {
        "Close the phone line": {"channel_id": EXECUTIVES},
        "Raise the plan": {
            "channel_id": EXECUTIVES, "first_answer_at": MONDAY + WEEK / 2,
            "decided_at": MONDAY + WEEK / 2, "decided": "Only for new customers",
        },
        "A secret merger": {"channel_id": "D0SECRET"},
        "Who is missing here?": {"channel_id": EXECUTIVES, "prompt": "missing"},
        "Given up": {"channel_id": EXECUTIVES, "state": DecisionState.WITHDRAWN},
    }  # fmt: skip
    with stage.duly.database.write() as session:
        for number, (title, more) in enumerate(put.items(), start=1):
            row = Decision(number=number, title=title, created_at=MONDAY, **facts, **more)
            session.add(row)
    read = printed(stage)
    found = {row[0]: row[1] for row in read.table("Put to the executives")}
    assert found == {
        "D-1 Close the phone line": "no answer yet",
        "D-2 Raise the plan": "decided on Thu 26 Nov: Only for new customers",
    }
    assert "Three decisions were put to the executives." in read.text
    assert "One of them is private, and only counted." in read.text
    assert "Duly asked one question about customers: 0 of 1 answered." in read.text
    assert "Close the phone line: what does it mean for customers?" in read.text
    assert "Raise the plan: what does it mean" not in read.text
    assert "secret" not in read.text


def test_a_month_of_which_nothing_is_known_says_so(stage: Stage) -> None:
    read = printed(stage, "1999-03")
    assert "In March 1999, no promise was due and no issue was reported." in read.text
    assert {name.split(" on ")[0] for name in read.tables} <= {
        "As Duly knows them", "As it stands", "n is the number of things that a figure is made of",
    }  # fmt: skip
    for wrong in ("novembre", "2026-13", "2026-00", "0001-01", "2026-11-27", "<script>", "9" * 99):
        with pytest.raises(UnclearMonth, match="Write the year and the month: 2026-11"):
            pack(stage, wrong)
    with pytest.raises(MonthToCome, match="January 2027 has not begun yet"):
        pack(stage, "2027-01")


def test_amounts_are_in_the_currency_of_their_workspace(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        for team_id, currency in ((TEAM, "EUR"), ("T0OTHER", "USD")):
            known = session.get(Workspace, team_id) or Workspace(team_id=team_id, name="Other")
            known.currency = currency
            session.add(known)
        session.flush()
        session.add(Customer(team_id="T0OTHER", name="Zeta", key="zeta", annual_value=9_000))
    assert ["Key", "1", "€480 k", "1 of 1"] in printed(stage).table("As Duly knows them")
    with stage.duly.database.read() as session:
        other = room.prepare(session, stage.duly.clock.now(), "T0OTHER", "2026-11")
    read = Page(page.html(other))
    assert "So far in November 2026, no promise was due and no issue was reported." in read.text
    assert ["Standard", "1", "$9 k", "1 of 1"] in read.table("As Duly knows them")
    assert "Acme" not in read.text


def test_how_much_an_account_waits_for_is_a_sentence() -> None:
    said = [
        words.waits(RenewingAccount("Acme", "key", None, MONDAY.date(), OpenWork((), *each)))
        for each in ((1, 0), (1, 1), (2, 1), (3, 3))
    ]
    assert said == [
        "one thing", "one thing, which is late", "two things, one of them late",
        "three things, all of them late",
    ]  # fmt: skip


def test_what_people_are_thanked_for_is_a_sentence() -> None:
    said = [
        words.thanks(
            cast("RoomPack", SimpleNamespace(thanked=[ThankedPerson("Sara", "Billing", *each)]))
        )
        for each in ((1, 1), (1, 0), (4, 4), (12, 3), (2, 0))
    ]
    assert said == [
        "One person did one thing in the month, by the date first given.",
        "One person did one thing in the month, not by the date first given.",
        "One person did four things in the month, all of them by the date first given.",
        "One person did 12 things in the month, three of them by the date first given.",
        "One person did two things in the month, none of them by the date first given.",
    ]
