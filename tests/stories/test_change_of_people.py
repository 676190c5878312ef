"""A survey comes back, or a file names somebody new: do they still decide there? It is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from handlers.customers.contacts import bringing
from handlers.executives.prompts.facts.rules import FactKind
from storage.customers import Customer
from storage.tasks import Task
from tests.cast import BEN, OMAR, SARA
from tests.stage import Stage
from tests.stories.test_contacts import (
    asked,
    contact,
    falls_silent,
    lead,
    list_of,
    name,
    page,
    stands,
)
from tests.stories.test_contacts_answered import answers
from tests.stories.test_digest_decides import climbs
from tests.stories.test_facts import true_now
from tests.stories.test_segments import change
from tests.stories.test_survey_webhook import Tool
from tests.stories.test_surveys import opens, responses

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOUNCED: dict[str, Any] = {
    "survey": "Autumn survey", "id": "r-1", "customer": "Acme", "person": "jana@acme.example",
    "bounced": True,
}  # fmt: skip
ASKED = "The survey to Jana Weiss came back. Does Jana Weiss still decide at Acme?"


def jana_is_named(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-20", address="jana@acme.example")
    stage.closes(BEN)


def stills(stage: Stage) -> list[tuple[str, str, str | None]]:
    """What was asked of whether somebody still decides."""
    return [each for each in asked(stage) if each[0] == "still"]


def brings(stage: Stage, who: str) -> None:
    with stage.duly.database.write() as session:
        acme = session.exec(select(Customer).where(Customer.name == "Acme")).one()
        bringing.bring(session, stage.now, acme, who)


def test_a_survey_that_came_back_is_asked_about_and_answered(stage: Stage) -> None:
    opens(stage)
    stage.closes(OMAR)
    jana_is_named(stage)
    tool = Tool(stage)
    for sent in ("msg_1", "msg_2"):
        assert tool.delivers(BOUNCED, sent=sent)[0] == 200
    assert tool.delivers({**BOUNCED, "person": "<!channel>", "id": "r-2"}, sent="msg_3")[0] == 200
    assert responses(stage) == [], "it is no answer"
    assert stills(stage) == [("still", BEN, None)], "once, whoever delivers it how often"
    assert (contact(stage).state, contact(stage).doubted_on) == ("named", stage.now.date())
    stage.passes(days=1.2)
    assert ASKED in stage.reads_all(BEN)
    stage.clicks(BEN, "Yes, still")
    assert (contact(stage).doubt, stills(stage)) == ("", [("still", BEN, "answered")])
    assert tool.delivers({**BOUNCED, "id": "r-3"}, sent="msg_4")[0] == 200
    assert len(stills(stage)) == 1, "what was answered is not asked again within a month"
    stands(stage)


@on_sqlite
def test_a_new_name_in_a_file_asks_whether_who_decided_is_gone(stage: Stage) -> None:
    jana_is_named(stage)
    stage.passes(days=1)
    brings(stage, "Paul Adler")
    brings(stage, "Rita Sommer")
    assert stills(stage) == [("still", BEN, None)], "of Jana alone: Paul was named today"
    stage.passes(days=1.2)
    assert "A file names Paul Adler at Acme. Does Jana Weiss still decide" in stage.reads_all(BEN)
    stage.clicks(BEN, "Not there any more…")
    stage.fills_in(BEN, happened="left the company", successor="Paul Adler")
    assert contact(stage).state == "gone"
    assert ("still", BEN, "answered") in stills(stage)
    assert contact(stage, 2).state == "unheard", "whoever follows is called soon"
    stands(stage)


@on_sqlite
def test_somebody_finds_out_asks_another_or_hears_them(stage: Stage) -> None:
    jana_is_named(stage)
    stage.passes(days=1)
    brings(stage, "Paul Adler")
    stage.passes(days=1.2)
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Open…", "P-1")
    stage.clicks_in_form(BEN, "I'll find out…")
    assert "T-1 finds out whether Jana Weiss is still there" in stage.fills_in(BEN)
    with stage.duly.database.read() as session:
        [task] = session.exec(select(Task))
    assert (task.title, task.owner_id) == (
        "Find out whether Jana Weiss still decides at Acme", BEN,
    )  # fmt: skip
    assert ("still", BEN, "answered") in stills(stage)
    stage.passes(days=31)
    brings(stage, "Nils Berg")
    assert stills(stage).count(("still", BEN, None)) == 0, "two decide there by now"
    stands(stage)


@on_sqlite
def test_a_call_and_whether_they_are_there_are_two_questions(stage: Stage) -> None:
    opens(stage)
    stage.closes(OMAR)
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-03", address="jana@acme.example")
    stage.closes(BEN)
    assert Tool(stage).delivers(BOUNCED, sent="msg_1")[0] == 200
    falls_silent(stage)
    assert asked(stage) == [("still", BEN, None), ("reach", BEN, None)]
    assert "@ben is asked to call by Tue 1 Dec" in list_of(stage, OMAR), "a day after the other"
    climbs(stage, kind="still")
    assert true_now(stage, FactKind.SILENT) is None, "there is time to call"
    stage.closes(OMAR)
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Open…", "P-1")
    stage.clicks_in_form(BEN, "I'll call…")
    stage.fills_in(BEN, day="2026-12-01")
    answers(stage, stage.now.date().isoformat())
    assert stills(stage) == [("still", BEN, "answered")], "who answers is there"
    assert (contact(stage).state, contact(stage).doubt) == ("promised", "")
    assert ("calling", BEN, None) in asked(stage), "the call stays promised"
    stands(stage)


@on_sqlite
def test_of_a_customer_who_left_nobody_is_asked_any_more(stage: Stage) -> None:
    jana_is_named(stage)
    stage.passes(days=1)
    brings(stage, "Paul Adler")
    assert ("still", BEN, None) in stills(stage)
    change(stage, "Acme", left_on=stage.now.date())
    stage.passes(days=1)
    assert ("still", BEN, "withdrawn") in stills(stage)
    assert contact(stage).doubt == ""
    change(stage, "Acme", left_on=None, owner_id=None)
    stage.passes(days=40)
    stage.types(SARA, "/cx customer Acme")
    assert "Does Jana" not in stage.sees_form(SARA)
    stands(stage)
    assert stage.now.date() - (contact(stage).doubted_on or stage.now.date()) > timedelta(days=30)
