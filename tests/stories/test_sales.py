"""The fourth sale first: what a customer needs it for, and whether they use what they bought."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot import routes
from bot.incoming import Refused
from handlers.customers.sales.counting import came_back
from handlers.customers.sales.worth import PaidFrom, less_from, so_far
from handlers.speech.request import Request
from storage import customers
from storage.asks import Ask
from storage.causes import Cause, CauseKind
from storage.customers import Customer
from storage.history import Event
from storage.sales import Blamed, Fit, Sale, Use
from tests.cast import BEN, DIEGO, GRACE, NORA, OMAR, SARA, TEAM, WEI
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def lead(stage: Stage, name: str, user: str | None, **columns: object) -> None:
    """Somebody leads an account from now on; other columns are set as well."""
    with stage.duly.database.write() as session:
        found = customers.named(session, TEAM, name)
        assert found is not None
        for column, value in {"owner_id": user, **columns}.items():
            setattr(found, column, value)
        session.add(found)


def rows(stage: Stage) -> list[Sale]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Sale).order_by(col(Sale.number))))


def asked(stage: Stage, kind: str = "need") -> list[tuple[str, str | None]]:
    """Who was asked that about a sale, and how it ended, oldest first."""
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.noun == "sale", Ask.kind == kind).order_by(col(Ask.ask_id))
        return [(each.person_id, each.outcome) for each in session.exec(query)]


def told(stage: Stage) -> None:
    """History tells how each sale stands."""
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == "sale").order_by(col(Event.event_id))
        stood: dict[int, dict[str, object]] = {}
        for event in session.exec(query):
            row = stood.setdefault(event.number, {})
            row |= event.details.get("sale", {}) | event.details.get("after", {})
            row["state"] = event.state or row["state"]
    for each in rows(stage):
        for name, value in stood[each.number].items():
            real = getattr(each, name)
            plain = real.isoformat() if isinstance(real, date) else real
            assert (str(plain) if name.endswith("_id") and plain else plain) == value, name


def days(stage: Stage, count: int) -> None:
    for _ in range(count):
        stage.passes(days=1)


def sells(stage: Stage, user: str = BEN, **fields: object) -> str:
    """Somebody of Sales writes down what Acme bought."""
    assert stage.types(user, "/cx sale Acme") == ""
    said = stage.fills_in(user, **{"sold": "Flow and 40 seats", "day": "2026-12-01", **fields})
    stage.closes(user)
    return said


def comes(stage: Stage, *lines: str) -> None:
    """The CCO brings in customers with their first day, product and account lead."""
    content = "\n".join(["name,came_on,product,account_lead", *lines, ""])
    stage.drops(OMAR, "customers.csv", content)
    count = f"{len(lines)} customers"
    stage.clicks(OMAR, f"Bring in {count}")


def gives_to(stage: Stage, name: str, user: str) -> None:
    """The CCO says who leads an account from now on."""
    stage.types(OMAR, f"/cx setup customer {name}")
    stage.fills_in(OMAR, account_lead=user)
    stage.closes(OMAR)


def story(stage: Stage, user: str, ref: str = "S-1") -> str:
    stage.closes(user)
    return stage.types(user, f"/cx {ref}") or stage.sees_form(user)


def test_whoever_sold_it_says_what_they_need_it_for(stage: Stage) -> None:
    lead(stage, "Acme", WEI)
    said = sells(stage, value="60 k")
    assert "Noted as S-1: Acme bought something. @ben is asked what they need it for." in said
    [one] = rows(stage)
    assert (one.state, one.sold, one.sold_by, one.starts_on, one.value, one.currency) == (
        "sold", "Flow and 40 seats", BEN, date(2026, 12, 1), 60_000, one.currency,
    )  # fmt: skip
    assert asked(stage) == [(BEN, None)]
    days(stage, 1)
    read = stage.reads_all(BEN)
    assert "Acme starts on Tue 1 Dec with “Flow and 40 seats”." in read
    assert "What do they need it for, and would less have done? The answer is due" in read
    assert "[It fits…] [Less would do…] [I don't know yet…] [Somebody else…]" in read
    stage.clicks(BEN, "Less would do…")
    assert "Please write down what they want" in stage.fills_in(BEN, needs="-")
    said = stage.fills_in(BEN, needs="Ship on the day", unsold="A French manual")
    assert "Noted in S-1: less would have done. @wei finds it on their page." in said
    [one] = rows(stage)
    assert (one.state, one.needs, one.fit, one.unsold) == (
        "handed over", "Ship on the day", "less", "A French manual",
    )  # fmt: skip
    assert asked(stage) == [(BEN, "answered")]
    told(stage)
    stage.types(WEI, "/cx customer Acme")
    page = stage.sees_form(WEI)
    assert "*Sold* S-1, Tue 1 Dec: “Flow and 40 seats”, for “Ship on the day”" in page
    assert "First order 60 k" in page
    assert "They asked for more: “A French manual”" in story(stage, WEI)


def test_after_90_days_whoever_leads_the_account_says_whether_they_use_it(stage: Stage) -> None:
    lead(stage, "Acme", WEI)
    sells(stage, day=(stage.now.date() - timedelta(days=88)).isoformat())
    days(stage, 1)
    assert asked(stage, "use") == []
    days(stage, 3)
    assert asked(stage, "use") == [(WEI, None)]
    read = stage.reads_all(WEI)
    assert "Do they use what they bought? The answer is due" in read
    stage.clicks(WEI, "Hardly…")
    said = stage.fills_in(WEI, reason="Four of 40 seats")
    assert (
        "Noted in S-1: they hardly use it. It counts as sold too much, with nobody's name." in said
    )
    [one] = rows(stage)
    assert (one.used, one.used_words, asked(stage, "use")) == (
        "hardly", "Four of 40 seats", [(WEI, "answered")],
    )  # fmt: skip
    told(stage)
    assert stage.types(NORA, "/cx sale") == ""
    year = stage.sees_form(NORA)
    assert "*One sale this year; it came back as too much.*" in year
    assert "@ben" not in year
    stage.closes(NORA)
    assert "*Sales*: One sale this year; it came back as too much." in stage.opens_home(OMAR)


def test_an_issue_that_comes_of_what_was_sold_shows_its_sale(stage: Stage) -> None:
    sells(stage, day="2026-11-02")
    stage.types(GRACE, "/cx issue They pay for seats nobody uses sev 3 for Acme")
    stage.types(OMAR, "/cx prevented I-1 ask first because they were sold 40 seats")
    with stage.duly.database.write() as session:
        cause = session.exec(select(Cause)).one()
        cause.kind = CauseKind.SALE
        session.add(cause)
    assert "Sold in S-1, need not written down" in story(stage, GRACE, "I-1")
    stage.closes(GRACE)
    stage.types(NORA, "/cx sale")
    assert "*One sale this year; it came back as too much.*" in stage.sees_form(NORA)


@on_sqlite
def test_who_does_not_know_yet_names_a_day_and_may_undo(stage: Stage) -> None:
    sells(stage)
    days(stage, 1)
    stage.clicks(BEN, "I don't know yet…")
    assert "That day is over." in stage.fills_in(BEN, day="2026-11-01")
    assert "within 30 days" in stage.fills_in(BEN, day="2027-11-01")
    said = stage.fills_in(BEN, day="2026-12-04")
    assert "You say by Fri 4 Dec what they need S-1 for." in said
    assert asked(stage) == [(BEN, "redated"), (BEN, None)]
    assert "Undone. S-1 stands as it stood before." in stage.types(BEN, "/cx undo S-1")
    assert asked(stage) == [(BEN, None), (BEN, "withdrawn")]
    told(stage)
    stage.types(BEN, "/cx S-1")
    stage.clicks_in_form(BEN, "It fits…")
    stage.fills_in(BEN, needs="Ship")
    assert rows(stage)[0].state == "handed over"
    stage.closes(BEN)
    assert "Undone. S-1 stands as it stood before." in stage.types(BEN, "/cx undo S-1")
    [one] = rows(stage)
    assert (one.state, one.needs, one.fit) == ("sold", "", None)
    told(stage)


@on_sqlite
def test_what_was_written_down_by_mistake_is_taken_back(stage: Stage) -> None:
    sells(stage)
    assert "Undone. S-1 is taken back" in stage.types(BEN, "/cx undo S-1")
    [one] = rows(stage)
    assert (one.state, asked(stage)) == ("taken back", [(BEN, "withdrawn")])
    told(stage)
    assert "S-1 was taken back" in str(look(stage, OMAR, "sale.need.send", needs="x", fit="fits"))
    assert "Noted as S-2" in sells(stage)


@on_sqlite
def test_somebody_else_knows_and_what_was_sold_is_corrected(stage: Stage) -> None:
    sells(stage)
    days(stage, 1)
    stage.clicks(BEN, "Somebody else…")
    assert "@diego is asked about S-1 now." in stage.fills_in(BEN, person=DIEGO)
    assert asked(stage) == [(BEN, "handed over"), (DIEGO, None)]
    stage.types(BEN, "/cx S-1")
    stage.clicks_in_form(BEN, "Change…")
    assert "S-1 is changed." in stage.fills_in(BEN, sold="Flow and 50 seats")
    assert rows(stage)[0].sold == "Flow and 50 seats"
    told(stage)


@on_sqlite
def test_bad_input_gets_a_sentence_and_loses_nothing(stage: Stage) -> None:
    assert "Acme" in stage.types(BEN, "/cx sale Acmee") + stage.sees_form(BEN)
    stage.closes(BEN)
    stage.types(BEN, "/cx sale Acme")
    assert "Please write down what they bought" in stage.fills_in(BEN, sold="…")
    assert "as an amount" in stage.fills_in(BEN, sold="Flow", value="lots")
    assert "20 years ago" in stage.fills_in(BEN, value="", day="1990-01-01")
    assert "2 years away" in stage.fills_in(BEN, day="2036-01-01")
    assert rows(stage) == []
    hostile = "<!channel> *bold* " + "ü" * 900
    assert "Noted as S-1" in stage.fills_in(BEN, day="2026-12-01", sold=hostile)
    stage.closes(BEN)
    stage.types(BEN, "/cx sale Acme")
    with stage.duly.database.read() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme is not None
        key = acme.customer_id.hex
    again = look(stage, BEN, "sale.send", "", customer=key, day="2026-12-01", sold="Flow")
    assert "S-1 is what Acme bought on that day." in str(again)
    stage.types(OMAR, "/cx S-1")
    view = stage.workspace.view(OMAR)
    assert view is not None
    assert "<!channel>" not in json.dumps(view.blocks)
    lead(stage, "Globex", None, left_on=date(2026, 11, 2))
    stage.closes(BEN)
    stage.types(BEN, "/cx sale Globex")
    assert "Globex left on Mon 2 Nov 2026." in stage.fills_in(BEN, sold="Flow")
    assert len(rows(stage)) == 1


def look(stage: Stage, user: str, verb: str, value: str = "S-1", **fields: str) -> object:
    request = Request(TEAM, user, verb, key=f"{verb}{value}", value=value, fields=fields)
    return stage.duly.incoming.look({**routes.FORMS, **routes.BUTTONS}[verb], request)


@on_sqlite
def test_nobody_else_answers_and_nothing_is_forged(stage: Stage) -> None:
    lead(stage, "Globex", SARA)
    sells(stage)
    for user in (SARA, GRACE):
        for verb in ("sale.need.send", "sale.hardly.send", "sale.edit.send", "sale.used"):
            answer = look(stage, user, verb, needs="x", fit="fits", reason="x", sold="x")
            assert isinstance(answer, Refused), (user, verb, answer)
    for value in ("S-9", "L-1", "S-x", "", "S-1|why"):
        answer = look(stage, OMAR, "sale.need.send", value, needs="x", fit="gold")
        assert isinstance(answer, Refused), value
    # Nobody asked yet whether they use it.
    assert isinstance(look(stage, OMAR, "sale.used"), Refused)
    [one] = rows(stage)
    assert (one.state, one.needs, one.used, asked(stage)) == ("sold", "", None, [(BEN, None)])


# --- what was paid, and what came back ---

NOV = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("known", "away", "paid"),
    [
        ([PaidFrom(date(2021, 11, 1), 365_250)], [], 1_826_000),
        ([PaidFrom(date(2025, 11, 1), 36_525)], [], 36_500),
        ([PaidFrom(date(2025, 11, 1), 36_525), PaidFrom(date(2026, 10, 2), 73_050)], [], 39_500),
        ([PaidFrom(date(2025, 11, 1), 36_525)], [(date(2026, 10, 2), None)], 33_500),
        ([PaidFrom(date(2025, 11, 1), 36_525)], [(date(2026, 10, 2), date(2026, 10, 12))], 35_500),
        ([PaidFrom(date(2025, 11, 1), None)], [], None),
        ([PaidFrom(date(2025, 11, 1), 36_525), PaidFrom(date(2026, 10, 2), None)], [], 33_500),
        ([PaidFrom(NOV, 36_525)], [], None),
        ([PaidFrom(date(2025, 11, 1), 0)], [], 0),
    ],
)
def test_what_was_paid_is_added_day_by_day(
    known: list[PaidFrom], away: list[tuple[date, date | None]], paid: int | None
) -> None:
    assert so_far(known, known[0].day, NOV, away) == paid


def test_each_sale_comes_back_once() -> None:
    with_ids = [Sale(team_id=TEAM, number=n, title="", created_at=None, recorded_by=BEN,
                     customer_id=Customer(team_id=TEAM, name=str(n), key=str(n)).customer_id,
                     starts_on=NOV + timedelta(days=n), sold_by=BEN)
                for n in range(1, 5)]  # fmt: skip
    first, second, third, fourth = with_ids
    fourth.customer_id = third.customer_id
    first.fit, second.used = Fit.LESS, Use.SOME
    blamed = [
        Blamed(first.customer_id, NOV + timedelta(days=9)),
        Blamed(third.customer_id, NOV + timedelta(days=3)),
        Blamed(second.customer_id, NOV),
    ]
    assert came_back(with_ids, blamed) == {1, 3}


@on_sqlite
def test_what_is_still_to_begin_is_a_sale_of_this_year(stage: Stage) -> None:
    sells(stage, day="2026-12-01")
    stage.types(OMAR, "/cx sale")
    year = stage.sees_form(OMAR)
    assert "One sale this year; it has not come back as too much." in year
    assert "S-1* Acme · Tue 1 Dec" in year


@on_sqlite
def test_a_reminder_says_that_they_started_once_they_have(stage: Stage) -> None:
    sells(stage, day="2026-11-25")
    stage.passes(days=1)
    assert "Acme starts on Wed 25 Nov with “Flow and 40 seats”." in stage.reads(BEN)[-1]
    days(stage, 3)
    read = stage.reads(BEN)[-1]
    assert "Thu 26 Nov · S-1" in read
    assert "Acme started on Wed 25 Nov with “Flow and 40 seats”." in read


@pytest.mark.parametrize(
    ("day", "paid"),
    [
        (date(2026, 10, 10), [(1, 480), (10, 380), (20, 500)]),
        (date(2026, 10, 20), [(1, 480), (20, 500)]),
        (date(2026, 10, 25), [(1, 480), (20, 600), (25, 500)]),
        (date(2026, 9, 1), [(1, 380), (20, 500)]),
    ],
)
def test_what_was_lost_in_part_is_paid_less_from_its_own_day(
    day: date, paid: list[tuple[int, int]]
) -> None:
    known = [PaidFrom(date(2026, 10, 1), 480), PaidFrom(date(2026, 10, 20), 600)]
    found = less_from(known, day, 100)
    assert [(each.day.day, each.value) for each in found] == paid
    assert less_from([], day, 100) == []


def test_a_new_account_of_a_file_is_asked_about_in_its_turn_and_follows_its_lead(
    stage: Stage,
) -> None:
    rows_of = [f"New {number},2026-11-{20 - number:02},Flow,ben" for number in range(5)]
    old = ["Old,2026-09-01,Flow,ben", "Unknown,,Flow,ben"]
    comes(stage, *rows_of, *old)
    stage.passes(hours=1)
    assert [each.sold for each in rows(stage)] == ["Flow"] * 5, "who came lately, and no other"
    assert len(asked(stage)) == 3, "a few a day"
    assert {who for who, _ in asked(stage)} == {BEN}
    assert rows(stage)[0].title == "New 4 starts", "who came first"
    stage.passes(days=1)
    assert len(asked(stage)) == 5, "nobody is left out"
    assert "New 4 started on Mon 16 Nov with “Flow”." in stage.reads_all(BEN)
    told(stage)

    # It is answered like any other; who leads the account says what it was.
    read = story(stage, BEN)
    assert "They bought: “Flow”" in read
    stage.clicks_in_form(BEN, "Change…")
    stage.fills_in(BEN, sold="Flow and ten seats")
    stage.closes(BEN)
    story(stage, BEN)
    stage.clicks_in_form(BEN, "It fits…")
    stage.fills_in(BEN, needs="Pay in three clicks")
    stage.closes(BEN)
    assert next((each.fit, each.sold) for each in rows(stage)) == ("fits", "Flow and ten seats")

    # Another lead owes what the one before was asked, also whether they use it.
    for name in ("New 4", "New 3"):
        gives_to(stage, name, WEI)
    stage.passes(hours=1)
    assert [each for each in asked(stage) if each[1] != "answered"].count((WEI, None)) == 1
    assert (BEN, "handed over") in asked(stage)
    stage.passes(until=datetime(2027, 2, 16, 12, tzinfo=UTC))
    assert asked(stage, "use")[0] == (WEI, None)
    gives_to(stage, "New 4", BEN)
    stage.passes(hours=1)
    assert asked(stage, "use").count((WEI, "handed over")) == 1
    assert asked(stage, "use").count((BEN, None)) == 2, "of New 4, and of one that was hers"
    assert "asked @ben, who leads the account now" in story(stage, BEN)
    told(stage)


@on_sqlite
def test_an_account_that_goes_with_its_file_bought_nothing(stage: Stage) -> None:
    comes(stage, "New 1,2026-11-20,Flow,ben", "New 2,2026-11-19,Flow,ben")
    stage.passes(hours=1)
    assert [who for who, _ in asked(stage)] == [BEN, BEN]
    story(stage, BEN)
    stage.clicks_in_form(BEN, "It fits…")
    stage.fills_in(BEN, needs="Pay in three clicks")
    stage.closes(BEN)
    stage.clicks(OMAR, "Take it back")
    assert "New 2: It stays" in stage.reads_all(OMAR), "something was said of it"
    assert [each.state for each in rows(stage)] == ["handed over", "taken back"]
    assert not [ended for _, ended in asked(stage) if ended is None]
