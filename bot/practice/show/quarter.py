"""The script of the long tour: the executives' channel over a quarter, from Monday to Monday."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from bot.practice.show import accounts, fortnight
from bot.practice.show.days import EXECUTIVES, FRI, MON, THU, TUE, WED, WEEK
from bot.practice.show.tour import BrokenExpectation, Tour

WEEKS = 13
NOTHING_FOLLOWS = (
    "Nobody needs to, because…", "It is settled, because…", "We live with it, because…",
    "They need not, because…", "They do answer, because…", "Not now, because…", "No, because…",
    "It does not reach them", "It does not happen", "No change", "Write it…",
)  # fmt: skip
"""One answer to each kind of question."""
ENDED = {"decided", "withdrawn"}


def play(tour: Tour) -> None:
    """Play thirteen weeks, then count what came of them. Raises BrokenExpectation."""
    scenes: tuple[Callable[[Tour], None], ...] = (
        fortnight.setting_up, _what_is_wrong, accounts.somebody_leads_the_account,
        _the_first_question, _a_price_is_asked_about, _it_gets_worse_for_some,
        _the_price_is_decided, _no_other_comes_before_it, _it_is_answered_at_last,
        _weeks(2, 3), _it_is_put_right, _a_launch_is_good_news, _somebody_tells_customers,
        accounts.somebody_leads_the_next_one, accounts.nobody_hears_who_decides_there,
        _weeks(4, 4), _what_a_customer_said, accounts.somebody_gives_a_low_score,
        accounts.a_customer_leaves, _weeks(5, 5), _a_depot_closes,
        accounts.an_executive_calls_who_left,
        _nobody_decides, _it_is_accepted_by_name, accounts.an_outcome_is_written,
        _weeks(7, 8), _what_nobody_knows, _somebody_finds_out, accounts.its_number_moves,
        _weeks(9, 9), _it_is_looked_at_again, accounts.two_plans_look_alike,
        accounts.one_of_them_goes_on,
        _weeks(10, 10), _a_question_that_is_taken_back, _weeks(11, 12), _the_last_monday,
    )  # fmt: skip
    for scene in scenes:
        scene(tour)
    tour.counts.update(_counted(tour))
    tour.counts.update(accounts.counted(tour))


# --- October: a price ---


def _what_is_wrong(tour: Tour) -> None:
    tour.at(MON, "09:20")
    for who, channel, words in (
        ("ben", "#sales", "Invoiced twice again for Acme in Billing sev 2"),
        ("wei", "#sales", "Two deliveries came back for Northwind in Logistics sev 2"),
        ("diego", "#support", "Water tastes of plastic for Tidewater Clinic in Product sev 2"),
    ):
        tour.types(who, channel, f"/cx issue {words}")
        tour.answers(who, "answers for it")
    for who, issue in (("maria", "I-1"), ("tom", "I-2"), ("hana", "I-3")):
        tour.clicks(who, "Take it", issue)


def _a_price_is_asked_about(tour: Tour) -> None:
    tour.at(MON, "11:00")
    tour.types("nora", EXECUTIVES, "/cx impact Raise the service fee by 4 % by friday")
    tour.answers("nora", "Asked: D-1", "@victor", "@priya")
    tour.shows(EXECUTIVES, "D-1 · pricing", "Who pays more next month")


def _it_gets_worse_for_some(tour: Tour) -> None:
    tour.at(TUE, "16:00")
    tour.clicks("victor", "Worse", "D-1")
    tour.fills(
        "victor", why="Small cafés pay more and get nothing new", tiers=["All other customers"],
        owner="ben", day=tour.day(FRI),
    )  # fmt: skip
    tour.shows(EXECUTIVES, "One says worse", "T-1")
    tour.clicks("ben", "Take it", "T-1")


def _the_price_is_decided(tour: Tour) -> None:
    tour.at(THU, "10:30")
    tour.types(
        "nora", EXECUTIVES,
        "/cx decided D-1 as proposed, because the fee has not moved for four years",
    )  # fmt: skip
    tour.answers("nora", "Decided: D-1")
    tour.shows(EXECUTIVES, "D-1 · pricing · decided Thu", "by Nora", "T-1")
    tour.types("ben", "#sales", "/cx done T-1 evidence They keep the old fee until they renew")
    tour.answers("ben", "T-1")


# --- one question a week ---


def _the_first_question(tour: Tour) -> None:
    tour.at(MON, "09:40")
    tour.shows(EXECUTIVES, "E-1 · a question for @nora", "Acme", "renews")


def _no_other_comes_before_it(tour: Tour) -> None:
    tour.lives(MON + WEEK, "09:40")
    tour.shows(EXECUTIVES, "The executives ·")
    tour.hides(EXECUTIVES, "E-2")
    tour.at(WED + WEEK, "16:00")
    tour.reads("omar", "no other comes before that")


def _it_is_answered_at_last(tour: Tour) -> None:
    tour.at(THU + WEEK, "10:00")
    tour.clicks("nora", "Somebody else calls…", "E-1")
    tour.fills("nora", owner="ben", words="Call their finance head", day=tour.day(TUE + 2 * WEEK))
    tour.shows(EXECUTIVES, "E-1", "answered", "T-2")
    tour.clicks("ben", "Take it", "T-2")
    tour.lives(FRI + WEEK, "10:00")
    tour.types("ben", "#sales", "/cx done T-2 evidence They stay, and want one invoice a quarter")
    tour.answers("ben", "T-2")


def _it_is_put_right(tour: Tour) -> None:
    for who, channel, issue, said in (
        ("maria", "#billing", "I-1", "The contract dates are read from the contract"),
        ("tom", "#logistics", "I-2", "The driver has a dock pass"),
        ("hana", "#product", "I-3", "The seal is made of another plastic"),
    ):
        tour.types(who, channel, f"/cx done {issue} evidence {said}")
        tour.answers(who, f"Corrected: {issue}")
    for who, issue in (("ben", "I-1"), ("wei", "I-2"), ("diego", "I-3")):
        tour.types(who, "#general", f"/cx told {issue} It is put right, and we are sorry")
        tour.answers(who, issue)
    for who, issue in (("maria", "I-1"), ("tom", "I-2"), ("hana", "I-3")):
        tour.types(who, "#general", f"/cx prevented {issue} we look twice because nobody looked")
        tour.answers(who, issue)
    for who, issue in (("ben", "I-1"), ("wei", "I-2"), ("diego", "I-3")):
        tour.types(who, "#general", f"/cx verified {issue} They say so")
        tour.answers(who, issue)


# --- November: a launch, and a depot ---


def _a_launch_is_good_news(tour: Tour) -> None:
    tour.lives(WED + 3 * WEEK, "11:00")
    tour.types("priya", EXECUTIVES, "/cx impact Launch the new filter in all machines by friday")
    tour.answers("priya", "Asked: D-2")
    tour.shows(EXECUTIVES, "D-2 · launch")
    tour.clicks("victor", "Better for customers", "D-2")
    tour.fills("victor", why="One change a year in place of two", tiers=["Key accounts"])
    tour.shows(EXECUTIVES, "One says better")


def _somebody_tells_customers(tour: Tour) -> None:
    tour.at(FRI + 3 * WEEK, "09:45")
    tour.types("priya", EXECUTIVES, "/cx decided D-2 we launch, because the laboratory agrees")
    tour.sees_form("priya", "nobody tells customers")
    tour.fills("priya", teller="hana", day=tour.day(WED + 4 * WEEK))
    tour.shows(EXECUTIVES, "D-2 · launch · decided Fri", "by Priya")
    tour.clicks("hana", "Take it", "T-3")


def _a_depot_closes(tour: Tour) -> None:
    tour.lives(TUE + 5 * WEEK, "11:00")
    tour.types("hana", "#product", "/cx done T-3 evidence Every account has its letter")
    tour.answers("hana", "T-3")
    tour.types("victor", EXECUTIVES, "/cx impact Close the depot in Hamburg by friday")
    tour.answers("victor", "Asked: D-", "Close the depot")


def _nobody_decides(tour: Tour) -> None:
    """Past its day it is chased, and who has not answered is named to whoever decides alone."""
    tour.lives(TUE + 6 * WEEK, "16:00")
    tour.reads("victor", "Close the depot", "have not said yet")
    tour.never_showed(EXECUTIVES, "have not said yet")


def _it_is_accepted_by_name(tour: Tour) -> None:
    tour.at(WED + 6 * WEEK, "10:00")
    tour.clicks("nora", "Worse")
    tour.fills(
        "nora", why="Deliveries in the north come a day later", tiers=["Strategic accounts"],
        task="", acceptor="victor",
    )  # fmt: skip
    tour.shows(EXECUTIVES, "accepted on purpose by Victor")
    tour.clicks("victor", "Decide…")
    tour.fills("victor", words="We close it in April", reason="Rotterdam has room")
    tour.shows(EXECUTIVES, "Close the depot", "decided Wed", "by Victor")


# --- December: what nobody knows ---


def _what_nobody_knows(tour: Tour) -> None:
    tour.lives(TUE + 8 * WEEK, "11:00")
    tour.types("nora", EXECUTIVES, "/cx impact Answer calls in English alone by friday")
    tour.answers("nora", "Asked: D-", "Answer calls")
    tour.clicks("priya", "I don't know yet")
    tour.fills(
        "priya", why="How many callers speak no English", owner="grace",
        day=tour.day(THU + 8 * WEEK),
    )  # fmt: skip
    tour.shows(EXECUTIVES, "One doesn't know yet", "Find out")


def _somebody_finds_out(tour: Tour) -> None:
    tour.lives(THU + 8 * WEEK, "16:00")
    tour.types("grace", "#support", "/cx done T-4 evidence One in nine")
    tour.answers("grace", "T-4")
    tour.clicks("nora", "Decide…")
    tour.fills("nora", words="Not now", reason="One in nine is too many")
    tour.shows(EXECUTIVES, "Answer calls", "decided Thu", "by Nora")


def _a_question_that_is_taken_back(tour: Tour) -> None:
    tour.lives(TUE + 10 * WEEK, "11:00")
    tour.types("priya", EXECUTIVES, "/cx impact Change the supplier of cups by friday")
    tour.answers("priya", "Asked: D-", "supplier of cups")
    tour.at(WED + 10 * WEEK, "10:00")
    tour.clicks("priya", "Take it back…")
    tour.fills("priya", reason="The old one has come round")
    tour.shows(EXECUTIVES, "supplier of cups", "took the question back")


def _the_last_monday(tour: Tour) -> None:
    tour.lives(MON + WEEKS * WEEK, "09:40")


def _what_a_customer_said(tour: Tour) -> None:
    tour.types("nora", EXECUTIVES, "/cx heard Acme Ines Vogt wants one invoice a quarter")
    tour.answers("nora", "Acme", "one invoice a quarter")


def _it_is_looked_at_again(tour: Tour) -> None:
    """Sixty days after it was decided, whoever decided says what came true."""
    tour.clicks("nora", "As expected", "D-1")
    tour.reads("nora", "D-1", "which we expected")


# --- each week ---


def _weeks(first: int, last: int) -> Callable[[Tour], None]:
    """Some Mondays: the digest comes, and what is asked has an answer the day after."""

    def scene(tour: Tour) -> None:
        for week in range(first, last + 1):
            tour.lives(TUE + week * WEEK, "09:45")
            _somebody_answers(tour)

    return scene


def _somebody_answers(tour: Tour) -> None:
    for label in NOTHING_FOLLOWS:
        if tour.offers("priya", label):
            tour.clicks("priya", label)
            tour.writes("priya", "We spoke of it on Monday")
            return


# --- what came of it ---


def _counted(tour: Tour) -> dict[str, int]:
    """What the quarter shows in numbers, from what Duly exports. Raises BrokenExpectation."""
    decisions, inquiries = tour.exported("decisions"), tour.exported("inquiries")
    weeks = Counter(
        _week(tour, row["created"])
        for row in [*inquiries, *(each for each in decisions if each["prompt"])]
    )
    asked = [each for each in decisions if not each["prompt"]]
    worse = [
        answer
        for row in asked
        for answer in json.loads(row["answers"])
        if answer["impact"] == "worse"
    ]
    settled = [each for each in worse if each["tasks"] or each["accepted_by"]]
    ended = [each for each in asked if each["state"] in ENDED]
    counts = {
        "weeks": WEEKS,
        "questions": sum(weeks.values()),
        "most_in_a_week": max(weeks.values()),
        "decisions": len(asked),
        "ended": len(ended),
        "worse": len(worse),
        "worse_settled": len(settled),
    }
    if counts["most_in_a_week"] > 1 or len(settled) < len(worse) or len(ended) < len(asked):
        raise BrokenExpectation("one question a week, and every decision ended", str(counts))
    return counts


def _week(tour: Tour, created: str) -> int:
    """In which week of the tour something came that was created then (ISO 8601, UTC)."""
    when = datetime.fromisoformat(created)
    day = (when if when.tzinfo else when.replace(tzinfo=UTC)).date()
    return (day - tour.day(0)).days // WEEK
