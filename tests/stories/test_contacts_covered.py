"""How many who decide were asked, answered a survey, and were heard in a talk, each by itself."""

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
from storage.history import Event
from storage.invitations import SurveyInvitation
from tests.cast import BEN, OMAR, SARA, TEAM
from tests.exported import rows
from tests.stage import Stage
from tests.stories.test_contacts import lead, list_of, name, page
from tests.stories.test_contacts_answered import answers
from tests.stories.test_surveys import known, opens

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2026, 11, 27)


def invited(stage: Stage) -> list[SurveyInvitation]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(SurveyInvitation)))


def customer_id(stage: Stage, name: str) -> str:
    with stage.duly.database.read() as session:
        return str(session.exec(select(Customer).where(Customer.name == name)).one().customer_id)


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
                "conversation within 21 days. No survey of that time says whom it asked."
            ),
        ),
        (
            Covered(4, 2, 0, 30),
            (
                "Four who decide: two answered a survey in the last year, none was heard in a "
                "conversation within 30 days. No survey of that time says whom it asked."
            ),
        ),
        # 19 of 31 is 61.3 %, by Wilson from 43.8 to 76.3.
        (
            Covered(31, 19, 2, 21),
            (
                "31 who decide: 19 answered a survey in the last year (61 %; between 44 and 76), "
                "two were heard in a conversation within 21 days. No survey of that time says whom "
                "it asked."
            ),
        ),
        # 7 of 12 is 58.3 %, by Wilson from 32.0 to 80.7.
        (
            Covered(12, 7, 9, 21),
            (
                "12 who decide: seven answered a survey in the last year (58 %; with so few, 32 to "
                "81), nine were heard in a conversation within 21 days. No survey of that time "
                "says whom it asked."
            ),
        ),
        # Of 31 who were asked 19 answered; of the seven others two did.
        (
            Covered(38, 21, 9, 21, asked=31, answered=19),
            (
                "38 who decide: 31 were asked by name in a survey of the last year and 19 of them "
                "answered (61 %; between 44 and 76), nine were heard in a conversation within 21 "
                "days. Seven were not asked by name; two of these answered one all the same."
            ),
        ),
        (
            Covered(2, 1, 0, 21, asked=1, answered=0),
            (
                "Two who decide: one was asked by name in a survey of the last year and did not "
                "answer, none was heard in a conversation within 21 days. One was not asked by "
                "name, and answered one all the same."
            ),
        ),
        (
            Covered(12, 7, 9, 21, asked=12, answered=7),
            (
                "12 who decide: 12 were asked by name in a survey of the last year and seven of "
                "them answered (58 %; with so few, 32 to 81), nine were heard in a conversation "
                "within 21 days."
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


def test_who_was_asked_and_who_answered_is_known_by_name(stage: Stage) -> None:
    lead(stage, "Acme", BEN)
    for who in ("Jana Weiss", "Paul Adler", "Rita Sommer"):
        name(stage, name=who, influence="uses" if who == "Rita Sommer" else "decides")
        stage.closes(BEN)
    said = opens(stage, asked="", tiers=["key"])
    assert "Two who decide are asked by name." in said
    [survey] = known(stage)
    assert (survey.asked, survey.tiers, len(invited(stage))) == (2, ["key"], 2)
    stage.closes(OMAR)
    answers(stage, "2026-11-23")
    asked = "Two who decide: two were asked by name in a survey of the last year and one of them"
    assert f"{asked} answered" in page(stage, BEN)
    stage.closes(BEN)
    # Whoever is named later was not asked, and whoever answered stays on the list.
    name(stage, name="Ida Berg")
    stage.closes(BEN)
    assert "One was not asked by name." in page(stage, BEN)
    stage.closes(BEN)
    shown = list_of(stage, OMAR)
    assert "Three who decide at key accounts: two were asked by name" in shown
    stage.clicks_in_form(OMAR, "Show the two who did not…")
    shown = stage.sees_form(OMAR)
    assert shown.index("Ida Berg") < shown.index("Paul Adler"), "whom nobody asked first"
    assert "asked in one survey" in shown
    assert "not asked by name" in shown
    stage.closes(OMAR)
    # So has the story of each.
    page(stage, BEN)
    stage.clicks_in_form(BEN, "Open…", "P-1")
    assert "Asked by name in one survey of the last year, and answered it." in stage.sees_form(BEN)
    stage.closes(BEN)
    # What customers say has it, too: three surveys with their figures.
    said = stage.types(OMAR, "/cx voices")
    assert "2 asked, 1 answered · asked by name" in said
    assert "1 did not answer, somebody who decides. Silence is not a yes." in said
    stage.clicks_answer(OMAR, "Surveys…")
    stage.clicks_in_form(OMAR, "Who is asked…")
    shown = stage.sees_form(OMAR)
    assert "Two people are asked by name. One of them has answered, one has not." in shown
    assert "*Acme* Paul Adler · asked Mon 23 Nov · has not answered" in shown
    stage.clicks_in_form(OMAR, "Change…")
    told = stage.fills_in(OMAR, customers=[customer_id(stage, "Acme")], closes="2026-12-18")
    assert "*Autumn survey* asks three people by name: one came to its list." in told
    assert [each["answered"] for each in rows(stage.duly.database, "invitations")] == [
        True, False, False,
    ]  # fmt: skip
    assert rows(stage.duly.database, "invitations", as_person=SARA) == []
    [row] = rows(stage.duly.database, "surveys")
    assert (row["asked"], row["tiers"], row["closes_on"]) == (3, "key", "2026-12-18")
    # Whose people somebody may not read of they read only counted.
    stage.closes(OMAR)
    stage.types(SARA, "/cx surveys “autumn survey”")
    shown = stage.sees_form(SARA)
    assert "Three of them are at customers of whose people you may not read." in shown
    assert "Paul" not in shown
    with stage.duly.database.read() as session:
        told = session.exec(
            select(Event).where(Event.verb == "changed", Event.noun == "survey list")
        )
        assert [(each.details["added"], each.details["removed"]) for each in told] == [
            (2, 0), (1, 0),
        ]  # fmt: skip


@on_sqlite
def test_a_list_that_cannot_be_meant_says_why(stage: Stage) -> None:
    assert "Nobody is written down who decides there." in opens(stage, tiers=["strategic"])
    stage.closes(OMAR)
    lead(stage, "Acme", BEN, product="Flow <!here>")
    name(stage, name="<!channel> Jana")
    stage.closes(BEN)
    assert "keeps nobody's" in opens(stage, tiers=["key"], named="without")
    stage.closes(OMAR)
    assert "That narrows tiers down." in opens(stage, only="product:Flow <!here>")
    stage.closes(OMAR)
    assert known(stage) == []
    assert "I don't know a survey called “Autmn”." in stage.types(OMAR, "/cx survey Autmn asks key")
    said = opens(stage, tiers=["key", "standard"], only="product:Flow <!here>", asked="40")
    assert "One who decides is asked by name." in said
    [survey] = known(stage)
    assert (survey.asked, survey.narrowed) == (40, "product:Flow <!here>")
    stage.closes(OMAR)
    # What is typed fills the form in, and nothing is guessed.
    assert "Nobodyy" in stage.types(OMAR, "/cx survey Autumn survey asks key, Nobodyy")
    stage.types(OMAR, "/cx survey autumn survey asks strategic accounts and Acme")
    shown = stage.sees_form(OMAR)
    assert "[Strategic accounts]" in shown
    assert "[Acme]" in shown
    assert "asks one person by name" in stage.fills_in(OMAR)
    assert known(stage)[0].tiers == ["strategic"]
    stage.closes(OMAR)
    # Nobody is asked any more, but how many are is still known.
    opens(stage, name="Winter", tiers=["key"], asked="40")
    assert len(invited(stage)) == 2
    stage.clicks_in_form(OMAR, "Who is asked…")
    stage.clicks_in_form(OMAR, "Change…")
    assert "One person is on the list, so" not in stage.sees_form(OMAR)
    told = stage.fills_in(OMAR, tiers=["key"], asked="0")
    assert "*Winter* asks one person by name, as before." in told
    stage.types(OMAR, "/cx voices")
    stage.clicks_answer(OMAR, "Surveys…")
    stage.clicks_in_form(OMAR, "Who is asked…")
    stage.clicks_in_form(OMAR, "Change…")
    assert "*Winter* asks nobody by name: one went from it." in stage.fills_in(
        OMAR, tiers=[], asked="40"
    )
    assert len(invited(stage)) == 1
    assert {each.name: each.asked for each in known(stage)} == {"Autumn survey": 40, "Winter": 40}


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
