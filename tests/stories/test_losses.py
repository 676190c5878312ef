"""A customer leaves: it is recorded, understood with evidence, verified, called and won back."""

from __future__ import annotations

import json
import threading
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from handlers.customers import losses as room
from handlers.customers.losses import LossSaid, undoing
from handlers.people import access
from handlers.speech.loss_errors import LeftAlready
from storage import people
from storage.asks import Ask
from storage.customers import Customer
from storage.history import Event
from storage.losses import Loss, LossReason
from tests.cast import BEN, DIEGO, MARIA, NORA, OMAR, PRIYA, SARA, TEAM
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def lead(stage: Stage, customer: str, user: str) -> None:
    """Somebody leads an account from now on."""
    with stage.duly.database.write() as session:
        found = session.exec(select(Customer).where(Customer.name == customer)).one()
        found.owner_id = user
        session.add(found)


def customer(stage: Stage, name: str) -> Customer:
    with stage.duly.database.read() as session:
        found = session.exec(select(Customer).where(Customer.name == name)).one()
        session.expunge(found)
        return found


def losses(stage: Stage) -> list[Loss]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Loss).order_by(col(Loss.number))))


def loss(stage: Stage, number: int = 1) -> Loss:
    return losses(stage)[number - 1]


def asked(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Kind, person and outcome of all that was asked about losses."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "loss"))
        return sorted(((each.kind, each.person_id, each.outcome) for each in found), key=str)


def stands(stage: Stage) -> None:
    """History tells how each loss stands."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "loss").order_by(col(Event.event_id))
        told: dict[int, dict[str, Any]] = {}
        for event in session.exec(query):
            row = told.setdefault(event.number, {})
            row |= event.details.get("lost", {}) | event.details.get("after", {})
            row["state"] = event.state or row["state"]
    for each in losses(stage):
        again = told[each.number]
        for name, value in again.items():
            real = getattr(each, name)
            plain = real.isoformat() if isinstance(real, date | datetime) else real
            plain = str(plain) if name.endswith("_id") and plain else plain
            assert plain == value, (name, plain, value)


def record(stage: Stage, user: str = BEN, **fields: object) -> str:
    """Somebody records that Acme left."""
    stage.types(user, "/cx lost Acme on 2026-11-20 they said “price”")
    return stage.fills_in(user, **{"stated": "price", **fields})


def explain(stage: Stage, user: str, **fields: object) -> str:
    return stage.fills_in(
        user,
        **{
            "cause": "service-failed", "behind": "Three wrong invoices", "evidence": "I-3 and I-5",
            "preventable": "department", "department": "Billing", **fields,
        },
    )  # fmt: skip


def test_a_loss_is_recorded_understood_verified_and_closed(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    said = record(stage)
    assert "Noted as L-1: Acme left. @sara is asked for what stood behind it." in said
    one = loss(stage)
    assert (one.state, one.left_on, one.value, one.tier) == (
        "recorded", date(2026, 11, 20), 480_000, "key",
    )  # fmt: skip
    assert (one.said, one.stated, one.recorded_by) == ("price", "price", BEN)
    assert customer(stage, "Acme").left_on == date(2026, 11, 20)
    assert customer(stage, "Acme").watch_at is None
    assert asked(stage) == [("why", SARA, None)]

    stage.passes(days=1)
    assert "Acme left on Fri 20 Nov. They said: “price”." in stage.reads_all(SARA)
    stage.clicks(SARA, "Write it…")
    assert "Thank you: L-1 says now what stood behind it. @omar looks" in explain(stage, SARA)
    assert (loss(stage).state, loss(stage).cause) == ("understood", "service-failed")
    assert asked(stage)[1:] == [("proof", OMAR, None), ("why", SARA, "answered")]

    stage.passes(days=1)
    assert "Billing could have prevented it. What shows it: “I-3 and I-5”" in stage.reads_all(OMAR)
    stage.clicks(OMAR, "It shows")
    assert (loss(stage).state, loss(stage).verified_by) == ("verified", OMAR)
    stands(stage)
    told = stage.types(NORA, "/cx L-1") or stage.sees_form(NORA)
    assert "Our service failed them" in told
    assert "€480 k a year" in told or "480 k a year" in told
    assert "Verified by @omar" in told


@on_sqlite
def test_the_cco_reads_on_home_how_many_have_no_reason_yet(stage: Stage) -> None:
    assert "Lost customers" not in stage.opens_home(OMAR)
    record(stage)
    assert "*Lost customers*: one has no reason yet." in stage.opens_home(OMAR)
    stage.types(BEN, "/cx lost Globex they said “fee”")
    stage.fills_in(BEN, stated="price")
    stage.closes(BEN)
    assert "*Lost customers*: two have no reason yet." in stage.opens_home(OMAR)
    assert "Lost customers" not in stage.opens_home(SARA)


def test_an_executive_is_asked_to_call_and_it_is_closed_after(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.passes(days=1.5)
    [call] = [each for each in asked(stage) if each[0] == "call"]
    assert call == ("call", NORA, None)
    stage.passes(days=1)
    assert "Not to win them back: to hear why." in stage.reads_all(NORA)
    assert "Could you call" not in stage.reads_all(PRIYA)
    stage.clicks(NORA, "We spoke…")
    said = stage.fills_in(NORA, learned="Nobody answered their letters", day="2026-11-25")
    assert "Thank you for the call. What you heard stands in L-1." in said
    assert (loss(stage).learned, loss(stage).called_on) == (
        "Nobody answered their letters", date(2026, 11, 25),
    )  # fmt: skip
    stage.types(NORA, "/cx L-1")
    stage.clicks_in_form(NORA, "Give a task…")
    assert "Nobody answered their letters" in stage.sees_form(NORA)
    stage.closes(NORA)
    stage.clicks(SARA, "Write it…")
    explain(stage, SARA)
    stage.types(OMAR, "/cx L-1")
    stage.clicks_in_form(OMAR, "It shows")
    assert loss(stage).state == "verified"
    stage.passes(days=2)
    assert loss(stage).state == "closed"
    stands(stage)


def test_somebody_outside_doubts_it_and_both_stand(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "Write it…")
    said = stage.fills_in(SARA, cause="price", evidence="…")
    assert "A cause counts when something shows it." in said
    assert "Please choose the department" in stage.fills_in(SARA, evidence="I-3 and I-5")
    assert "Thank you" in explain(stage, SARA)
    stage.types(OMAR, "/cx L-1")
    stage.clicks_in_form(OMAR, "Verifying: somebody else…")
    assert "Maria Costa is of the department that L-1 names." in stage.fills_in(OMAR, person=MARIA)
    assert "@diego is asked that about L-1 now." in stage.fills_in(OMAR, person=DIEGO)
    stage.passes(days=1)
    stage.clicks(DIEGO, "It does not, because…")
    said = stage.fills_in(DIEGO, reason="I-3 is another customer's")
    assert "Both stand there. @sara is asked again." in said
    one = loss(stage)
    assert (one.state, one.cause, one.checked) == (
        "recorded", "service-failed", "I-3 is another customer's",
    )  # fmt: skip
    stage.passes(days=1)
    assert "Diego looked, and says that it does not show" in stage.reads_all(SARA)
    stands(stage)


def test_nobody_knows_and_it_counts_as_not_known(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.passes(days=1)
    stage.clicks(SARA, "Nobody knows…")
    assert "nobody knows why" in stage.fills_in(SARA, reason="I asked three people there")
    assert (loss(stage).state, loss(stage).known_cause) == ("closed", None)
    listed = stage.types(OMAR, "/cx lost")
    assert "One customer left in a year" in listed
    assert "Not known yet: one" in listed
    stands(stage)


def test_what_was_said_is_undone_step_by_step(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "Write it…")
    explain(stage, SARA)
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "Undo")
    one = loss(stage)
    assert (one.state, one.cause, one.evidence, one.department_id) == ("recorded", None, "", None)
    assert [each for each in asked(stage) if each[2] is None] == [("why", SARA, None)]
    stands(stage)


def test_a_loss_by_mistake_is_taken_back(stage: Stage) -> None:
    record(stage)
    assert asked(stage) == [("why", BEN, None)]
    stage.clicks_in_form(BEN, "Undo")
    assert loss(stage).state == "taken back"
    assert customer(stage, "Acme").left_on is None
    assert customer(stage, "Acme").watch_at is not None
    assert "Noted as L-2" in record(stage)
    stage.closes(BEN)
    assert "Undone. L-2 is taken back: nobody has left." in stage.types(BEN, "/cx undo")


def test_nobody_leaves_twice_and_who_comes_back_may_leave_again(stage: Stage) -> None:
    record(stage)
    again = stage.types(BEN, "/cx lost Acme")
    assert "Acme left on Fri 20 Nov: L-1. Nothing was recorded twice." in again
    stage.types(BEN, "/cx lost")
    stage.clicks_answer(BEN, "Record a loss…")
    assert "left already" in stage.fills_in(BEN, customer="Acme", said="bye", stated="price")
    stage.closes(BEN)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "They are back…")
    assert "The loss was on" in stage.fills_in(BEN, day="2026-11-01")
    assert "Acme is back" in stage.fills_in(BEN, day="2026-11-23")
    assert (loss(stage).state, customer(stage, "Acme").left_on) == ("won back", None)
    stage.types(BEN, "/cx L-1")
    assert "They came back on Mon 23 Nov." in stage.sees_form(BEN)
    stage.closes(BEN)
    assert all(outcome for _, _, outcome in asked(stage))
    stands(stage)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "Undo")
    assert (loss(stage).state, customer(stage, "Acme").left_on) == (
        "recorded", date(2026, 11, 20),
    )  # fmt: skip
    assert ("why", BEN, None) in asked(stage)


def test_who_left_again_has_left_once(stage: Stage) -> None:
    record(stage)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "They are back…")
    stage.fills_in(BEN, day="2026-11-22")
    said = record(stage)
    assert "Acme is a customer since Sun 22 Nov 2026. Choose a day after that" in said
    assert "Noted as L-2" in stage.fills_in(BEN, day="2026-11-23")
    stage.types(BEN, "/cx L-1")
    assert "Undo" not in stage.sees_form(BEN)
    with stage.duly.database.write() as session:
        ben = people.find(session, TEAM, BEN)
        assert ben
        with pytest.raises(LeftAlready, match="/cx L-2"):
            undoing.undo(session, stage.now, ben, "L-1")
    assert [each.state for each in losses(stage)] == ["won back", "recorded"]
    assert customer(stage, "Acme").left_on == date(2026, 11, 23)
    stage.types(BEN, "/cx L-2")
    stage.clicks_in_form(BEN, "Change…")
    assert "is a customer since" in stage.fills_in(BEN, day="2026-11-21")
    stands(stage)


@on_sqlite
def test_what_was_doubted_is_no_cause_once_nobody_knows(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "Write it…")
    explain(stage, SARA)
    stage.types(OMAR, "/cx L-1")
    stage.clicks_in_form(OMAR, "It does not, because…")
    stage.fills_in(OMAR, reason="I-3 is another customer's")
    stage.closes(SARA)
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "Nobody knows…")
    stage.fills_in(SARA, reason="I asked three people there")
    one = loss(stage)
    assert (one.state, one.known_cause, one.department_id) == ("closed", None, None)
    stage.types(OMAR, "/cx L-1")
    told = stage.sees_form(OMAR)
    assert "What stood behind it: nobody knows: “I asked three people there”" in told
    assert "@omar said that it does not show: “I-3 is another customer's”" in told
    assert "Not known yet: one" in stage.types(OMAR, "/cx lost")
    stands(stage)
    stage.clicks_in_form(SARA, "Undo")
    assert (loss(stage).state, loss(stage).cause) == ("recorded", "service-failed")


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("they said “price”", "price"),
        ("they said that it was “too dear”", "it was “too dear”"),
        ('yesterday: "too slow"', "too slow"),
    ],
)
def test_only_marks_around_all_of_their_words_are_left_out(
    stage: Stage, typed: str, said: str
) -> None:
    stage.types(BEN, f"/cx lost Acme {typed}")
    assert f"In their words.: [{said}]" in stage.sees_form(BEN)


def test_what_is_open_for_them_is_asked_about(stage: Stage) -> None:
    stage.types(SARA, "/cx task Call Acme to @maria by friday for Acme because they wait")
    said = record(stage)
    assert "One thing for Acme is still open. Close it with a no, or do it still?" in said
    assert "@ben is asked" in said


@on_sqlite
def test_bad_input_gets_a_sentence_and_loses_nothing(stage: Stage) -> None:
    stage.types(BEN, "/cx lost Acme")
    assert "in their words" in stage.fills_in(BEN, said="…", stated="price")
    assert "has not come yet" in stage.fills_in(BEN, said="bye", day="2027-01-01")
    assert "more than 10 years ago" in stage.fills_in(BEN, day="1999-01-01")
    assert "as an amount" in stage.fills_in(BEN, day="2026-11-20", value="much")
    said = stage.fills_in(BEN, value="", said="<!channel> *bye* " + "ü" * 900)
    assert "Noted as L-1" in said
    assert loss(stage).value is None
    assert "I don't know a customer called" in stage.types(BEN, "/cx lost Akme Corp Ltd")
    stage.types(OMAR, "/cx L-1")
    view = stage.workspace.view(OMAR)
    assert view is not None
    assert "<!channel>" not in json.dumps(view.blocks)
    assert "value not known" in stage.sees_form(OMAR)


def test_who_may_not_read_why_they_left(stage: Stage) -> None:
    record(stage, said="A secret reason")
    refused = stage.types(SARA, "/cx lost Acme")
    assert "That is for" in refused
    assert "secret" not in stage.types(SARA, "/cx L-1")
    assert "Nothing found" in stage.types(SARA, "/cx search secret")
    stage.types(SARA, "/cx customer Acme")
    page = stage.sees_form(SARA)
    assert "left Fri 20 Nov" in page
    assert "They left…" not in page
    assert "Why they left" not in page
    stage.closes(SARA)
    stage.types(NORA, "/cx customer Acme")
    assert "Why they left: L-1…" in stage.sees_form(NORA)


@on_sqlite
def test_what_is_done_with_items_alone_leads_to_what_can_be_done_with_it(stage: Stage) -> None:
    record(stage)
    stage.closes(BEN)
    for words in ("done L-1", "no L-1 because it is late", "owner L-1 @nora"):
        said = stage.types(BEN, f"/cx {words}")
        assert "L-1 is no task and no issue. `/cx L-1` shows what you can do with it." in said
        assert f"Nothing was changed. Your words:\n{words}" in said
    assert loss(stage).state == "recorded"


def test_why_climbs_to_the_lead_and_the_cco(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    record(stage)
    stage.passes(days=40)
    assert "L-1" in stage.reads_all(MARIA)
    assert "L-1" in stage.reads_all(OMAR)
    with stage.duly.database.read() as session:
        verbs = [each.verb for each in session.exec(select(Event).where(Event.noun == "loss"))]
    assert "escalated" in verbs


@on_sqlite
def test_a_loss_is_found_again_by_its_number(stage: Stage) -> None:
    stage.types(BEN, "/cx lost Acme on 2026-11-20 they said “price”")
    stage.fills_in(BEN, stated="price")
    for typed in ("/cx lost L-1", "/cx lost l1"):
        said = stage.types(OMAR, typed)
        assert said.startswith("*L-1 Acme* · 480 k a year · Fri 20 Nov\nNot known yet")
        assert "[Open…]" in said
    assert "L-2" in stage.types(OMAR, "/cx lost L-2")
    assert len(losses(stage)) == 1
    listed = stage.types(OMAR, "/cx lost")
    assert "480 k a year. Why they left is not verified yet." in listed


@pytest.mark.both
def test_of_two_who_record_it_at_once_one_is_first(stage: Stage) -> None:
    start, said = threading.Barrier(2), list[str]()

    def also(user: str) -> None:
        start.wait()
        try:
            with stage.duly.database.write() as session:
                person = access.recognise(session, TEAM, user)
                acme = session.exec(select(Customer).where(Customer.name == "Acme")).one()
                what = LossSaid(acme, "Too dear", LossReason.PRICE)
                said.append(room.record(session, stage.now, person, what).ref)
        except LeftAlready as refused:
            said.append(refused.message)

    threads = [threading.Thread(target=also, args=(user,)) for user in (BEN, NORA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage.settle()
    assert len(losses(stage)) == 1
    assert sorted(said)[1] == "L-1", said
    assert sorted(said)[0].startswith("Acme left already"), said
