"""Each kind of fact is asked about when it is true, in words that say what is so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.executives.prompts import facts
from handlers.executives.prompts.facts import over
from handlers.executives.prompts.facts.rules import Fact, FactKind, loudness, too_often
from storage.asks import Ask
from storage.inquiries import Inquiry
from tests.cast import BEN, GRACE, MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM, VICTOR
from tests.stage import Stage
from tests.stories.test_leavers import leaves

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def true_now(stage: Stage, kind: FactKind) -> Fact | None:
    """The loudest fact of a kind, as things stand."""
    others = [each for each in FactKind if each is not kind]
    with stage.duly.database.write() as session:
        return facts.loudest(session, stage.now, TEAM, but=others)


def asked_of(stage: Stage, kind: FactKind) -> Inquiry:
    """The question that would be asked because of the loudest fact of a kind."""
    fact = true_now(stage, kind)
    assert fact is not None
    one = Inquiry(
        team_id=TEAM, number=1, title=fact.question, said=fact.said, fact=fact.kind,
        subject=fact.subject, to_id=NORA, channel_id="", created_at=stage.now, due_at=stage.now,
    )  # fmt: skip
    assert why_over(stage, one) == ""
    return one


def why_over(stage: Stage, inquiry: Inquiry) -> str:
    """Why nothing is asked any more, as things stand."""
    with stage.duly.database.read() as session:
        return over.why(session, stage.now, inquiry)


@ON_SQLITE
def test_what_comes_back_twice_is_asked_about_and_a_private_one_is_not(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Find the parcel to @sara by friday for Globex")
    stage.types(OMAR, "/cx task Hide the parcel to @sara by friday for Acme private")
    for ref in ("T-1", "T-2", "T-1", "T-2"):
        assert true_now(stage, FactKind.BOUNCE) is None
        stage.types(SARA, f"/cx handoff {ref} to Logistics because it is theirs")
        stage.types(TOM, f"/cx return {ref} because not ours")
        if ref == "T-1" and true_now(stage, FactKind.BOUNCE):
            break
    fact = true_now(stage, FactKind.BOUNCE)
    assert fact is not None
    assert (fact.subject, fact.question) == ("task:1", "Who takes T-1 for good?")
    assert "T-1 “Find the parcel” came back" in fact.said
    assert "Globex (strategic account, 150 k a year) waits for it." in fact.said
    stage.types(SARA, "/cx handoff T-2 to Logistics because it is theirs")
    stage.types(TOM, "/cx return T-2 because not ours")
    one = asked_of(stage, FactKind.BOUNCE)
    stage.types(OMAR, "/cx withdraw T-1")
    assert true_now(stage, FactKind.BOUNCE) is None
    assert why_over(stage, one) == "T-1 is closed: taken back."


@ON_SQLITE
def test_a_cause_that_was_prevented_and_is_back_is_asked_about(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1 by friday")
    stage.types(MARIA, "/cx prevented I-1 the run reads the contract because dates are copied")
    stage.passes(days=1)
    stage.types(GRACE, "/cx issue Invoiced thrice for Globex in Billing sev 2")
    stage.types(MARIA, "/cx take I-2 by friday")
    assert true_now(stage, FactKind.CAUSE) is None
    stage.types(MARIA, "/cx prevented I-2 somebody checks because dates are copied")
    fact = true_now(stage, FactKind.CAUSE)
    assert fact is not None
    assert fact.question == "“dates are copied” is back. Who ends it?"
    assert "after I-1 “Invoiced twice”, and came back in I-2 “Invoiced thrice”" in fact.said
    assert "two issues of this cause in 90 days" in fact.said
    one = asked_of(stage, FactKind.CAUSE)
    stage.passes(days=1)
    stage.types(GRACE, "/cx issue Invoiced again for Initech in Billing sev 2")
    stage.types(MARIA, "/cx take I-3 by friday")
    stage.types(MARIA, "/cx prevented I-3 nobody copies because dates are copied")
    assert why_over(stage, one) == "Somebody said in I-3 what keeps it from coming back."


@ON_SQLITE
def test_a_customer_who_has_not_heard_is_asked_about_until_they_have(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1 by friday")
    assert true_now(stage, FactKind.UNTOLD) is None
    stage.passes(days=4)
    fact = true_now(stage, FactKind.UNTOLD)
    assert fact is not None
    assert fact.question == "Does Acme know from us what happened in I-1?"
    assert "should have heard about I-1 “Invoiced twice” by" in fact.said
    one = asked_of(stage, FactKind.UNTOLD)
    stage.types(BEN, "/cx told I-1 the credit is on its way")
    assert true_now(stage, FactKind.UNTOLD) is None
    assert why_over(stage, one) == "The customer has heard from us about I-1."


@ON_SQLITE
def test_a_department_that_answers_nothing_is_asked_about(stage: Stage) -> None:
    for what in ("Call them", "Write to them", "Visit them"):
        stage.types(OMAR, f"/cx task {what} to @tom by friday")
    stage.passes(days=9)
    fact = true_now(stage, FactKind.QUIET)
    assert fact is not None
    assert fact.question == "What keeps Logistics from answering?"
    assert "None came in a week." in fact.said
    one = asked_of(stage, FactKind.QUIET)
    stage.types(TOM, "/cx done T-1")
    assert true_now(stage, FactKind.QUIET) is None
    assert why_over(stage, one) == "Logistics has answered something since."


@ON_SQLITE
def test_whoever_is_asked_and_leaves_is_followed_by_the_cco(stage: Stage) -> None:
    stage.types(SARA, "/cx issue Nobody can log in for Acme in Billing sev 1")
    stage.types(VICTOR, "/cx prompt now")
    with stage.duly.database.read() as session:
        assert session.exec(select(Inquiry.to_id)).one() == NORA
    leaves(stage, NORA)
    stage.passes(days=3)
    assert "Who calls Acme" in stage.reads_all(OMAR)
    stage.clicks(VICTOR, "Nobody needs to, because…")
    stage.fills_in(VICTOR, words="I called them")
    with stage.duly.database.read() as session:
        left = session.exec(select(Ask.outcome).where(Ask.noun == "inquiry")).all()
    assert None not in left


@pytest.mark.parametrize(
    ("money", "severity", "days", "loud"),
    [
        (480_000, 1, 3, 480_000 * 8 * 3), (480_000, 2, 3, 480_000 * 4 * 3),
        (None, 3, 0, 1_000 * 2), (10, 4, 90, 1_000 * 30), (0, 9, 1, 1_000),
    ],
)  # fmt: skip
def test_loudness_is_money_times_severity_times_days(
    money: int | None, severity: int, days: int, loud: int
) -> None:
    assert loudness(money, severity, MONDAY - timedelta(days=days), MONDAY) == loud


@pytest.mark.parametrize(
    ("kinds", "passed_over"),
    [
        ([], None), (["account"] * 2, None), (["account"] * 3, FactKind.ACCOUNT),
        (["account", "cause", "account", "account"], None),
        (["cause", "cause", "cause", "account"], FactKind.CAUSE), (["astrology"] * 3, None),
    ],
)  # fmt: skip
def test_after_three_of_one_kind_it_is_the_turn_of_another(
    kinds: list[str], passed_over: FactKind | None
) -> None:
    assert too_often(kinds) is passed_over
