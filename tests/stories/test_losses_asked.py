"""The weekly question asks what keeps others from leaving, and calls nobody who has left."""

from __future__ import annotations

from sqlmodel import select

from handlers.executives.prompts.facts.rules import FactKind
from storage import rooms
from storage.inquiries import Inquiry
from tests.cast import BEN, GRACE, NORA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_facts import true_now
from tests.stories.test_losses import explain, lead, record


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
    stage.closes(NORA)


def test_nobody_is_asked_to_call_before_a_renewal_that_will_not_be(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Refund missing for Acme in Billing sev 1")
    assert true_now(stage, FactKind.ACCOUNT) is not None
    record(stage)
    assert true_now(stage, FactKind.ACCOUNT) is None
    with stage.duly.database.read() as session:
        tiers = {each.tier: each.number for each in rooms.worth(session, TEAM)}
    assert "key" not in tiers


def test_who_is_back_is_asked_about_no_more(stage: Stage) -> None:
    record(stage)
    stage.closes(BEN)
    stage.types(BEN, "/cx L-1")
    stage.clicks_in_form(BEN, "They are back…")
    stage.fills_in(BEN, day="2026-11-23")
    assert true_now(stage, FactKind.LOSS) is None
