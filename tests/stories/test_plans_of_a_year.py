"""A year's plan is assembled from what stands in Duly, for a customer and for the company."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlmodel import col, select

from handlers.customers import initiatives as room
from handlers.customers.initiatives import InitiativeSaid
from handlers.customers.plans import years
from handlers.speech.plan_errors import FarYear
from storage import departments, people
from storage.customers import Tier
from storage.plan_pages import PlanPage
from tests.cast import BEN, DIEGO, GRACE, NORA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_initiatives import counts_in_euros, ids, write
from tests.stories.test_losses import lead
from tests.stories.test_score_files import files

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOV = date(2026, 11, 27)


def test_the_plan_of_a_customer_is_made_of_what_stands_already(stage: Stage) -> None:
    counts_in_euros(stage)
    lead(stage, "Acme", BEN)
    write(stage)
    stage.closes(GRACE)
    write(stage, what="A portal <!channel>", customers=[], tiers=["key"], begins="2027-07-01",
          ends="2027-12-31", money="10 k")  # fmt: skip
    stage.closes(GRACE)
    stage.types(OMAR, "/cx plan Acme 2027")
    read = stage.sees_form(OMAR)
    assert "*Acme, 2027: two initiatives; they wait for no things*" in read
    assert "Key account · €480 k a year · @ben leads the account" in read
    assert "Nobody is written down who decides" in read
    assert "They wait for nothing." in read
    assert "*January to March*" in read
    assert "*N-1 First ninety days* · @grace answers for it · €60 k · until Wed 31 Mar" in read
    assert "*July to September*" in read
    assert "April to June" not in read
    assert "Nothing was declined within a year." in read
    assert "<!channel>" not in json.dumps(stage.workspace.view(OMAR).blocks)  # type: ignore[union-attr]


def test_money_stands_there_for_whoever_may_know_it(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    stage.types(SARA, "/cx plan Acme 2027")
    read = stage.sees_form(SARA)
    assert "N-1 First ninety days" in read
    assert "60 k" not in read
    assert "480" not in read
    stage.closes(SARA)
    stage.types(SARA, "/cx plan 2027")
    read = stage.sees_form(SARA)
    assert "one initiative*" in read
    assert "k" not in [word.strip("€.,*") for word in read.split() if "€" in word]
    assert "Customers to win" not in read
    stage.closes(SARA)


def test_what_was_cut_or_declined_stands_as_left_out_on_purpose(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    stage.types(DIEGO, "/cx N-1")
    stage.clicks_in_form(DIEGO, "Cut…")
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    stage.fills_in(DIEGO, reason="No money for it", acceptor=NORA)
    stage.closes(DIEGO)
    stage.types(OMAR, "/cx plan Acme 2027")
    read = stage.sees_form(OMAR)
    assert "*N-1 First ninety days*, cut on Mon 23 Nov: “No money for it”" in read
    assert "Nothing is written down: `/cx initiatives`" in read
    stage.closes(OMAR)
    stage.types(OMAR, "/cx plan 2027")
    assert "cut on Mon 23 Nov: “No money for it”" in stage.sees_form(OMAR)


def test_the_plan_of_the_company_names_whom_to_keep_and_what_has_to_come(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage)
    stage.closes(GRACE)
    stage.types(OMAR, "/cx plan 2027")
    read = stage.sees_form(OMAR)
    assert "*2027: one customer to keep, no outcomes, one initiative, €60 k*" in read
    assert "*Customers to keep* Acme (€480 k a year" in read
    assert "No customer has a start or an end yet" in read
    assert "None is written: `/cx roadmap`" in read
    assert "One initiative, €60 k." in read
    assert "Nothing was cut, and no outcome was let go." in read
    stage.closes(OMAR)
    stage.types(BEN, "/cx lost Acme on 2026-11-20 they said price")
    stage.fills_in(BEN, stated="price")
    stage.closes(BEN)
    assert "Acme left on Fri 20 Nov 2026, so there is no plan" in stage.types(OMAR, "/cx plan Acme")
    stage.types(OMAR, "/cx plan")
    read = stage.sees_form(OMAR)
    assert "one left (€480 k a year)" in read
    assert "To make up for that: one customer and €480 k a year more." in read
    assert "No key account is known" in read


def test_a_full_quarter_is_opened_and_read_page_by_page(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        grace = people.find(session, TEAM, GRACE)
        support = departments.named(session, TEAM, "Support")
        assert grace
        assert support
        for number in range(1, 13):
            said = InitiativeSaid(
                f"Part {number}", support, grace, date(2027, 2, number), date(2027, 4, 1),
                amount=1_000, currency="EUR", tiers=[Tier.KEY],
            )  # fmt: skip
            room.write(session, stage.now, grace, said)
    for user, opens in ((SARA, "/cx plan Acme 2027"), (NORA, "/cx plan 2027")):
        stage.types(user, opens)
        assert "• and seven more" in stage.sees_form(user)
        read = stage.clicks_in_form(user, "Show all 12…")
        whose = "Acme" if user == SARA else "The whole company"
        assert f"*{whose}, January to March 2027*" in read
        assert "1 to 10 of 12 initiatives" in read
        assert "N-11 Part 11" not in read
        assert ("€1 k" in read) is (user == NORA), "money is for whoever may know it"
        read = stage.clicks_in_form(user, "Next page…")
        assert "N-11 Part 11" in read
        assert "N-12 Part 12" in read
        stage.closes(user)


def test_a_plan_comes_as_a_page_to_print_as_its_reader_may_read_it(stage: Stage) -> None:
    counts_in_euros(stage)
    lead(stage, "Acme", BEN)
    for number in range(1, 8):
        write(stage, what=f"Part {number}: *bold* <script>x</script>", money="60 k")
        stage.closes(GRACE)
    for user, opens in (
        (SARA, "/cx plan Acme 2027"), (SARA, "/cx plan 2027"), (NORA, "/cx plan 2027"),
    ):  # fmt: skip
        stage.types(user, opens)
        said = stage.clicks_in_form(user, "As a file…")
        assert "is on its way to your messages as a file" in said
        stage.closes(user)
    (of_sara, of_all), (of_nora,) = files(stage, SARA), files(stage, NORA)
    assert of_sara.name == "plan-acme-2027.html"
    page = of_sara.content.decode()
    assert '<h1 dir="auto">Plan of Acme, 2027</h1>' in page
    assert "As Sara Novak may read it" in page
    assert "Ben Fischer leads the account" in page
    assert "N-7 Part 7" in page, "all of a quarter"
    assert "Show all" not in page
    assert "<script>" not in page
    assert "€" not in page, "money is for whoever may know it"
    assert "http" not in page, "no outside address"
    page = of_all.content.decode()
    assert "N-7 Part 7" in page
    assert "€" not in page, "nor does the plan of the company say it"
    assert "€60 k" in of_nora.content.decode()


def test_the_plan_of_the_company_stands_in_a_channel_and_changes_in_its_place(
    stage: Stage,
) -> None:
    counts_in_euros(stage)
    for number in range(1, 8):
        write(stage, what=f"Part {number}: *bold* <!channel>")
        stage.closes(GRACE)
    stage.types(SARA, "/cx plan 2027")
    assert "Post it here…" not in stage.sees_form(SARA), "it is for leads and executives"
    stage.closes(SARA)
    stage.types(NORA, "/cx plan 2025")
    assert "Post it here…" not in stage.sees_form(NORA), "a year that is over stands nowhere"
    stage.closes(NORA)
    stage.types(NORA, "/cx plan 2027")
    stage.clicks_in_form(NORA, "Post it here…")
    assert "It says no money there" in stage.sees_form(NORA)
    place = stage.workspace.named("#support").id
    said = stage.fills_in(NORA, channel=place)
    assert "The plan of 2027 is in #support, and is kept up to date there." in said
    [shown] = stage.channel("#support")
    assert "seven initiatives*" in shown
    assert "• *N-1 Part 1* · Grace Miller answers for it · until Wed 31 Mar" in shown
    assert "and two more" in shown
    assert "Updated Mon 23 Nov · what it costs" in shown
    assert "€" not in shown, "whoever is in a channel reads it"
    assert "Customers to win" not in shown
    assert "@" not in shown, "nobody is notified"
    stage.closes(NORA)

    # Somebody opens it there, as they may read it.
    stage.clicks(GRACE, "Open all of it…")
    assert "€60 k" in stage.sees_form(GRACE)
    stage.closes(GRACE)

    # What is cut goes, with the day of that; a day alone is no change.
    stage.passes(days=1)
    stage.types(GRACE, "/cx N-1")
    stage.clicks_in_form(GRACE, "Cut…")
    stage.clicks_in_form(GRACE, "Cut it, because…")
    stage.fills_in(GRACE, reason="No money for it", acceptor=NORA)
    stage.closes(GRACE)
    stage.passes(hours=1)
    [shown] = stage.channel("#support")
    assert "six initiatives*" in shown
    assert "*N-1 Part 1*, cut on Tue 24 Nov" in shown
    assert "Updated Tue 24 Nov" in shown
    stage.passes(days=1)
    assert "Updated Tue 24 Nov" in stage.channel("#support")[0]

    # That of another year stands beside it; the same is not posted twice.
    for year, told in ((2027, "no second one is posted"), (2026, "is in #support")):
        stage.types(OMAR, f"/cx plan {year}")
        stage.clicks_in_form(OMAR, "Post it here…")
        assert told in stage.fills_in(OMAR, channel=place)
        stage.closes(OMAR)
    assert len(stage.channel("#support")) == 2
    with stage.duly.database.write() as session:
        for each in session.exec(select(PlanPage)):
            each.year -= each.year == 2026
    stage.passes(days=1)
    assert "The plan of 2025 is not kept up to date here any more." in stage.channel("#support")[1]
    with stage.duly.database.read() as session:
        in_order = select(PlanPage).order_by(col(PlanPage.number))
        assert [(each.year, each.reason) for each in session.exec(in_order)] == [
            (2027, ""), (2025, "The year is over."),
        ]  # fmt: skip
    stage.types(OMAR, "/cx plan 2027")
    stage.clicks_in_form(OMAR, "Post it here…")
    stage.fills_in(OMAR, channel=place)
    assert "is kept up to date no more, and says so" in stage.clicks_in_form(OMAR, "Take it down")
    assert "The plan of 2027 is not kept up to date here" in stage.channel("#support")[0]


@on_sqlite
def test_a_plan_of_nobody_or_of_no_year_gets_a_sentence(stage: Stage) -> None:
    assert "one of the years 2024 to 2029" in stage.types(OMAR, "/cx plan 1999")
    assert "Globx" in stage.types(OMAR, "/cx plan Globx 2027")
    assert "Nowhere" in stage.types(OMAR, "/cx plan Nowhere <!channel>")
    stage.types(OMAR, "/cx plan Globex")
    assert "Plan of 2027" in stage.sees_form(OMAR) or "Globex, 2027" in stage.sees_form(OMAR)
    assert ids(stage, "Globex")


@pytest.mark.parametrize(
    ("words", "name", "year"),
    [
        ("", "", 2027),
        ("2027", "", 2027),
        ("for 2026", "", 2026),
        ("Acme", "Acme", 2027),
        ("Acme 2028", "Acme", 2028),
        ("Acme, for 2026", "Acme", 2026),
        ("2026 for Acme", "Acme", 2026),
        ("Studio 1999", "Studio 1999", 2027),
        ("1999 Studio", "1999 Studio", 2027),
    ],
)
def test_a_year_is_read_as_people_name_it(words: str, name: str, year: int) -> None:
    assert years.read(words, NOV) == (name, year)


def test_a_year_that_nobody_plans_is_none() -> None:
    for words in ("1999", "2999", "0000"):
        with pytest.raises(FarYear):
            years.read(words, NOV)
    assert years.read("", date(2026, 9, 30)) == ("", 2026)
