"""A question that was asked in vain is not asked again: the CCO hears so once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from storage.inquiries import Inquiry
from storage.people import Person, Role
from tests.cast import MARIA, NORA, OMAR, SARA, TEAM, VICTOR
from tests.stage import Stage
from tests.stories.test_inquiries import ACME

IN_VAIN = "It was asked on Mon 23 Nov; nothing followed."
LATER = datetime(2026, 12, 22, 10, tzinfo=UTC)
"""Four weeks and a day after the first question."""


def subjects(stage: Stage) -> list[str]:
    """What was asked about so far, oldest first."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Inquiry).where(Inquiry.team_id == TEAM))
        return [each.title for each in sorted(found, key=lambda one: one.number)]


def heard(stage: Stage) -> list[str]:
    """What the CCO read about questions that were asked in vain."""
    return [each for each in stage.reads(OMAR) if "nothing followed" in each]


def asks(stage: Stage) -> None:
    stage.types(SARA, ACME)
    assert "Who calls Acme" in stage.types(NORA, "/cx prompt now")


@pytest.mark.both
def test_what_led_to_nothing_goes_to_the_cco_once_and_another_question_comes(
    stage: Stage,
) -> None:
    asks(stage)
    stage.clicks(NORA, "Nobody needs to, because…")
    stage.fills_in(NORA, words="I met <!channel> them on *Monday*")
    stage.types(SARA, "/cx issue Wrong door code for Initech in Logistics sev 2")
    stage.passes(until=LATER)
    told = stage.types(NORA, "/cx prompt now")
    assert "Who calls Acme" not in told
    stage.passes(hours=1)
    [said] = heard(stage)
    assert f"*E-1 Who calls Acme before it renews on Mon 1 Mar?* {IN_VAIN}" in said
    assert "Nora Lindqvist says that nothing follows: “I met" in said
    assert "It is still so: Acme (key account, 480 k a year) has one open issue" in said
    assert "[Open…]" in said
    assert "<!channel>" not in str([each.blocks for each in stage.workspace.messages(OMAR)])
    assert len(subjects(stage)) == 2
    assert "Acme" not in subjects(stage)[-1]
    stage.passes(days=1)
    assert len(heard(stage)) == 1


def test_where_the_task_is_done_and_it_is_so_again_it_is_asked_about_anew(stage: Stage) -> None:
    asks(stage)
    stage.clicks(NORA, "Somebody else calls…")
    stage.fills_in(NORA, owner=MARIA, words="Call them", day="2026-11-25")
    stage.types(MARIA, "/cx done T-1")
    stage.passes(until=LATER)
    assert "Who calls Acme" in stage.types(NORA, "/cx prompt now")
    assert heard(stage) == []
    assert subjects(stage)[0] == subjects(stage)[1]


@pytest.mark.parametrize(
    ("ends", "stands"),
    [
        ("", "T-1 is open still."),
        ("/cx no T-1 because they are on holiday", "T-1 was answered with a no."),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_private_task_that_ended_otherwise_is_named_by_its_number(
    stage: Stage, ends: str, stands: str
) -> None:
    asks(stage)
    stage.clicks(NORA, "Somebody else calls…")
    stage.fills_in(NORA, owner=MARIA, words="Quagmire talks", day="2026-11-25")
    if ends:
        stage.types(MARIA, ends)
    stage.passes(until=LATER)
    assert "Who calls Acme" not in stage.types(NORA, "/cx prompt now")
    stage.passes(hours=1)
    [said] = heard(stage)
    assert f"Nora Lindqvist gave it to somebody. {stands}" in said
    assert "Quagmire" not in said


@pytest.mark.tampers
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_nobody_is_cco_it_is_asked_again(stage: Stage) -> None:
    asks(stage)
    stage.clicks(NORA, "Nobody needs to, because…")
    stage.fills_in(NORA, words="I met them")
    stage.passes(until=LATER)
    with stage.duly.database.write() as session:
        cco = session.get(Person, (TEAM, OMAR))
        assert cco
        cco.role = Role.MEMBER
        session.add(cco)
    assert "Who calls Acme" in stage.types(VICTOR, "/cx prompt now")
    assert heard(stage) == []
