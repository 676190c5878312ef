"""Whoever is asked for a step of an issue names somebody else who does it, and why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot import routes
from handlers.people import access
from handlers.promises import items
from handlers.promises.steps import somebody_else
from handlers.speech.errors import UserError
from handlers.speech.request import Request
from storage.asks import Outcome
from tests import replay, rows
from tests.cast import BEN, BOT, DIEGO, GRACE, HANA, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_story import happened, story

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY = "Diego speaks with them every day"


def reported(stage: Stage, severity: int = 2) -> None:
    """Grace reports it, Maria takes it, and Grace has read that she is to tell Acme."""
    stage.types(GRACE, f"/cx issue Invoiced twice for Acme in Billing sev {severity}")
    stage.types(MARIA, "/cx take I-1")
    stage.passes(days=1)


def corrected(stage: Stage) -> None:
    """The customer knows, Maria has corrected it, and everybody has read what is asked of them."""
    reported(stage)
    stage.types(GRACE, "/cx told I-1 the credit comes on Friday")
    stage.types(MARIA, "/cx done I-1")
    stage.passes(days=1)


def due(stage: Stage, kind: str) -> datetime:
    """By when (UTC) the one open question of a kind is owed."""
    [found] = [ask for ask in rows.asks(stage, "I-1") if ask.kind == kind and not ask.answered_at]
    return found.due_at


def outcomes(stage: Stage, kind: str) -> list[tuple[str, str | None]]:
    """Who was asked this, in order, and how each question ended."""
    return [(ask.person_id, ask.outcome) for ask in rows.asks(stage, "I-1") if ask.kind == kind]


def names(stage: Stage, user: str, kind: str, to: str, why: str = "") -> str:
    """Name somebody at once, as the form does; what is said where it is refused."""
    with stage.duly.database.write() as session:
        person = access.recognise(session, TEAM, user)
        held = items.get(session, person, "I-1")
        try:
            somebody_else.ask(session, stage.now, person, held, kind, f"<@{to}>" if to else "", why)
        except UserError as refused:
            session.rollback()
            return refused.message
    stage.settle()
    return ""


def agrees(stage: Stage) -> None:
    with stage.duly.database.read() as session:
        assert replay.replayed(session, TEAM, strict=True).differing == []


def test_somebody_else_tells_the_customer_by_the_same_day(stage: Stage) -> None:
    reported(stage)
    before = due(stage, "inform")
    assert "[Somebody else…]" in stage.reads(GRACE)[-1]
    stage.clicks(GRACE, "Somebody else…", "I-1|inform")
    form = stage.sees_form(GRACE)
    assert "Who does it?" in form
    assert "tell the customer" in form
    said = stage.fills_in(GRACE, person=DIEGO, reason=WHY)
    assert "@diego is asked to tell the customer: I-1 Invoiced twice." in said
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": DIEGO}
    assert outcomes(stage, "inform") == [(GRACE, Outcome.HANDED_OVER), (DIEGO, None)]
    assert due(stage, "inform") >= before
    stage.passes(days=1)
    assert "[Told them…]" in stage.reads(DIEGO)[-1]
    assert f"@grace asked @diego to tell the customer: “{WHY}”" in "\n".join(
        happened(story(stage, MARIA, "I-1"))
    )
    stage.types(DIEGO, "/cx told I-1 the credit comes on Friday")
    assert rows.owed(stage, "I-1") == {"finish": MARIA}
    agrees(stage)


@on_sqlite
def test_its_time_goes_on_and_they_have_some_hours_at_least(stage: Stage) -> None:
    reported(stage)
    before = due(stage, "inform")
    assert names(stage, GRACE, "inform", DIEGO) == ""
    assert due(stage, "inform") == max(before, due(stage, "inform"))
    stage.passes(until=before + timedelta(hours=1))
    assert names(stage, DIEGO, "inform", TOM) == ""
    later = due(stage, "inform")
    assert stage.now < later < stage.now + timedelta(days=4)
    agrees(stage)


@on_sqlite
def test_who_passes_it_around_wins_no_time_and_is_seen(stage: Stage) -> None:
    reported(stage)
    stage.passes(until=due(stage, "inform") + timedelta(hours=1))
    assert names(stage, GRACE, "inform", DIEGO) == ""
    once = due(stage, "inform")
    stage.passes(hours=1)
    seen = len(stage.reads(LEE)), len(stage.reads(OMAR))
    for giver, taker in ((DIEGO, BEN), (BEN, GRACE), (GRACE, DIEGO)):
        assert names(stage, giver, "inform", taker, WHY) == ""
        assert due(stage, "inform") == once, "no time is won"
        assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": taker}
    assert "@grace asked @diego" in stage.reads(MARIA)[-1], "who leads there owns it"
    assert (len(stage.reads(LEE)), len(stage.reads(OMAR))) == seen
    assert names(stage, MARIA, "inform", GRACE) == ""
    assert stage.reads(OMAR)[-1] == (
        "*I-1* “Invoiced twice”: @maria asked @grace to tell the customer. "
        "It has changed hands five times."
    )
    agrees(stage)


@on_sqlite
def test_whoever_leads_reads_that_it_changed_hands_once_more(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx handoff I-1 to @sara because she knows the contract")
    stage.types(SARA, "/cx take I-1")
    stage.passes(days=1)
    assert names(stage, GRACE, "inform", DIEGO) == ""
    assert "@grace asked @diego" not in stage.reads_all(MARIA)
    assert names(stage, DIEGO, "inform", BEN, WHY) == ""
    assert f"@diego asked @ben to tell the customer: “{WHY}”" in stage.reads(MARIA)[-1]
    assert "It has changed hands twice." in stage.reads(MARIA)[-1]
    assert names(stage, BEN, "inform", MARIA) == ""
    assert rows.owed(stage, "I-1") == {"finish": SARA, "inform": MARIA}
    assert "I-1" not in "".join(stage.reads(OMAR)), "whoever leads there has it now"
    agrees(stage)


@on_sqlite
def test_the_owner_hears_of_it_at_once_and_the_reporter_in_their_day(stage: Stage) -> None:
    reported(stage)
    assert names(stage, LEE, "inform", BEN, WHY) == ""
    stage.settle()
    assert f"@lee asked @ben to tell the customer: “{WHY}”" in stage.reads_all(MARIA)
    stage.passes(days=1)
    assert "I-1" in stage.reads(BEN)[-1]


@on_sqlite
def test_it_can_be_undone_for_ten_minutes(stage: Stage) -> None:
    reported(stage)
    before = due(stage, "inform")
    stage.clicks(GRACE, "Somebody else…", "I-1|inform")
    stage.fills_in(GRACE, person=DIEGO)
    said = stage.types(GRACE, "/cx undo I-1")
    assert "whoever was asked before is asked again" in said
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}
    assert due(stage, "inform") == before
    assert names(stage, GRACE, "inform", DIEGO) == ""
    stage.passes(hours=1)
    stage.types(GRACE, "/cx undo I-1")
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": DIEGO}
    agrees(stage)


@on_sqlite
def test_only_that_one_question_is_theirs(stage: Stage) -> None:
    corrected(stage)
    assert rows.owed(stage, "I-1") == {"prevent": MARIA, "verify": GRACE}
    assert names(stage, MARIA, "prevent", SARA, "Sara knows the contracts") == ""
    assert rows.owed(stage, "I-1") == {"prevent": SARA, "verify": GRACE}
    assert names(stage, GRACE, "verify", DIEGO) == ""
    assert rows.owed(stage, "I-1") == {"prevent": SARA, "verify": DIEGO}
    stage.types(DIEGO, "/cx verified I-1 they are glad")
    assert rows.owed(stage, "I-1") == {"prevent": SARA}
    told = stage.types(
        MARIA, "/cx prevented I-1 dates are read from the contract because they were copied"
    )
    assert "it is closed" in told
    assert rows.owed(stage, "I-1") == {}
    agrees(stage)


@on_sqlite
def test_nobody_looks_at_their_own_work_while_there_is_somebody_else(stage: Stage) -> None:
    corrected(stage)
    said = names(stage, GRACE, "verify", MARIA)
    assert said == (
        "Maria Costa worked on I-1 themselves. Choose somebody who sees it with other eyes, "
        "Grace Miller for instance. Nothing was changed."
    )
    assert rows.owed(stage, "I-1") == {"prevent": MARIA, "verify": GRACE}


@on_sqlite
def test_whether_it_held_is_asked_of_somebody_else(stage: Stage) -> None:
    corrected(stage)
    stage.types(MARIA, "/cx prevented I-1 dates are read from the contract because of copying")
    stage.types(GRACE, "/cx verified I-1")
    stage.passes(days=32)
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    stage.clicks(GRACE, "Somebody else…", "I-1|check")
    stage.fills_in(GRACE, person=HANA)
    assert rows.owed(stage, "I-1") == {"check": HANA}
    assert "worked on I-1 themselves" in names(stage, HANA, "check", MARIA)
    stage.passes(days=1)
    stage.clicks(HANA, "It held", "I-1")
    assert rows.owed(stage, "I-1") == {}
    assert rows.state(stage, "I-1") == ("done", MARIA)
    agrees(stage)


NOT_ASKED = (
    (GRACE, "Grace Miller is asked this about I-1 already: choose somebody else."),
    (OMAR, "Omar Haddad looks after all customers and owns no single task."),
    (BOT, "is a bot and cannot keep a promise"),
    ("", "Please choose who does it."),
    ("U0NOBODY", "I don't know a person called"),
)


@on_sqlite
def test_who_cannot_be_asked_is_refused_with_a_sentence(stage: Stage) -> None:
    reported(stage)
    for to, said in NOT_ASKED:
        assert said in names(stage, GRACE, "inform", to), to
        assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}, to


@on_sqlite
def test_the_form_says_under_its_field_who_cannot_be_asked(stage: Stage) -> None:
    reported(stage)
    stage.clicks(GRACE, "Somebody else…", "I-1|inform")
    assert "owns no single task" in stage.fills_in(GRACE, person=OMAR)
    stage.fills_in(GRACE, person=DIEGO)
    assert rows.owed(stage, "I-1")["inform"] == DIEGO


@on_sqlite
def test_the_cco_may_do_it_themselves_and_nobody_else_puts_it_there(stage: Stage) -> None:
    reported(stage)
    assert "owns no single task" in names(stage, MARIA, "inform", OMAR)
    assert names(stage, OMAR, "inform", OMAR) == ""
    assert rows.owed(stage, "I-1")["inform"] == OMAR
    stage.passes(days=2)
    stage.types(OMAR, "/cx told I-1 I called them")
    assert rows.owed(stage, "I-1") == {"finish": MARIA}
    agrees(stage)


@on_sqlite
def test_whoever_has_nothing_to_do_with_it_cannot(stage: Stage) -> None:
    reported(stage)
    assert names(stage, TOM, "inform", DIEGO) == (
        "Nobody waits for your answer about I-1. Nothing was changed."
    )
    assert names(stage, LEE, "inform", DIEGO) == "", "the deputy of its department may"
    assert names(stage, GRACE, "inform", SARA) == (
        "Diego Alvarez is asked that about I-1 now. Nothing was changed."
    ), "who is not asked any more"


@on_sqlite
def test_what_was_answered_meanwhile_or_has_ended_is_not_asked_again(stage: Stage) -> None:
    reported(stage)
    stage.clicks(GRACE, "Somebody else…", "I-1|inform")
    stage.types(GRACE, "/cx told I-1 it comes on Friday")
    assert "Nobody is asked that about I-1 any more" in stage.fills_in(GRACE, person=DIEGO)
    assert rows.owed(stage, "I-1") == {"finish": MARIA}
    for kind in ("inform", "verify", "check"):
        assert "Nobody is asked that about I-1 any more" in names(stage, MARIA, kind, DIEGO)
    stage.types(GRACE, "/cx withdraw I-1")
    assert "Nobody is asked that about I-1 any more" in names(stage, OMAR, "inform", DIEGO)
    assert rows.owed(stage, "I-1") == {}


@on_sqlite
def test_of_what_is_private_only_who_may_let_somebody_in_names_them(stage: Stage) -> None:
    reported(stage)
    stage.types(GRACE, "/cx private I-1")
    assert names(stage, GRACE, "inform", DIEGO) == "", "she reported it, and may let him in"
    assert rows.owed(stage, "I-1")["inform"] == DIEGO
    assert "I-1 is private, and Tom Becker may not see it" in names(stage, DIEGO, "inform", TOM)
    assert names(stage, DIEGO, "inform", MARIA) == "", "she sees it"
    assert "I-1" not in stage.types(TOM, "/cx list all").replace("I-1 is private", "")


@on_sqlite
def test_what_waits_goes_on_first(stage: Stage) -> None:
    corrected(stage)
    stage.types(GRACE, "/cx wait I-1 for customer until friday because they check the invoice")
    waiting = rows.owed(stage, "I-1")
    said = [names(stage, GRACE, "verify", DIEGO), names(stage, MARIA, "prevent", SARA)]
    assert "Say that it goes on, with `/cx resume I-1`" in said[0]
    assert waiting["verify"] == GRACE
    stage.types(GRACE, "/cx resume I-1")
    assert names(stage, GRACE, "verify", DIEGO) == ""


@on_sqlite
def test_whoever_has_left_or_become_a_guest_is_refused(stage: Stage) -> None:
    reported(stage)
    with stage.duly.database.write() as session:
        access.recognise(session, TEAM, DIEGO).gone = True
        access.recognise(session, TEAM, HANA).standing = "guest"
    assert "Diego Alvarez no longer works here" in names(stage, GRACE, "inform", DIEGO)
    assert "Hana Sato is a guest here" in names(stage, GRACE, "inform", HANA)


@on_sqlite
def test_a_long_reason_stands_in_the_story_and_names_nobody(stage: Stage) -> None:
    reported(stage)
    stage.clicks(GRACE, "Somebody else…", "I-1|inform")
    stage.fills_in(GRACE, person=DIEGO, reason="<!channel> " + "x" * 300)
    assert rows.owed(stage, "I-1")["inform"] == DIEGO
    story(stage, MARIA, "I-1")
    shown = str(stage.workspace.view(MARIA).blocks)
    assert "&lt;!channel&gt; xxx" in shown
    assert "<!channel>" not in shown
    assert "characters" in names(stage, DIEGO, "inform", SARA, "x" * 40_000)
    assert rows.owed(stage, "I-1")["inform"] == DIEGO


@pytest.mark.parametrize("value", ["I-1", "I-1|finish", "I-1|", "I-1|inform|x", "I-1|nonsense"])
@on_sqlite
def test_a_forged_question_is_none(stage: Stage, value: str) -> None:
    reported(stage)
    with stage.duly.database.write() as session:
        for verb in ("step.other.inform", "step.other.send"):
            known = {**routes.BUTTONS, **routes.FORMS}[verb]
            request = Request(TEAM, GRACE, verb, "x", value=value, fields={"person": DIEGO})
            with pytest.raises(UserError, match="Nobody is asked that about I-1 any more"):
                known(request, session, stage.now)
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}


@on_sqlite
def test_who_takes_it_over_has_who_tells_asked_anew(stage: Stage) -> None:
    reported(stage)
    names(stage, GRACE, "inform", DIEGO)
    stage.types(MARIA, "/cx handoff I-1 to Logistics because it was the label")
    stage.types(TOM, "/cx take I-1")
    assert rows.owed(stage, "I-1") == {"finish": TOM, "inform": GRACE}
    agrees(stage)


@on_sqlite
def test_the_story_has_it_for_each_step_that_is_asked_for(stage: Stage) -> None:
    corrected(stage)
    story(stage, LEE, "I-1")
    shown = stage.clicks_in_form(LEE, "More…")
    assert "Somebody else prevents…" in shown
    assert "Somebody else verifies…" in shown
    assert "Somebody else tells…" not in shown
    stage.clicks_in_form(LEE, "Somebody else verifies…")
    stage.fills_in(LEE, person=DIEGO, reason=WHY)
    assert rows.owed(stage, "I-1") == {"prevent": MARIA, "verify": DIEGO}
    assert "[More…]" not in story(stage, TOM, "I-1")
    assert "Somebody else" not in stage.sees_form(TOM)
