"""The weekly question asks what keeps others from leaving, and calls nobody who has left."""

from __future__ import annotations

from sqlmodel import select

from handlers.executives.prompts.facts.rules import FactKind
from storage import rooms
from storage.decisions import ImpactAnswer
from storage.inquiries import Inquiry
from tests.cast import BEN, GRACE, NORA, OMAR, SARA, TEAM, VICTOR
from tests.stage import Stage
from tests.stories.test_facts import asked_of, true_now, why_over
from tests.stories.test_losses import explain, lead, record


def test_a_late_answer_is_what_is_late_and_a_call_is_asked_for_once(stage: Stage) -> None:
    record(stage)
    stage.closes(BEN)
    stage.passes(days=1)
    [asked] = [each for each in stage.reads(NORA) if "to hear why" in each]
    assert "A call by Tue 8 Dec is soon enough." in asked
    assert asked.count("Could you call") == 1
    stage.passes(days=7)
    assert "What stood behind it? The answer is one day late." in stage.reads_all(BEN)


def test_a_loss_is_asked_about_once_with_what_stood_behind_it(stage: Stage) -> None:
    lead(stage, "Acme", SARA)
    assert true_now(stage, FactKind.LOSS) is None
    record(stage)
    stage.closes(BEN)
    fact = true_now(stage, FactKind.LOSS)
    assert fact is not None
    assert fact.question == "Acme left. What keeps others from leaving for the same reason?"
    assert "left on Fri 20 Nov. They said “price”. What stood behind it is not known yet." in (
        fact.said
    )
    stage.types(SARA, "/cx L-1")
    stage.clicks_in_form(SARA, "Write it…")
    explain(stage, SARA)
    stage.types(OMAR, "/cx L-1")
    stage.clicks_in_form(OMAR, "It shows")
    fact = true_now(stage, FactKind.LOSS)
    assert fact is not None
    assert fact.said.endswith("What stood behind it: our service failed them (verified).")

    stage.types(NORA, "/cx prompt now", "#executives")
    asked = "\n".join(stage.channel("#executives", NORA))
    assert "What keeps others from leaving for the same reason?" in asked
    with stage.duly.database.read() as session:
        one = session.exec(select(Inquiry)).one()
    assert (one.fact, one.subject) == ("loss", "loss:1")
    stage.clicks(NORA, "Name who changes it…", one.ref)
    assert "Acme" in stage.sees_form(NORA)
    stage.fills_in(NORA, owner=SARA, day="2026-12-11")
    stage.types(NORA, "/cx L-1")
    assert "had T-1 follow from it" in stage.sees_form(NORA)
    stage.closes(NORA)
    stage.types(NORA, "/cx undo E-1")
    stage.types(NORA, "/cx L-1")
    assert "took T-1 back" in stage.sees_form(NORA)
    stage.closes(NORA)


def test_nobody_is_asked_to_call_before_a_renewal_that_will_not_be(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Refund missing for Acme in Billing sev 1")
    one = asked_of(stage, FactKind.ACCOUNT)
    record(stage)
    assert true_now(stage, FactKind.ACCOUNT) is None
    assert why_over(stage, one) == "Acme has left."
    with stage.duly.database.read() as session:
        tiers = {each.tier: each.number for each in rooms.worth(session, TEAM)}
    assert "key" not in tiers


def test_who_is_back_is_asked_about_no_more(stage: Stage) -> None:
    record(stage)
    stage.closes(BEN)
    one = asked_of(stage, FactKind.LOSS)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "They are back…")
    stage.fills_in(BEN, day="2026-11-23")
    assert true_now(stage, FactKind.LOSS) is None
    assert why_over(stage, one) == "Acme is back."


def test_words_about_a_question_or_a_loss_are_no_answer_to_a_decision(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Close the depot by friday", "#executives")
    stage.types(VICTOR, "/cx D-1 no change because we deliver")
    stage.types(NORA, "/cx decided D-1 as proposed because it costs")
    stage.types(OMAR, "/cx prompt weekly monday 9:30", "#executives")
    stage.types(BEN, "/cx lost Acme on 2026-11-20 they said “price”")
    stage.fills_in(BEN, stated="price")
    stage.passes(days=7, hours=3)
    for words in ("no change because we deliver", "decided so because we can", "as expected"):
        said = stage.types(NORA, f"/cx E-1 {words}")
        assert "about E-1 “Acme left. What keeps others from leaving for the same reason?”." in said
        assert f"Nothing was changed.\nYour words:\nE-1 {words}\n[Answer…]" in said
    said = stage.types(BEN, "/cx L-1 worse because they closed")
    assert "I could not read that as an answer about L-1 Acme left." in said
    assert "[Write it…]" in said
    assert "The newest question is E-1." in stage.types(NORA, "/cx E-9")
    with stage.duly.database.read() as session:
        answers = [(each.user_id, each.why) for each in session.exec(select(ImpactAnswer))]
    assert answers == [(VICTOR, "we deliver")]
