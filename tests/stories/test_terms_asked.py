"""Before an account renews, whoever leads it is asked whether its terms fit."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import col, select

from storage.asks import Ask
from storage.contacts import Contact
from storage.contract_terms import ContractTerm
from storage.history import Event
from storage.matters import Matter
from storage.nudges import Nudge
from storage.tasks import Task
from tests.cast import BEN, OMAR, SARA, TEAM, VICTOR, WEI
from tests.stage import Stage
from tests.stories.test_contract_terms import need
from tests.stories.test_losses import customer, lead
from tests.stories.test_segments import change, rows, sees

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RENEWS = date(2027, 3, 1)


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    """Who was asked whether terms fit, and how that ended."""
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.team_id == TEAM, Ask.noun == "matter")
        found = session.exec(query.order_by(col(Ask.ask_id))).all()
        assert all(each.kind == "terms" for each in found)
        return [(each.person_id, each.outcome) for each in found]


def stands(stage: Stage) -> Matter:
    """The one question that there is; history tells how it stands."""
    (matter,) = rows(stage, Matter)
    told: dict[str, object] = {}
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "matter").order_by(col(Event.event_id))
        for event in session.exec(query):
            told |= event.details.get("matter", {}) | event.details.get("after", {})
            told["state"] = event.state or told["state"]
    for name, value in told.items():
        real = getattr(matter, name)
        plain = real.isoformat() if isinstance(real, date) else real
        assert (str(plain) if name == "customer_id" else plain) == value, name
    return matter  # type: ignore[no-any-return]  # rows has all kinds


def renews(stage: Stage, **more: object) -> None:
    """Acme, a key account that Wei leads, renews on 1 March; who decides there is known."""
    lead(stage, "Acme", WEI)
    with stage.duly.database.write() as session:
        session.add(Contact(
            team_id=TEAM, number=1, title="Jana", key="jana", created_at=stage.now,
            quiet_from=stage.now.date(), customer_id=customer(stage, "Acme").customer_id,
        ))  # fmt: skip
    change(stage, "Acme", renewal_on=RENEWS, **more)
    change(stage, "Globex", renewal_on=None)


@on_sqlite
def test_who_leaves_before_the_question_is_brought_is_not_asked_about(stage: Stage) -> None:
    """What has no answer any more takes no turn from what has one."""
    renews(stage)
    stage.types(BEN, "/cx lost Acme on 2026-11-20 they said “price”")
    assert asked(stage) == [(WEI, None)]
    stage.fills_in(BEN, stated="price")
    stage.passes(days=2)
    assert "fit?" not in stage.reads_all(WEI)
    with stage.duly.database.read() as session:
        query = select(Nudge).where(col(Nudge.ask_id) == col(Ask.ask_id), Ask.kind == "terms")
        assert all(each.sent_at is None for each in session.exec(query)), "it took no turn"
    assert stands(stage).state == "over"
    assert None not in [outcome for _, outcome in asked(stage)]


def test_whoever_leads_the_account_is_asked_and_says_that_they_fit(stage: Stage) -> None:
    change(stage, "Acme", renewal_on=None)
    change(stage, "Globex", renewal_on=None)
    for name in ("Acme", "Globex"):
        need(stage, OMAR, name, term="Answer time", given="8 h")
        stage.closes(OMAR)
    renews(stage)
    stage.passes(days=1)
    stage.passes(days=1)
    assert asked(stage) == [(WEI, None)]
    assert (stands(stage).state, stands(stage).about_on) == ("asked", RENEWS)
    told = stage.reads_all(WEI)
    assert "Acme renews on Mon 1 Mar 2027 on the same terms as one other." in told
    assert "Do they fit? The answer is due" in told
    stage.clicks(WEI, "They fit")
    assert "Noted: the terms of Acme fit. Their page says so." in stage.sees_form(WEI)
    stage.closes(WEI)
    assert (stands(stage).state, stands(stage).answer, stands(stage).answered_by) == (
        "answered", "fits", WEI,
    )  # fmt: skip
    term = next(each for each in rows(stage, ContractTerm) if each.answer == "fits")
    assert (term.name, term.given, term.source) == (
        "Answer time",
        "8 h",
        "Wei Tan, Wed 25 Nov 2026",
    )
    assert asked(stage) == [(WEI, "answered")]
    # Once for this renewal.
    stage.passes(days=30)
    assert len(rows(stage, Matter)) == 1
    stage.types(WEI, "/cx B-1")
    assert "they fit" in sees(stage, WEI)


@on_sqlite
def test_what_they_need_answers_it_with_who_said_so(stage: Stage) -> None:
    renews(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    assert "Acme renews on Mon 1 Mar 2027. Do they fit?" in stage.reads_all(WEI).replace("*", "")
    stage.clicks(WEI, "They need…")
    assert "Please write who said so" in stage.fills_in(WEI, term="Notice", wanted="1 month")
    assert stands(stage).state == "asked"
    said = stage.fills_in(WEI, source="Jana <!channel>, 3 Nov")
    assert "Written down for Acme: *Notice* wanted 1 month (Jana" in said
    assert (stands(stage).state, stands(stage).answer) == ("answered", "needs")
    stage.passes(hours=1)
    assert "Acme wants other terms." in stage.reads_all(OMAR)


def reminded(stage: Stage) -> int:
    """How often somebody was reminded that terms are asked about."""
    with stage.duly.database.read() as session:
        query = select(Nudge).where(col(Nudge.ask_id) == col(Ask.ask_id), Ask.kind == "terms")
        return sum(each.sent_at is not None for each in session.exec(query))


@on_sqlite
def test_it_is_put_off_for_a_while_and_asked_again(stage: Stage) -> None:
    renews(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.clicks(WEI, "Later…")
    assert "I can be quiet until Tue 1 Dec." in stage.sees_form(WEI)
    assert "still to come" in stage.fills_in(WEI, day="2026-11-24", reason="x")
    assert "B-1 can rest until Tue 1 Dec." in stage.fills_in(WEI, day="2027-02-01", reason="x")
    assert "why" in stage.fills_in(WEI, day="2026-12-01", reason=" ").lower()
    said = stage.fills_in(WEI, day="2026-12-01", reason="They <!channel> move house")
    assert "Quiet about B-1 until Tue 1 Dec. Then I ask you again." in said
    assert (stands(stage).state, asked(stage)) == ("asked", [(WEI, None)])
    stage.closes(WEI)
    stage.passes(days=6)
    assert reminded(stage) == 1, "quiet"
    stage.passes(days=2)
    assert reminded(stage) == 2, "it comes again"
    stage.types(WEI, "/cx B-1")
    assert "@wei put it off" in stage.sees_form(WEI)
    assert "They <!channel> move house" in stage.sees_form(WEI)


@on_sqlite
def test_only_what_they_have_is_no_answer_yet(stage: Stage) -> None:
    renews(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.clicks(WEI, "They need…")
    said = stage.fills_in(WEI, term="Notice", given="3 months")
    assert "Do they fit? That is still asked." in said
    assert (stands(stage).state, asked(stage)) == ("asked", [(WEI, None)])


@on_sqlite
def test_somebody_asks_them_and_it_is_asked_again(stage: Stage) -> None:
    renews(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.clicks(WEI, "I'll ask them…")
    said = stage.fills_in(WEI, day="2020-01-01")
    assert stands(stage).state == "asked"
    said = stage.fills_in(WEI, day="2026-12-04")
    assert "Noted: T-1 asks them, and @wei has it." in said
    (task,) = rows(stage, Task)
    assert (task.title, task.owner_id) == ("Ask Acme whether their terms fit", WEI)
    assert (stands(stage).state, stands(stage).led_to) == ("followed", "T-1")
    assert asked(stage) == [(WEI, "answered")]
    stage.types(WEI, "/cx done T-1")
    stage.passes(hours=2)
    assert asked(stage) == [(WEI, "answered"), (WEI, None)]
    assert stands(stage).state == "asked"
    # What is written on the page of the customer answers it, too.
    need(stage, OMAR, "Acme", term="Price", source="Jana, today")
    stage.closes(OMAR)
    stage.passes(hours=2)
    assert (stands(stage).state, stands(stage).answer) == ("answered", "fits")
    assert asked(stage)[-1] == (WEI, "answered")


@on_sqlite
def test_not_asked_for_a_reason_and_somebody_else_is_asked(stage: Stage) -> None:
    renews(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.clicks(WEI, "Somebody else…", "B-1")
    assert "@sara is asked now." in stage.fills_in(WEI, person=SARA)
    assert asked(stage) == [(WEI, "handed over"), (SARA, None)]
    stage.passes(days=1)
    stage.clicks(SARA, "No, because…", "B-1")
    assert "why" in stage.fills_in(SARA, reason=" ").lower()
    assert "Noted with your reason." in stage.fills_in(SARA, reason="They asked for <!here> peace")
    assert (stands(stage).state, stands(stage).answer) == ("answered", "no")
    assert asked(stage)[-1] == (SARA, "declined")
    stage.types(OMAR, "/cx B-1")
    assert "They asked for <!here> peace" in sees(stage, OMAR)
    stage.closes(OMAR)
    # It is over, whoever clicks; and nothing of it is for everybody.
    assert "is for" in stage.types(SARA, "/cx B-1")
    assert "B-9" in stage.types(OMAR, "/cx B-9")


@on_sqlite
def test_silence_goes_to_the_sponsor_and_then_stands_each_monday(stage: Stage) -> None:
    renews(stage, sponsor_id=VICTOR)
    stage.passes(hours=1)
    stage.passes(days=58)
    told = stage.reads_all(VICTOR)
    assert "has not said whether they fit. Could you?" in told
    stage.passes(days=8)
    assert "stay late" in stage.reads_all(WEI)
    stage.clicks(VICTOR, "They fit")
    assert (stands(stage).answered_by, stands(stage).answer) == (VICTOR, "fits")


@on_sqlite
def test_nobody_is_asked_where_it_is_known_or_makes_no_sense(stage: Stage) -> None:
    change(stage, "Acme", renewal_on=None)
    change(stage, "Globex", tier="standard", renewal_on=RENEWS)
    need(stage, OMAR, "Acme", term="Price", source="Jana, today")
    stage.closes(OMAR)
    renews(stage)
    change(stage, "Globex", tier="standard", renewal_on=RENEWS)
    stage.passes(days=2)
    assert rows(stage, Matter) == []
    change(stage, "Globex", tier="strategic")
    stage.passes(days=1)
    assert rows(stage, Matter) == [], "nobody leads that account"
    # Who left is asked about no more.
    lead(stage, "Globex", WEI)
    stage.passes(days=1)
    assert asked(stage) == [(WEI, None)]
    change(stage, "Globex", left_on=date(2026, 11, 26))
    stage.passes(hours=2)
    assert (stands(stage).state, asked(stage)) == ("over", [(WEI, "withdrawn")])


@on_sqlite
def test_twice_and_by_others(stage: Stage) -> None:
    renews(stage)
    stage.passes(hours=1)
    stage.passes(days=1)
    stage.types(BEN, "/cx B-1")
    stage.clicks_in_form(BEN, "No, because…")
    stage.clicks(WEI, "They fit")
    assert "B-1 stands otherwise by now" in stage.fills_in(BEN, reason="Later")
    assert stands(stage).answer == "fits"
