"""What many customers write of is found by its words, and somebody says what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from handlers.customers.themes import finding
from handlers.people import routing
from storage import customers, departments
from storage.asks import Ask
from storage.columns import new_id
from storage.history import Event
from storage.surveys import Survey, SurveyResponse
from storage.tasks import Task
from storage.themes import FIRST, Theme, ThemeAnswer, ThemeReading
from tests.cast import DIEGO, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.exported import rows
from tests.stage import Stage
from tests.test_themes import LATE

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2026, 11, 23)
ACCOUNTS = ("Acme", "Globex", "Initech", "Corner Café")
SINCE = date(2026, 10, 23)


def survey(stage: Stage, *, is_named: bool = True) -> UUID:
    with stage.duly.database.write() as session:
        new = Survey(
            team_id=TEAM, name=f"Autumn {is_named}", key=f"autumn {is_named}", question="words",
            is_named=is_named, opened_on=SINCE, created_at=stage.now, created_by=OMAR,
        )  # fmt: skip
        session.add(new)
        return new.survey_id


def writes(
    stage: Stage, survey_id: UUID, said: Sequence[str], accounts: Sequence[str] = ACCOUNTS,
    first: date = SINCE,
) -> None:  # fmt: skip
    """Customers write these words, one a day, one account after the other."""
    with stage.duly.database.write() as session:
        for place, words in enumerate(said):
            customer = None
            if accounts:
                customer = customers.named(session, TEAM, accounts[place % len(accounts)])
                assert customer
            session.add(SurveyResponse(
                team_id=TEAM, survey_id=survey_id, external_id=new_id().hex,
                customer_id=customer.customer_id if customer else None, words=words,
                answered_on=first + timedelta(days=place), received_at=stage.now,
            ))  # fmt: skip


def themes(stage: Stage) -> list[Theme]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Theme).order_by(col(Theme.number))))


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    """Who was asked what follows, and how that ended."""
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.noun == "theme").order_by(col(Ask.ask_id))
        assert all(each.kind == "act" for each in session.exec(query))
        return [(each.person_id, each.outcome) for each in session.exec(query)]


def teach(stage: Stage, words: str, department: str) -> None:
    """What has these words in it is a department's."""
    with stage.duly.database.write() as session:
        found = departments.named(session, TEAM, department)
        assert found
        routing.teach(session, stage.now, OMAR, found, routing.WORDS, words)


