"""How many who decide answered a survey, and how many were heard in a talk, each counted apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from handlers.chasing.policy.account_rules import AccountRules
from handlers.customers.contacts import cards, rules
from handlers.customers.contacts.coverage import Covered, DeciderHeard, counted
from storage.contacts import Contact
from storage.customers import Customer, Tier
from storage.departments import key_of
from tests.cast import BEN, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_contacts import lead, list_of, name, page
from tests.stories.test_contacts_answered import answers
from tests.stories.test_surveys import opens

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2026, 11, 27)


def heard(surveyed: int | None, talked: int | None) -> DeciderHeard:
    """Somebody who answered and who talked so many days ago; None for never."""
    days = [None if each is None else TODAY - timedelta(days=each) for each in (surveyed, talked)]
    return DeciderHeard(*days)


@pytest.mark.parametrize(
    ("found", "tier", "expected"),
    [
        # Added up by hand: a year is 365 days, and the limits are 21, 30 and 45.
        ([], Tier.KEY, (0, 0, 0, 21)),
        ([(None, None)], Tier.KEY, (1, 0, 0, 21)),
        ([(0, 0)], Tier.KEY, (1, 1, 1, 21)),
        ([(364, 20), (365, 21), (None, 22)], Tier.KEY, (3, 1, 1, 21)),
        ([(10, None), (None, 10), (10, 10), (None, None)], Tier.KEY, (4, 2, 2, 21)),
        ([(None, 29), (None, 30)], Tier.BEACHHEAD, (2, 0, 1, 30)),
        ([(None, 44), (None, 45)], Tier.STRATEGIC, (2, 0, 1, 45)),
        # Without a limit a talk counts for a year.
        ([(None, 364), (None, 365)], Tier.STANDARD, (2, 0, 1, 365)),
    ],
)
def test_answers_and_talks_are_counted_apart(
    found: list[tuple[int | None, int | None]], tier: Tier, expected: tuple[int, int, int, int]
) -> None:
    limit = rules.limit_of(AccountRules().silence, tier)
    come_to = counted([heard(*each) for each in found], limit, TODAY)
    assert (come_to.of, come_to.surveyed, come_to.talked, come_to.days) == expected


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (
            Covered(1, 0, 1, 21),
            (
                "One who decides: none answered a survey in the last year, one was heard in a "
                "conversation within 21 days."
            ),
        ),
        (
            Covered(4, 2, 0, 30),
            (
                "Four who decide: two answered a survey in the last year, none was heard in a "
                "conversation within 30 days."
            ),
        ),
        # 19 of 31 is 61.3 %, by Wilson from 43.8 to 76.3.
        (
            Covered(31, 19, 2, 21),
            (
                "31 who decide: 19 answered a survey in the last year (61 %; between 44 and 76), "
                "two were heard in a conversation within 21 days."
            ),
        ),
        # 7 of 12 is 58.3 %, by Wilson from 32.0 to 80.7.
        (
            Covered(12, 7, 9, 21),
            (
                "12 who decide: seven answered a survey in the last year (58 %; with so few, 32 to "
                "81), nine were heard in a conversation within 21 days."
            ),
        ),
    ],
)
def test_a_share_is_said_with_how_sure_it_is(coverage: Covered, said: str) -> None:
    assert cards.covered(coverage) == f"*Coverage* {said}"


def test_the_page_of_a_customer_and_the_list_count_both(stage: Stage) -> None:
    opens(stage)
    stage.closes(OMAR)
    lead(stage, "Acme", BEN)
    name(stage, heard_on="2026-11-10", heard_by=BEN, how="call")
    stage.closes(BEN)
    name(stage, name="Paul Adler")
    stage.closes(BEN)
    name(stage, name="Rita Sommer", influence="uses", heard_on="2026-11-20")
    stage.closes(BEN)
    both = "Two who decide: {} answered a survey in the last year, {} heard in a conversation"
    assert both.format("none", "one was") in page(stage, BEN)
    # What Jana says in a survey does not make her talk of before undone.
    answers(stage, "2026-11-18")
    answers(stage, "2026-11-19", "Paul Adler", known_as="r-2")
    answers(stage, "2026-11-20", "Rita Sommer", known_as="r-3")
    stage.closes(BEN)
    assert both.format("two", "one was") in page(stage, BEN)
    said = "Two who decide at key accounts: two answered a survey in the last year, one was heard"
    assert said in list_of(stage, OMAR)
    stage.closes(OMAR)
    # Who may not read of them reads no count of how they were heard either.
    assert "Coverage" not in page(stage, SARA)
    stage.closes(SARA)
    assert "Coverage" not in list_of(stage, SARA)


@on_sqlite
def test_what_is_counted_opens(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    with stage.duly.database.write() as session:
        acme = session.exec(select(Customer).where(Customer.name == "Acme")).one()
        session.add_all(
            Contact(
                team_id=TEAM, number=number, title=f"Decider {number:02}", key=f"decider {number}",
                created_at=stage.now, quiet_from=stage.now.date(), customer_id=acme.customer_id,
            )
            for number in range(1, 13)
        )  # fmt: skip
        for each in range(1, 8):
            name = f"Key <!here> {each}"
            session.add(Customer(team_id=TEAM, name=name, key=key_of(name), tier="key"))
    shown = list_of(stage, OMAR)
    assert "12 who decide at key accounts: none answered a survey in the last year" in shown
    assert "Seven key accounts have no decision maker written down." in shown
    stage.clicks_in_form(OMAR, "Show the 12 who did not…")
    shown = stage.sees_form(OMAR)
    assert "*12 who decide at key accounts answered no survey in the last year*" in shown
    assert "*Acme* Decider 01" in shown
    assert "Decider 11" not in shown
    stage.clicks_in_form(OMAR, "Next page")
    assert "Decider 12" in stage.sees_form(OMAR)
    list_of(stage, OMAR)
    stage.clicks_in_form(OMAR, "Show all 7…")
    assert stage.sees_form(OMAR).count("[Name them…]") == 7
    stage.closes(OMAR)
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Show all 12…")
    shown = stage.sees_form(BEN)
    assert "*12 people at Acme*" in shown
    stage.clicks_in_form(BEN, "Next page")
    assert "Decider 12" in stage.sees_form(BEN)
    stage.closes(BEN)
    assert "Show" not in page(stage, SARA), "who may not read the names opens none"
