"""The scenes of the long tour that are about the customers themselves: what they say, who left."""

from __future__ import annotations

from bot.practice.show.days import EXECUTIVES, FRI, MON, THU, TUE, WED, WEEK
from bot.practice.show.tour import BrokenExpectation, Tour

LOW = "I explain the same invoice every month."
PRICE = "Somebody else is cheaper, and we were billed twice."


def somebody_gives_a_low_score(tour: Tour) -> None:
    """A low score becomes an issue, and one person calls."""
    tour.lives(WED + 4 * WEEK, "10:00")
    tour.types("diego", "#support", "/cx voices")
    tour.clicks("diego", "Add an answer…")
    tour.fills(
        "diego", customer="Globex", person="Karim Haddad", came="On a call", said=LOW, score="3",
        scale="Would they recommend us? 0 to 10",
    )  # fmt: skip
    tour.sees_form("diego", "Karim Haddad: 3 of 10", "Can you call")
    tour.closes("diego")
    tour.types("diego", "#support", "/cx told I-4 We read the invoice together")
    tour.answers("diego", "I-4")
    tour.clicks("maria", "Take it", "I-4")


def a_customer_leaves(tour: Tour) -> None:
    """A loss is written down, and whoever led the account says what stood behind it."""
    tour.types("ben", "#sales", f"/cx lost Lumen Studios they said “{PRICE}”")
    tour.fills("ben", stated="price")
    tour.sees_form("ben", "Noted as L-1")
    tour.closes("ben")
    tour.lives(FRI + 4 * WEEK, "11:00")
    tour.clicks("ben", "Write it…")
    tour.fills(
        "ben", cause="service-failed", behind="Two invoices for one month, and nobody called",
        evidence="I-1", preventable="department", department="Billing",
    )  # fmt: skip
    tour.lives(MON + 5 * WEEK, "11:00")
    # Two questions come in a message of the day; what waits its turn has its page.
    tour.types("omar", "#general", "/cx L-1")
    tour.presses("omar", "It shows")
    tour.closes("omar")


def an_executive_calls_who_left(tour: Tour) -> None:
    """One executive calls, not to win them back but to hear why."""
    tour.lives(WED + 5 * WEEK, "11:00")
    tour.clicks("nora", "We spoke…")
    tour.fills("nora", learned="Nobody answered their two letters", day=tour.day(WED + 5 * WEEK))


def two_plans_look_alike(tour: Tour) -> None:
    """Two departments pay for the same welcome call, and both who answer for it say so."""
    tour.lives(TUE + 9 * WEEK, "12:00")
    for who, channel, what, department in (
        ("grace", "#support", "First ninety days: a welcome call, a guide", "Support"),
        ("ravi", "#product", "Onboarding desk: welcome calls, a training", "Product"),
    ):
        tour.types(who, channel, f"/cx initiatives {what}")
        tour.fills(
            who, department=department, owner=who, begins=tour.day(MON + 11 * WEEK),
            ends=tour.day(MON + 20 * WEEK), tiers=["Strategic accounts"],
        )  # fmt: skip
        tour.closes(who)
    tour.lives(WED + 9 * WEEK, "11:00")
    for who in ("grace", "ravi"):
        tour.clicks(who, "Same thing…")
        tour.fills(
            who, pooled="One welcome for new customers", owner="grace", decider="nora",
            day=tour.day(FRI + 10 * WEEK),
        )  # fmt: skip
    tour.shows(EXECUTIVES, "One welcome for new customers instead of N-1 and N-2")


def one_of_them_goes_on(tour: Tour) -> None:
    """The executives decide, and one initiative is joined to the other."""
    tour.lives(THU + 9 * WEEK, "11:00")
    tour.clicks("victor", "No change")
    tour.fills("victor", why="The same people call")
    tour.clicks("nora", "Decide…")
    tour.fills("nora", words="As proposed", reason="One call is enough")
    tour.shows(EXECUTIVES, "One welcome for new customers", "decided Thu", "by Nora")


def somebody_leads_the_account(tour: Tour) -> None:
    """A key account has somebody who leads it, and who decides there is known."""
    tour.types("omar", "#general", "/cx setup customer Acme")
    tour.fills("omar", account_lead="ben")
    tour.closes("omar")
    tour.types("ben", "#sales", "/cx customer Acme")
    tour.sees_form("ben", "They decide", "Ines Vogt", "never heard")
    tour.closes("ben")


def somebody_leads_the_next_one(tour: Tour) -> None:
    """Of the other key account nobody said who leads it, so that was asked."""
    tour.lives(THU + 3 * WEEK, "11:00")
    tour.clicks("omar", "Say who leads it…")
    tour.fills("omar", lead="wei")
    tour.sees_form("omar", "leads Harbor Hotels")
    tour.closes("omar")


def nobody_hears_who_decides_there(tour: Tour) -> None:
    """After three weeks of silence one person is asked to call, and writes down what was said."""
    tour.lives(FRI + 3 * WEEK, "11:00")
    tour.clicks("ben", "We spoke…")
    tour.fills("ben", said="They want one invoice a quarter")
    tour.sees_form("ben", "Ines Vogt")
    tour.closes("ben")


def an_outcome_is_written(tour: Tour) -> None:
    """What customers are to notice by the end of a quarter, and who answers for it."""
    tour.lives(THU + 6 * WEEK, "11:00")
    tour.types("omar", "#general", "/cx roadmap")
    tour.clicks("omar", "Write an outcome…")
    day = tour.day(THU + 6 * WEEK)
    tour.fills(
        "omar", notice="An invoice is right the first time", target="12", owner="maria",
        counted_as="Corrected invoices of 1,000", baseline="31", baseline_on=day,
        quarter=f"{day.year}-Q{(day.month + 2) // 3}",
    )  # fmt: skip
    tour.sees_form("omar", "Noted as O-1")
    tour.closes("omar")
    tour.lives(FRI + 6 * WEEK, "11:00")
    tour.clicks("maria", "Take it", "O-1")


def its_number_moves(tour: Tour) -> None:
    """Each second Thursday whoever answers for it says where it stands."""
    tour.lives(FRI + 8 * WEEK, "11:00")
    tour.clicks("maria", "Give the number…", "O-1")
    tour.fills("maria", number="24", course="on course", line="The new template helps")
    tour.types("nora", "#general", "/cx roadmap")
    tour.answers("nora", "An invoice is right the first time", "24")


def counted(tour: Tour) -> dict[str, int]:
    """What of it came to its end, from what Duly exports. Raises BrokenExpectation."""
    scores = [each for each in tour.exported("issues") if " of 10, " in each["title"]]
    counts = {
        "low_scores": len(scores),
        "low_scores_called": sum(bool(each["told"]) for each in scores),
        "silent_ones_heard": len(tour.exported("hearings")),
        "losses": len(tour.exported("losses")),
        "losses_called": sum(bool(each["called_on"]) for each in tour.exported("losses")),
        "initiatives_joined": sum(
            each["state"] == "joined" for each in tour.exported("initiatives")
        ),
        "outcomes_moved": sum(
            each["latest"] not in ("", each["baseline"]) for each in tour.exported("outcomes")
        ),
    }
    if not all(counts.values()):
        raise BrokenExpectation("each of these at least once", str(counts))
    return counts
