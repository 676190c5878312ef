"""Whoever leads an account says how its renewal stands, and that stays beside what came."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from bot import routes
from bot.incoming import Refused
from handlers.speech.request import Request
from storage import customers, renewals
from storage.asks import Ask
from storage.audiences import Audience
from storage.customers import Customer
from storage.history import Event
from storage.renewals import Renewal
from storage.tasks import Task
from tests.cast import BEN, DIEGO, GRACE, NORA, OMAR, SARA, TEAM, WEI
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GLOBEX = date(2027, 1, 15)
"""When Globex renews: in 53 days, so that it is asked about at once."""


def lead(stage: Stage, name: str, user: str | None, **columns: object) -> None:
    """Somebody leads an account from now on; other columns are set as well."""
    with stage.duly.database.write() as session:
        found = customers.named(session, TEAM, name)
        assert found is not None
        for column, value in {"owner_id": user, **columns}.items():
            setattr(found, column, value)
        session.add(found)


def customer(stage: Stage, name: str = "Globex") -> Customer:
    with stage.duly.database.read() as session:
        found = customers.named(session, TEAM, name)
        assert found is not None
        session.expunge(found)
        return found


def rows(stage: Stage) -> list[Renewal]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Renewal).order_by(col(Renewal.number))))


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    """Who was asked how a renewal stands, and how that ended, oldest first."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "renewal").order_by(col(Ask.ask_id)))
        return [(each.person_id, each.outcome) for each in found]


