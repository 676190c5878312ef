"""What is known of customers stands in digests, and each line of it ends in an answer."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from storage import customers, departments
from storage.asks import Ask
from storage.losses import Loss
from storage.sales import Sale
from tests.cast import BEN, DIEGO, MARIA, OMAR, SARA, TEAM, WEI
from tests.stage import Stage
from tests.stories.test_low_scores import lead
from tests.stories.test_roadmap import taken
from tests.stories.test_surveys import adds
from tests.stories.test_themes_heard import found as find_theme
from tests.stories.test_themes_heard import themes

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def digest(stage: Stage, user: str, channel: str) -> str:
    """What the digest of a channel says that somebody asks for; or why there is none."""
    before = len(stage.channel(channel))
    said = stage.types(user, "/cx digest", channel)
    posted = stage.channel(channel)[before:]
    return posted[-1] if posted else said


def lost(stage: Stage, name: str, department: str, **columns: object) -> None:
    """A customer left, and a department is named that could have prevented it."""
    with stage.duly.database.write() as session:
        who, home = (
            customers.named(session, TEAM, name),
            departments.named(session, TEAM, department),
        )
        assert who
        assert home
        number = len(session.exec(select(Loss)).all()) + 1
        session.add(Loss(
            team_id=TEAM, number=number, title=f"{name} left", created_at=stage.now,
            recorded_by=OMAR, customer_id=who.customer_id, left_on=date(2026, 11, 2),
            tier=who.tier, value=who.annual_value, stated="price",
            department_id=home.department_id, **columns,
        ))  # fmt: skip


def sold(stage: Stage, seller: str, *used: str) -> None:
    """Somebody of Sales sold something so many times; of each it is known how much is used."""
    with stage.duly.database.write() as session:
        who, home = (
            customers.named(session, TEAM, "Globex"),
            departments.named(session, TEAM, "Sales"),
        )
        assert who
        assert home
        for number, each in enumerate(used, 1):
            session.add(Sale(
                team_id=TEAM, number=number, title="Flow", created_at=stage.now,
                recorded_by=seller, customer_id=who.customer_id, starts_on=date(2026, 8, number),
                sold_by=seller, department_id=home.department_id, used=each,
            ))  # fmt: skip


def test_a_department_reads_of_its_customers_and_answers_there(stage: Stage) -> None:
    assert "Nothing is late or waiting in Billing." in stage.types(MARIA, "/cx digest", "#billing")
    find_theme(stage)
    taken(stage, owner=SARA)
    stage.types(SARA, "/cx task Check each invoice twice to @sara by wednesday for O-1")
    said = digest(stage, MARIA, "#billing")
    theme = "Four customers wrote “credit note, late, invoice” since Fri 23 Oct."
    assert f"{theme} Nothing follows from it yet." in said
    assert "*For customers* O-1 stands at 31, goal 12; its one task here is not late." in said
    assert "credit note" not in digest(stage, OMAR, "#logistics"), "it is of another department"

    stage.passes(days=3)
    said = digest(stage, MARIA, "#billing")
    assert "*For customers* O-1 stands at 31, goal 12; its one task here is late." in said
    posted = [each for each in stage.workspace.messages("#billing") if not each.is_reply][-1]
    stage.presses(MARIA, posted, "Give a task…", "M-1")
    stage.fills_in(MARIA, title="Credit notes in two days", owner=SARA, day="2026-12-11")
    assert [(each.state, each.led_to) for each in themes(stage)] == [("followed", "T-2")]
    assert "credit note, late" not in digest(stage, MARIA, "#billing"), "a task follows"


def test_counts_of_who_left_and_what_came_back_are_told_once_a_month(stage: Stage) -> None:
    lost(stage, "Acme", "Billing", verified_at=stage.now, verified_by=DIEGO)
    lost(stage, "Initech", "Billing")
    lost(stage, "Corner Café", "Support")
    sold(stage, BEN, "hardly", "all", "all", "all")
    stage.types(SARA, "/cx task Rewrite the mail to @sara by friday")
    assert "Who left" not in digest(stage, MARIA, "#billing"), "the month began before"
    stage.passes(days=8)
    said = digest(stage, MARIA, "#billing")
    assert (
        "*Who left* Billing is named for two of three customers who left in a year; one is "
        "verified."
    ) in said
    assert not {"Acme", "480", "price", "Initech"} & {*said.replace(",", " ").split()}
    posted = [each for each in stage.workspace.messages("#billing") if not each.is_reply][-1]
    stage.presses(MARIA, posted, "Who left…")
    assert "L-1 Acme" in stage.sees_form(MARIA)
    stage.closes(MARIA)
    stage.presses(SARA, posted, "Who left…")
    assert "L-1" not in stage.sees_form(SARA), "names are for those who may read them"
    said = digest(stage, WEI, "#sales")
    assert "*Sales*: One of four sales this year came back as too much." in said
    assert "Ben" not in said
    assert "sales this year" not in digest(stage, OMAR, "#support"), "nobody there sells"


def test_a_low_score_is_counted_in_the_channel_and_named_to_who_calls(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    adds(stage, score="3", said="I explain the same invoice every month.")
    said = digest(stage, BEN, "#sales")
    assert "One customer gave a low score and has not heard from us: who calls them?" in said
    assert "Karim" not in said
    assert "[Open the list…]" not in said, "it is in no department's list yet"
    with stage.duly.database.read() as session:
        ask = session.exec(select(Ask).where(Ask.kind == "inform")).one()
    assert (ask.person_id, ask.answered_at) == (BEN, None)
    stage.types(BEN, "/cx told I-1 We read it together")
    assert "low score" not in digest(stage, BEN, "#sales")
