"""How each figure of the customer room pack is made, and of how many things (n)."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.executives.room import figures
from handlers.executives.room.figures import RoomPack

RULE = (
    "A figure of the month counts what was known when the month ended: what happens later "
    "changes none of them. Where another day counts, it is named."
)
KEPT = (
    "done by the date first given, of those first due in the month or week; a no or a "
    "withdrawal by that date is not counted, a later one leaves the miss"
)
WEEKS = "the same in each of the eight weeks up to the last day of the month"
DONE = "things done, answered with a no, or opened again within 30 days of being done, in the month"
WAITED = "working days that others waited for the department, of waits that ended in the month"
ISSUES = "reported in the month and not taken back by its end, private ones too"
PLACES = (
    "where, why, how grave it was and how it felt, as Duly knows it on the day on which this was "
    "made"
)
UNHAPPY = "angry or let down when it was reported, of those whose feeling is known"
CAUSED = "issues of the month whose cause is known; of a joined cause they count with the other"
BORDER = (
    "working days from an offer to its answer and from a return to the next offer, as far as they "
    "lie in the month, between two departments; n is the offers that waited in it"
)
WAITING = "offers between two departments that had no answer when the month ended"
DECIDED = (
    "decisions put in the month and not withdrawn by the day on which this was made; answers, and "
    "what was decided, as far as that came in the month"
)
FORECASTS = (
    "decisions of which what came true was said last in the month, and of how many it is what most "
    "had said when they were decided: better, worse or no change"
)
PROMPTS = "questions that Duly asked by itself in the month, and of how many somebody answered"
CUSTOMERS = (
    "all customers that Duly knows on the day on which this was made, with their yearly worth"
)
RENEWING = "accounts whose renewal lies in the 90 days after this was made, and what is open then"
THANKED = "things done in the month by whoever had them, of those the ones by the date first given"


def rows(pack: RoomPack) -> list[tuple[str, str, str]]:
    """A line for each figure that is shown: what it is called, its formula and its n."""
    return [(name, how, f"{n:,}") for name, how, n in _figures(pack) if n]


def _figures(pack: RoomPack) -> Iterator[tuple[str, str, int]]:
    departments = pack.departments
    weeks = figures.by_week(departments, len(pack.month.weeks)) if departments else []
    yield "Kept on the day", KEPT, pack.kept.of
    yield "Kept, by week", WEEKS, sum(week.of for week in weeks)
    ended = sum(each.finished + each.declined + each.reopened for each in departments)
    yield "Done, answered no, opened again", DONE, ended
    yield "Days waited for", WAITED, sum(each.waited for each in departments)
    yield "Issues", ISSUES, pack.issues
    yield "By touchpoint, cause and feeling", PLACES, pack.issues
    seen = [each for each in pack.reported if not each.is_private]
    yield "Angry or let down", UNHAPPY, sum(each.number for each in seen if each.felt)
    yield "Causes", CAUSED, sum(each.number for each in seen if each.cause_id)
    yield "Offers and working days", BORDER, sum(each.offers for each in pack.borders)
    yield "Without an answer", WAITING, len(pack.offers)
    yield "Decisions", DECIDED, len(pack.decisions) + pack.private_decisions
    yield "Forecasts that held", FORECASTS, pack.forecasts.of
    yield "Questions of Duly", PROMPTS, pack.prompts.of
    yield "Our customers", CUSTOMERS, sum(each.number for each in pack.worth)
    for each in pack.added:
        yield from each.made
    yield "Renewals", RENEWING, pack.renewal_worth.number
    yield "Thank you", THANKED, sum(each.done for each in pack.thanked)