def told(stage: Stage) -> None:
    """History tells how each renewal stands."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "renewal").order_by(col(Event.event_id))
        stood: dict[int, dict[str, object]] = {}
        for event in session.exec(query):
            row = stood.setdefault(event.number, {})
            row |= event.details.get("renewal", {}) | event.details.get("after", {})
            row["state"] = event.state or row["state"]
    for each in rows(stage):
        for name, value in stood[each.number].items():
            real = getattr(each, name)
            plain = real.isoformat() if isinstance(real, date) else real
            assert (str(plain) if name.endswith("_id") else plain) == value, name


def days(stage: Stage, count: int) -> None:
    """So many days pass, one after the other: what one brings is read on the next."""
    for _ in range(count):
        stage.passes(days=1)


def begins(stage: Stage, user: str = WEI) -> None:
    """Globex is led by somebody, who is asked how its renewal stands."""
    lead(stage, "Globex", user)
    days(stage, 2)


def audience(stage: Stage, seen_by: Audience) -> None:
    """The only task is seen by others from now on."""
    with stage.duly.database.write() as session:
        offer = session.exec(select(Task)).one()
        offer.audience = seen_by
        session.add(offer)


def ledger(stage: Stage, user: str) -> str:
    stage.closes(user)
    assert stage.types(user, "/cx renewals") == ""
    return stage.sees_form(user)


def test_somebody_says_how_it_stands_and_is_asked_again_nearer_the_day(stage: Stage) -> None:
    begins(stage)
    [one] = rows(stage)
    assert (one.ref, one.state, one.renews_on, one.tier, one.value, one.outlook) == (
        "R-1", "open", GLOBEX, "strategic", 150_000, None,
    )  # fmt: skip
    assert asked(stage) == [(WEI, None)]
    read = stage.reads_all(WEI)
    assert "Globex renews on Fri 15 Jan." in read
    assert "How does it stand? The answer is due" in read
    assert "[They renew…] [Not sure…] [They leave…] [They changed it…] [Somebody else…]" in read
    stage.clicks(WEI, "Not sure…")
    said = stage.fills_in(WEI, reason="They ask about the fee")
    assert "Noted in R-1: not sure, “They ask about the fee”. You are asked again" in said
    [one] = rows(stage)
    assert (one.state, one.outlook, one.words, one.said_by) == (
        "open", "not sure", "They ask about the fee", WEI,
    )  # fmt: skip
    assert asked(stage) == [(WEI, "answered")]
    days(stage, 24)
    assert asked(stage) == [(WEI, "answered"), (WEI, None)]
    assert "Wei said on " in stage.reads_all(WEI)
    assert ": not sure, “They ask about the fee”." in stage.reads_all(WEI)
    stage.clicks(WEI, "They renew…")
    said = stage.fills_in(WEI, day="2028-01-15", reason="Signed")
    assert "Globex stays until Sat 15 Jan 2028. R-1 is settled" in said
    [one] = rows(stage)
    assert (one.state, one.outlook, one.until) == ("renewed", "renew", date(2028, 1, 15))
    assert customer(stage).renewal_on == date(2028, 1, 15)
    assert all(outcome for _, outcome in asked(stage))
    told(stage)
    assert "*Globex* · Said *they renew* on " in ledger(stage, WEI)
    assert "; renewed until Sat 15 Jan 2028." in stage.sees_form(WEI)


def test_what_was_said_stays_beside_what_came(stage: Stage) -> None:
    begins(stage)
    stage.clicks(WEI, "They renew…")
    said = stage.fills_in(WEI, reason="They are happy")
    assert "Noted in R-1: they renew, “They are happy”. You are asked again" in said
    stage.types(BEN, "/cx lost Globex on 2026-11-24 they said “price”")
    assert "Noted as L-1" in stage.fills_in(BEN, stated="price")
    days(stage, 2)
    [one] = rows(stage)
    assert (one.state, one.outlook, one.ended_on) == ("left", "renew", date(2026, 11, 24))
    told(stage)
    page = ledger(stage, NORA)
    assert "*Globex* · Said *they renew* on Wed 25 Nov; left." in page
    stage.closes(NORA)
    story = stage.types(NORA, "/cx R-1") or stage.sees_form(NORA)
    assert "Said *they renew* on Wed 25 Nov; left." in story.replace("*", "*")
    assert "Duly saw that they left" in story


def test_after_its_day_it_is_asked_what_came(stage: Stage) -> None:
    lead(stage, "Globex", WEI, renewal_on=date(2026, 12, 4))
    days(stage, 5)
    stage.clicks(WEI, "They renew…")
    stage.fills_in(WEI, reason="So they say")
    days(stage, 11)
    assert asked(stage) == [(WEI, "answered"), (WEI, None)]
    assert "Globex was to renew on Fri 4 Dec: what came?" in stage.reads_all(WEI)
    stage.clicks(WEI, "They renew…")
    assert "Please complete this required field." in stage.fills_in(WEI, reason="-")
    assert "after that" in stage.fills_in(WEI, day="2026-12-04")
    assert "more than 10 years" in stage.fills_in(WEI, day="2099-12-04")
    assert "stays until Sat 4 Dec 2027" in stage.fills_in(WEI, day="2027-12-04")
    assert rows(stage)[0].state == "renewed"
    told(stage)


def test_what_they_changed_stands_with_the_customer(stage: Stage) -> None:
    begins(stage)
    stage.clicks(WEI, "They changed it…")
    assert "as an amount" in stage.fills_in(WEI, day="2027-02-15", value="much", reason="Less")
    assert "That day is over." in stage.fills_in(WEI, day="2026-11-01", value="")
    said = stage.fills_in(WEI, day="2027-02-15", value="120 k")
    assert "Noted in R-1: they changed it, “Less”." in said
    found = customer(stage)
    assert (found.renewal_on, found.annual_value) == (date(2027, 2, 15), 120_000)
    [one] = rows(stage)
    assert (one.state, one.renews_on, one.value) == ("open", date(2027, 2, 15), 120_000)
    told(stage)


def test_a_day_that_is_set_elsewhere_moves_it_renews_it_or_drops_it(stage: Stage) -> None:
    begins(stage)
    lead(stage, "Globex", WEI, renewal_on=GLOBEX + timedelta(days=20))
    days(stage, 1)
    assert (rows(stage)[0].state, rows(stage)[0].renews_on) == ("open", date(2027, 2, 4))
    lead(stage, "Globex", WEI, renewal_on=date(2028, 2, 4))
    days(stage, 1)
    assert (rows(stage)[0].state, rows(stage)[0].until) == ("renewed", date(2028, 2, 4))
    assert asked(stage)[0] == (WEI, "withdrawn")
    lead(stage, "Acme", WEI)
    lead(stage, "Acme", WEI, renewal_on=date(2027, 2, 1))
    days(stage, 3)
    assert [each.state for each in rows(stage)] == ["renewed", "open"]
    lead(stage, "Acme", WEI, renewal_on=None)
    days(stage, 1)
    assert [each.state for each in rows(stage)] == ["renewed", "dropped"]
    assert all(outcome for _, outcome in asked(stage))
    told(stage)


def test_key_accounts_are_asked_about_earlier_and_no_account_without_a_lead(stage: Stage) -> None:
    day = stage.now.date() + timedelta(days=118)
    lead(stage, "Acme", WEI, renewal_on=day)
    lead(stage, "Globex", WEI, renewal_on=day)
    lead(stage, "Initech", None, renewal_on=stage.now.date() + timedelta(days=40))
    days(stage, 2)
    assert [each.title for each in rows(stage)] == ["Acme renews"]
    lead(stage, "Globex", WEI, renewal_on=stage.now.date() + timedelta(days=89))
    days(stage, 1)
    assert [each.title for each in rows(stage)] == ["Acme renews", "Globex renews"]


@on_sqlite
def test_somebody_else_knows_and_nobody_else_says(stage: Stage) -> None:
    begins(stage)
    for verb in ("renewal.renew.send", "renewal.leave.send", "renewal.pass.send"):
        request = Request(TEAM, BEN, verb, key=verb, value="R-1", fields={"reason": "no"})
        answer = stage.duly.incoming.look(routes.FORMS[verb], request)
        assert isinstance(answer, Refused), answer
    assert rows(stage)[0].outlook is None
    stage.clicks(WEI, "Somebody else…")
    assert "@diego is asked how R-1 stands now." in stage.fills_in(WEI, person=DIEGO)
    assert asked(stage) == [(WEI, "handed over"), (DIEGO, None)]
    days(stage, 1)
    stage.clicks(DIEGO, "They leave…")
    said = stage.fills_in(DIEGO, reason="<!channel> *bye* " + "ü" * 900)
    assert "[They left…] on their page records it" in said
    stage.types(OMAR, "/cx R-1")
    view = stage.workspace.view(OMAR)
    assert view is not None
    assert "<!channel>" not in json.dumps(view.blocks)
    assert rows(stage)[0].outlook == "leave"
    assert "*Renewals in 90 days*: one says that they leave." in stage.opens_home(OMAR)


@on_sqlite
def test_the_ledger_says_what_renews_and_who_reads_what_it_pays(stage: Stage) -> None:
    begins(stage)
    stage.types(GRACE, "/cx task Send the offer to @sara by tomorrow for Globex")
    days(stage, 4)
    page = ledger(stage, NORA)
    assert "*One account renews in 90 days, 150 k a year; it waits for something late.*" in page
    assert "*Globex* · 150 k a year · Fri 15 Jan · Wei has not said yet · one late" in page
    assert "[Say how…]" not in page
    assert "[Say how…]" in ledger(stage, WEI)
    # What is private is counted for nobody who may not see it.
    audience(stage, Audience.PRIVATE)
    assert "late" not in ledger(stage, WEI)
    assert "one late" in ledger(stage, GRACE)
    audience(stage, Audience.DEPARTMENT)
    # An account lead of another customer reads what renews, and not what it pays.
    lead(stage, "Acme", SARA)
    page = ledger(stage, SARA)
    assert "*Globex* · Fri 15 Jan · Wei has not said yet" in page
    assert "150 k" not in page
    lead(stage, "Acme", None)
    stage.closes(SARA)
    assert "That is for" in stage.types(SARA, "/cx renewals")
    lead(stage, "Globex", None, renewal_on=None)
    lead(stage, "Acme", None, renewal_on=None)
    assert "No customer has a day of renewal yet." in ledger(stage, OMAR)


@on_sqlite
def test_it_stands_on_their_page_and_on_home_of_who_leads_it(stage: Stage) -> None:
    begins(stage)
    assert "*Globex* · renews Fri 15 Jan · how does it stand?" in stage.opens_home(WEI)
    stage.types(WEI, "/cx customer Globex")
    assert "*Renewal* R-1, Fri 15 Jan: nobody has said yet how it stands." in stage.sees_form(WEI)
    stage.clicks_in_form(WEI, "Say how…")
    assert "*Globex* renews on Fri 15 Jan. How does it stand?" in stage.sees_form(WEI)
    stage.clicks_in_form(WEI, "Not sure…")
    stage.fills_in(WEI, reason="fee")
    stage.closes(WEI)
    assert "*Globex* · renews Fri 15 Jan · not sure" in stage.opens_home(WEI)
    assert asked(stage) == [(WEI, "answered")]
    stage.types(SARA, "/cx customer Globex")
    assert "*Renewal*" not in stage.sees_form(SARA)


@on_sqlite
def test_what_has_ended_is_answered_no_more(stage: Stage) -> None:
    begins(stage)
    with stage.duly.database.write() as session:
        one = renewals.find(session, TEAM, 1)
        assert one is not None
        one.state = "left"
        session.add(one)
    stage.clicks(WEI, "Not sure…")
    assert "It is known what came of R-1: left." in stage.reads_all(WEI) + stage.sees_form(WEI)


@on_sqlite
def test_whoever_leads_the_account_next_is_asked_instead(stage: Stage) -> None:
    begins(stage)
    lead(stage, "Globex", GRACE)
    days(stage, 1)
    assert asked(stage) == [(WEI, "handed over"), (GRACE, None)]
    assert rows(stage)[0].lead_id == GRACE
    days(stage, 1)
    assert "Globex renews on Fri 15 Jan." in stage.reads_all(GRACE)
    # What was put to somebody by name stays with them, and with nobody in the lead nothing moves.
    stage.clicks(GRACE, "Somebody else…")
    stage.fills_in(GRACE, person=DIEGO)
    for user in (None, WEI):
        lead(stage, "Globex", user)
        days(stage, 1)
    assert asked(stage) == [(WEI, "handed over"), (GRACE, "handed over"), (DIEGO, None)]
    assert rows(stage)[0].lead_id == WEI
    told(stage)
    story = stage.types(OMAR, "/cx R-1") or stage.sees_form(OMAR)
    assert "asked @grace, who leads the account now" in story
    assert "saw that @wei leads the account now" in story


FORGED = ("R-9", "L-1", "R-x", "", "T-1", "R-1|why")


@on_sqlite
@pytest.mark.parametrize("value", FORGED)
def test_what_names_no_renewal_changes_nothing(stage: Stage, value: str) -> None:
    begins(stage)
    request = Request(TEAM, WEI, "renewal.leave.send", key=value, value=value,
                      fields={"reason": "bye"})  # fmt: skip
    answer = stage.duly.incoming.look(routes.FORMS["renewal.leave.send"], request)
    assert isinstance(answer, Refused)
    assert rows(stage)[0].outlook is None
