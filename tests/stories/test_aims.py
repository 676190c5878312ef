"""Once a year whoever leads a key account says what it should be able to do by its end."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlmodel import select

from handlers.customers.plans.aims import asking
from storage import aims
from storage.aims import Aim
from storage.asks import Ask
from storage.customers import Customer
from tests.cast import BEN, GRACE, NORA, OMAR, SARA, TEAM, WEI
from tests.stage import Stage
from tests.stories.test_losses import lead

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASKS = "What should Acme be able to do by the end of 2027?"


def aim(stage: Stage, number: int = 1) -> Aim:
    with stage.duly.database.read() as session:
        found = aims.find(session, TEAM, number)
        assert found is not None
        session.expunge(found)
        return found


def owed(stage: Stage) -> list[tuple[str, str, date]]:
    """Who owes what about an aim, by which day."""
    with stage.duly.database.read() as session:
        open_ones = select(Ask).where(Ask.noun == "aim", Ask.answered_at == None)  # noqa: E711
        return [(each.person_id, each.kind, each.due_at.date()) for each in session.exec(open_ones)]


def change(stage: Stage, **values: object) -> None:
    """Something of Acme is different."""
    with stage.duly.database.write() as session:
        acme = session.exec(select(Customer).where(Customer.name == "Acme")).one()
        for name, value in values.items():
            setattr(acme, name, value)
        session.add(acme)


def leads_acme(stage: Stage) -> None:
    """Ben leads Acme, which asks for nothing else of him."""
    lead(stage, "Acme", BEN)
    change(stage, sponsor_id=NORA, renewal_on=None)


def asked_in_december(stage: Stage) -> None:
    """The day comes on which he is asked."""
    leads_acme(stage)
    stage.passes(days=5)
    stage.passes(days=3)


def test_whoever_leads_a_key_account_is_asked_and_writes_it(stage: Stage) -> None:
    leads_acme(stage)
    stage.passes(days=2)
    assert owed(stage) == [], "it is November, and too early"
    stage.types(SARA, "/cx plan Acme 2027")
    read = stage.sees_form(SARA)
    assert (
        "Nobody has said it yet; @ben, who leads the account, is asked at the end of November 2026."
        in read
    )
    assert "Write it…" not in read
    assert "*Who decides* Nobody is written down who decides; @ben is asked." in read
    assert "*Renewal* No day of renewal is known. @ben can say it" in read
    stage.closes(SARA)
    for year, said in ((2028, "is asked at the end of November 2027."), (2026, "said it yet.")):
        stage.types(SARA, f"/cx plan Acme {year}")
        read = stage.sees_form(SARA)
        assert said in read
        assert ("is asked at" in read) is (year == 2028), "what was not asked in time is not asked"
        stage.closes(SARA)
    stage.passes(days=6)
    assert [(who, kind) for who, kind, _ in owed(stage)] == [(BEN, "plan")], "no other is key"
    assert owed(stage)[0][2] in (date(2026, 12, 11), date(2026, 12, 14))
    assert aim(stage).state == "asked", stage.reads_all(BEN)
    assert ASKS in stage.reads_all(BEN)
    stage.types(SARA, "/cx plan Acme 2027")
    assert "Nobody has said it yet; @ben is asked." in stage.sees_form(SARA)
    stage.closes(SARA)

    stage.clicks(BEN, "Write it…", "G-1")
    assert "Please write down what they should be able to do" in stage.fills_in(BEN, aim="…")
    assert "at most 1000 characters" in stage.fills_in(BEN, aim="x" * 1001)
    said = stage.fills_in(BEN, aim="See every order in <!channel> one place")
    assert "Noted in G-1. It stands in the plan of Acme for 2027." in said
    assert owed(stage) == []
    found = aim(stage)
    assert (found.state, found.said_by, found.year) == ("said", BEN, 2027)
    stage.types(SARA, "/cx plan Acme 2027")
    read = stage.sees_form(SARA)
    assert "*What they should be able to do by the end of 2027* @ben on" in read
    assert "See every order in" in read
    assert "<!channel>" not in json.dumps(stage.workspace.view(SARA).blocks)  # type: ignore[union-attr]
    stage.closes(SARA)
    stage.passes(days=3)
    assert owed(stage) == [], "it is asked once a year"

    stage.types(BEN, "/cx plan Acme 2027")
    stage.clicks_in_form(BEN, "Change…")
    stage.fills_in(BEN, aim="Pay in three clicks")
    stage.closes(BEN)
    assert aim(stage).words == "Pay in three clicks"
    assert "Undone. G-1 stands as it stood before." in stage.types(BEN, "/cx undo G-1")
    assert aim(stage).words.startswith("See every order")


def test_what_was_written_by_mistake_is_asked_again(stage: Stage) -> None:
    asked_in_december(stage)
    stage.clicks(BEN, "Write it…", "G-1")
    stage.fills_in(BEN, aim="Pay in three clicks")
    assert "stands as it stood before" in stage.types(BEN, "/cx undo G-1")
    found = aim(stage)
    assert (found.state, found.words, found.said_by) == ("asked", "", None)
    assert [who for who, *_ in owed(stage)] == [BEN]


def test_a_task_asks_them_and_then_it_is_asked_again(stage: Stage) -> None:
    asked_in_december(stage)
    stage.clicks(BEN, "I'll ask them…", "G-1")
    assert "G-1 is asked again once it ends." in stage.fills_in(BEN, owner=BEN, day="2026-12-04")
    assert (aim(stage).state, owed(stage)) == ("followed", [])
    stage.types(BEN, "/cx G-1")
    read = stage.sees_form(BEN)
    assert "T-1 asks them" in read
    stage.closes(BEN)
    stage.types(BEN, "/cx done T-1")
    stage.passes(days=1)
    assert (aim(stage).state, [who for who, *_ in owed(stage)]) == ("asked", [BEN])


def test_somebody_else_and_a_new_lead_are_asked_instead_and_the_sponsor_reads_it(
    stage: Stage,
) -> None:
    asked_in_december(stage)
    lead(stage, "Acme", WEI)
    stage.passes(days=1)
    assert [who for who, *_ in owed(stage)] == [WEI], "whoever leads it now owes it"
    stage.types(WEI, "/cx G-1")
    stage.clicks_in_form(WEI, "Somebody else…")
    assert "@ben is asked now" in stage.fills_in(WEI, person=BEN)
    stage.closes(WEI)
    assert [who for who, *_ in owed(stage)] == [BEN]
    stage.passes(days=40)
    assert ASKS in stage.reads_all(NORA), "a second voice, not a boss"


def test_who_left_or_is_no_key_account_is_not_asked_about(stage: Stage) -> None:
    asked_in_december(stage)
    change(stage, tier="standard")
    stage.passes(days=1)
    assert (aim(stage).state, owed(stage)) == ("over", [])
    change(stage, tier="key")
    stage.passes(days=1)
    assert (aim(stage).state, [who for who, *_ in owed(stage)]) == ("asked", [BEN])
    stage.types(BEN, "/cx G-1")
    assert "Duly asked @ben: it is a key account again" in stage.sees_form(BEN)
    stage.closes(BEN)
    change(stage, tier="standard")
    stage.passes(days=1)
    assert (aim(stage).state, owed(stage)) == ("over", [])
    stage.types(OMAR, "/cx plan Acme 2027")
    stage.clicks_in_form(OMAR, "Write it…")
    assert "Noted in G-1" in stage.fills_in(OMAR, aim="Pay in three clicks")
    assert aim(stage).state == "said"


def test_nobody_is_asked_any_more_about_a_year_that_is_over(stage: Stage) -> None:
    asked_in_december(stage)
    with stage.duly.database.write() as session:
        found = aims.find(session, TEAM, 1)
        assert found is not None
        found.year = 2025
        session.add(found)
    stage.passes(days=1)
    assert aim(stage).state == "over"
    stage.types(BEN, "/cx G-1")
    read = stage.sees_form(BEN)
    assert "nothing is written, and nobody is asked" in read
    assert "or the year is over" in read


@on_sqlite
def test_nobody_else_writes_it_and_no_year_is_forged(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    stage.types(GRACE, "/cx plan Acme 2028")
    stage.clicks_in_form(GRACE, "Write it…")
    assert "Noted in G-1" in stage.fills_in(GRACE, aim="Pay in three clicks")
    assert aim(stage).year == 2028
    assert "stands as it stood before" in stage.types(GRACE, "/cx undo G-1")
    assert (aim(stage).state, aim(stage).words) == ("over", "")
    assert "G-9" in stage.types(SARA, "/cx G-9")


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 26), None),
        (date(2026, 11, 27), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), None),
        (date(2027, 11, 25), None),
        (date(2027, 11, 26), 2028),
    ],
)
def test_it_is_asked_two_weeks_before_the_second_friday_of_december(
    today: date, year: int | None
) -> None:
    assert asking.planned_on(today) == year


def test_it_is_due_on_the_second_friday_of_december() -> None:
    assert [asking.due_on(year).isoformat() for year in (2026, 2027, 2028)] == [
        "2026-12-11", "2027-12-10", "2028-12-08",
    ]  # fmt: skip