def stands(stage: Stage) -> None:
    """History tells how each theme stands."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "theme").order_by(col(Event.event_id))
        told: dict[int, dict[str, Any]] = {}
        for event in session.exec(query):
            row = told.setdefault(event.number, {})
            row |= event.details.get("theme", {}) | event.details.get("after", {})
            row["state"] = event.state or row["state"]
    for each in themes(stage):
        for name, value in told[each.number].items():
            real = getattr(each, name)
            plain = real.isoformat() if isinstance(real, date) else real
            assert (str(plain) if isinstance(plain, UUID) else plain) == value, name


def found(stage: Stage) -> None:
    """Eight answers of four customers are a theme, which nobody acts on for 20 working days."""
    teach(stage, "invoice", "Billing")
    writes(stage, survey(stage), LATE)
    stage.passes(hours=1)
    assert [each.words for each in themes(stage)] == ["credit note, late, invoice"]


def test_whoever_could_act_is_asked_and_gives_a_task(stage: Stage) -> None:
    found(stage)
    [theme] = themes(stage)
    assert (theme.state, theme.answers, theme.customers) == ("open", 8, 4)
    assert (theme.since, theme.last_on) == (SINCE, date(2026, 10, 30))
    assert asked(stage) == [(MARIA, None)]
    stands(stage)
    said = stage.types(DIEGO, "/cx voices")
    assert (
        "*Nobody acts on this yet* “credit note, late, invoice”: eight answers, four accounts, "
        "since Fri 23 Oct"
    ) in said

    stage.passes(days=1)
    told = stage.reads_all(MARIA)
    assert "Four customers wrote “credit note, late, invoice” since Fri 23 Oct." in told
    assert "Nothing follows from it yet." in told
    stage.clicks(MARIA, "Give a task…")
    said = stage.fills_in(MARIA, title="Credit notes within two days", owner=SARA, day="2026-12-04")
    assert "Noted: T-1 follows from “credit note, late, invoice”. @sara has it." in said
    [theme] = themes(stage)
    assert (theme.state, theme.led_to, theme.answered_by) == ("followed", "T-1", MARIA)
    assert asked(stage) == [(MARIA, "answered")]
    with stage.duly.database.read() as session:
        task = session.exec(select(Task)).one()
        assert (task.title, task.owner_id) == ("Credit notes within two days", SARA)
    assert "Nobody acts on this yet" not in stage.types(NORA, "/cx voices")
    story = stage.types(NORA, "/cx M-1") or stage.sees_form(NORA)
    assert "T-1 follows" in story
    stands(stage)

    # New answers belong to it; done, it ends, and what comes later is a theme of its own.
    writes(stage, survey_of(stage), ["The invoice is late"], first=date(2026, 11, 23))
    stage.passes(hours=2)
    assert themes(stage)[0].answers == 9
    stage.types(SARA, "/cx done T-1")
    stage.passes(hours=2)
    assert themes(stage)[0].state == "ended"
    writes(
        stage, survey_of(stage), ["Late credit note, wrong invoice"] * 3, first=date(2026, 11, 23)
    )
    stage.passes(hours=2)
    assert [(each.state, each.answers) for each in themes(stage)] == [("ended", 9), ("open", 3)]
    stands(stage)


def survey_of(stage: Stage) -> UUID:
    with stage.duly.database.read() as session:
        return session.exec(select(Survey.survey_id)).first() or new_id()


@on_sqlite
def test_nothing_follows_for_a_reason_and_it_rests(stage: Stage) -> None:
    found(stage)
    stage.passes(days=1)
    stage.clicks(MARIA, "Nothing, because…")
    assert "why" in stage.fills_in(MARIA, reason=" ").lower()
    assert themes(stage)[0].state == "open"
    said = stage.fills_in(MARIA, reason="The <!channel> new system comes in January")
    assert "rests until Mon 22 Feb 2027" in said
    assert (themes(stage)[0].state, asked(stage)) == ("resting", [(MARIA, "declined")])
    stands(stage)
    # Its reason stays beside it, and a task is still a way.
    story = stage.types(OMAR, "/cx M-1") or stage.sees_form(OMAR)
    assert "new system comes in January" in story
    assert "Give a task…" in story
    # Nobody wrote of it since: it ends.
    stage.passes(days=91)
    assert themes(stage)[0].state == "ended"
    stands(stage)


@on_sqlite
def test_it_belongs_to_others_and_climbs_to_the_cco(stage: Stage) -> None:
    found(stage)
    stage.passes(days=1)
    stage.clicks(MARIA, "Belongs to…")
    said = stage.fills_in(MARIA, department="Logistics")
    assert "@tom is asked what follows from “credit note, late, invoice”." in said
    assert asked(stage) == [(MARIA, "handed over"), (TOM, None)]
    stage.passes(days=23)
    assert "What follows from what customers write has had no answer" in stage.reads_all(OMAR)
    stage.types(OMAR, "/cx M-1")
    stage.clicks_in_form(OMAR, "Name it…")
    assert "M-1 is called “Late credit notes” now." in stage.fills_in(
        OMAR, called="Late credit notes"
    )
    [theme] = themes(stage)
    assert (theme.name, theme.title, theme.words) == (
        "Late credit notes", "Late credit notes", "credit note, late, invoice",
    )  # fmt: skip
    stands(stage)


@on_sqlite
def test_without_a_rule_the_cco_is_asked_and_what_is_new_waits(stage: Stage) -> None:
    writes(stage, survey(stage), LATE, first=date(2026, 11, 10))
    stage.passes(hours=1)
    assert (len(themes(stage)), asked(stage)) == (1, [])
    stage.passes(days=20)
    assert asked(stage) == [(OMAR, None)]
    stage.passes(hours=3)
    assert asked(stage) == [(OMAR, None)]


@on_sqlite
def test_a_task_that_comes_to_nothing_opens_it_again(stage: Stage) -> None:
    found(stage)
    stage.types(MARIA, "/cx M-1")
    stage.clicks_in_form(MARIA, "Give a task…")
    stage.fills_in(MARIA, title="Credit notes", owner=LEE, day="2026-12-04")
    stage.types(LEE, "/cx no T-1 because there is no room")
    stage.passes(hours=2)
    [theme] = themes(stage)
    assert (theme.state, theme.led_to) == ("open", "")
    assert asked(stage)[-1] == (MARIA, None)
    stands(stage)


@on_sqlite
def test_without_names_answers_are_counted_and_few_are_read_by_leads_alone(stage: Stage) -> None:
    nameless = survey(stage, is_named=False)
    writes(stage, nameless, LATE, accounts=())
    writes(stage, survey(stage), ["Friendly drivers at the dock"] * 3)
    stage.passes(hours=1)
    assert {(each.answers, each.customers) for each in themes(stage)} == {(8, 0), (3, 3)}
    said = stage.types(SARA, "/cx voices")
    assert "“credit note, late, invoice”: eight answers, since" in said
    assert "dock" not in said
    assert "dock" in stage.types(TOM, "/cx voices")
    few = next(each.ref for each in themes(stage) if each.answers == 3)
    assert "That is for" in stage.types(SARA, f"/cx {few}") or stage.sees_form(SARA)
    assert len(rows(stage.duly.database, "themes")) == 2


@on_sqlite
def test_what_was_written_long_ago_is_no_theme_and_files_make_no_difference(stage: Stage) -> None:
    autumn = survey(stage)
    writes(stage, autumn, LATE, first=date(2026, 3, 2))
    stage.passes(hours=2)
    assert themes(stage) == []
    writes(stage, autumn, LATE[:2])
    stage.passes(hours=2)
    assert themes(stage) == []
    writes(stage, autumn, LATE[2:])
    stage.passes(hours=2)
    assert [(each.words, each.answers) for each in themes(stage)] == [
        ("credit note, late, invoice", 8)
    ]
    with stage.duly.database.read() as session:
        assert len(session.exec(select(ThemeAnswer)).all()) == 8


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "", "owner": SARA, "day": "2026-12-04"}, ""),
        ({"title": "A", "owner": "", "day": "2026-12-04"}, ""),
        ({"title": "A", "owner": SARA, "day": ""}, ""),
        ({"title": "A", "owner": SARA, "day": "2020-12-04"}, ""),
        ({"title": "A", "owner": OMAR, "day": "2026-12-04"}, "Omar"),
    ],
)
def test_a_task_that_cannot_be_given_says_why(
    stage: Stage, fields: dict[str, str], sentence: str
) -> None:
    found(stage)
    stage.types(MARIA, "/cx M-1")
    stage.clicks_in_form(MARIA, "Give a task…")
    assert sentence in stage.fills_in(MARIA, **fields)
    assert stage.sees_form(MARIA)
    assert themes(stage)[0].state == "open"


@on_sqlite
def test_twice_and_by_others(stage: Stage) -> None:
    found(stage)
    stage.passes(days=1)
    stage.clicks(MARIA, "Nothing, because…")
    stage.types(OMAR, "/cx M-1")
    stage.clicks_in_form(OMAR, "Nothing, because…")
    stage.fills_in(MARIA, reason="Later")
    assert "M-1 stands otherwise by now" in stage.fills_in(OMAR, reason="Never")
    assert themes(stage)[0].reason == "Later"
    story = stage.types(SARA, "/cx M-1") or stage.sees_form(SARA)
    assert "Give a task…" not in story
    stage.closes(SARA)
    assert "M-9" in stage.types(SARA, "/cx M-9")


@pytest.mark.tampers
@on_sqlite
def test_however_many_come_in_at_once_each_is_looked_at(stage: Stage) -> None:
    """Between two hours five times as many came in as are looked among; the first have a theme."""
    of = survey(stage)
    writes(stage, of, LATE)
    with stage.duly.database.write() as session:
        for number in range(5 * finding.AT_ONCE):
            session.add(SurveyResponse(
                team_id=TEAM, survey_id=of, external_id=f"n-{number}", words=f"no {number}",
                answered_on=SINCE, received_at=stage.now,
            ))  # fmt: skip
    with stage.duly.database.write() as session:
        # An hour has not passed since themes were looked for.
        session.add(ThemeReading(team_id=TEAM, read_to=FIRST, grouped_at=stage.now))
    for _ in range(6):
        with stage.duly.database.write() as session:
            finding.look_after(session, stage.now, TEAM)
    assert [(each.words, each.answers) for each in themes(stage)] == [
        ("credit note, late, invoice", 8)
    ]


@on_sqlite
def test_what_was_answered_of_a_theme_is_undone(stage: Stage) -> None:
    found(stage)
    stage.passes(days=8)
    assert asked(stage) == [(MARIA, None)]
    stage.clicks(MARIA, "Nothing, because…", "M-1")
    stage.fills_in(MARIA, reason="One bad week")
    stage.closes(MARIA)
    [theme] = themes(stage)
    assert (theme.state, theme.reason, asked(stage)) == (
        "resting", "One bad week", [(MARIA, "declined")],
    )  # fmt: skip
    assert "stands as it stood before" in stage.types(MARIA, "/cx undo M-1")
    [theme] = themes(stage)
    assert (theme.state, theme.reason, theme.rests_until) == ("open", "", None)
    assert asked(stage) == [(MARIA, None)], "she owes the answer again"
    stands(stage)
    # Whose it is, and what it is called, as well; somebody else undoes neither.
    stage.passes(hours=1)
    stage.types(MARIA, "/cx M-1")
    stage.clicks_in_form(MARIA, "Belongs to…")
    stage.fills_in(MARIA, department="Logistics")
    stage.closes(MARIA)
    assert asked(stage)[-1] == (TOM, None)
    refused = stage.types(OMAR, "/cx undo M-1")
    assert "Undone" not in refused
    assert "stands as it stood before" in stage.types(MARIA, "/cx undo M-1")
    assert [who for who, outcome in asked(stage) if outcome is None] == [MARIA]
    stage.types(MARIA, "/cx M-1")
    stage.clicks_in_form(MARIA, "Name it…")
    stage.fills_in(MARIA, called="Late <!channel> credit")
    stage.closes(MARIA)
    assert themes(stage)[0].name == "Late <!channel> credit"
    stage.passes(hours=1)
    assert "Undone" not in stage.types(MARIA, "/cx undo M-1"), "ten minutes are over"
    stands(stage)
