"""Each measure of a scorecard is counted from the things behind it, as they stood then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlmodel import Session

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.executives.scores import rules
from handlers.executives.scores.rules import STAYS, UNDOES, UNDONE, Measure, Scored
from handlers.promises.asked import ACKNOWLEDGE, HEAR, INFORM, OF_LOOP, OF_OWNER, SUPPLY
from storage import periods, scores
from storage.issues import Issue
from storage.items import State
from storage.judgements import Passed
from storage.scopes import Period, Scope

PLAIN = Calendar()
"""Monday to Friday by UTC, without a holiday."""
Counting = Callable[[Session, Scope, Period], list[Scored]]
SAYS_FEELING = ("told", "verified", "felt", UNDONE)
"""What may say how a customer feels by now."""
SAID_FELT = ("reported", "felt")
"""What may say how they felt when it was reported."""
REMINDED = (*OF_OWNER, *OF_LOOP)
"""The kinds of ask of which it is counted how many reminders they took."""


def scored(session: Session, scope: Scope, period: Period, measure: Measure) -> list[Scored]:
    """The things behind one figure of a department, the oldest first."""
    found = COUNTED[measure](session, scope, period)
    return sorted(found, key=lambda each: (each.at, each.noun, each.number))


def _first(session: Session, scope: Scope, period: Period) -> list[Scored]:
    return rules.kept(scores.listed(session, periods.of_first_dates(scope, period)))


def _latest(session: Session, scope: Scope, period: Period) -> list[Scored]:
    return rules.kept(scores.listed(session, periods.of_latest_dates(scope, period)))


def _answered(session: Session, scope: Scope, period: Period) -> list[Scored]:
    rows = periods.of_answers(scope, period, ACKNOWLEDGE, Passed.ANSWER)
    return rules.answered(scores.listed(session, rows))


def _told(session: Session, scope: Scope, period: Period) -> list[Scored]:
    rows = periods.of_answers(scope, period, INFORM, Passed.TELLING)
    return rules.told(scores.listed(session, rows))


def _prompts(session: Session, scope: Scope, period: Period) -> list[Scored]:
    # Whether an executive tells of a customer once a month is shown, and nobody is paid by it.
    return rules.prompts(scores.listed(session, [periods.of_prompts(scope, period, but=HEAR)]))


def _verified(session: Session, scope: Scope, period: Period) -> list[Scored]:
    rows = periods.of_ends(scope, period, State.DONE, (Issue,))
    return rules.verified(scores.listed(session, rows))


def _stayed(session: Session, scope: Scope, period: Period) -> list[Scored]:
    earlier = Period(period.since - STAYS, period.until - STAYS)
    ends = scores.listed(session, periods.of_ends(scope, earlier, State.DONE))
    since = Period(earlier.since, period.until)
    return rules.stayed(ends, scores.listed(session, periods.of_reopenings(scope, since)))


def _held(session: Session, scope: Scope, period: Period) -> list[Scored]:
    verbs = (rules.HELD, rules.NOT_HELD, UNDONE)
    events = scores.happened(session, scope, _and_undone(period), verbs)
    return [each for each in rules.held(events) if each.at < period.until]


def _unrepeated(session: Session, scope: Scope, period: Period) -> list[Scored]:
    events = scores.happened(session, scope, _and_undone(period), (rules.CAUSED, UNDONE))
    return [each for each in rules.unrepeated(events) if each.at < period.until]


def _taken(session: Session, scope: Scope, period: Period) -> list[Scored]:
    """Offers of other departments taken over ÷ answered; what its giver took back is not counted.

    Source: customer-experience reference, 3.1, “Hand-off acceptance time, ping-pong”.
    """
    return [
        Scored(each.noun, each.number, each.answered_at, each.to_id, met=bool(each.accepted))
        for each in scores.offered_to(session, scope, period)
        # Nobody returns without a reason, and who takes an offer back gives none.
        if each.answered_at is not None and (each.accepted or each.answer)
    ]


def _border(session: Session, scope: Scope, period: Period) -> list[Scored]:
    """Σ days, Monday to Friday by UTC, from an offer of another department to its answer ÷ n.

    What its giver took back is not counted. Nobody's own calendar is asked: that may change, and
    with it what was told. Met is what was answered on the day. Source: customer-experience
    reference, 3.1, “Hand-off acceptance time”.
    """
    return [
        Scored(each.noun, each.number, each.answered_at, each.to_id, not days, days)
        for each in scores.offered_to(session, scope, period)
        if each.answered_at is not None and (each.accepted or each.answer)
        for days in (max(0, hours.working_days_between(PLAIN, each.offered_at, each.answered_at)),)
    ]


def _waited(session: Session, scope: Scope, period: Period) -> list[Scored]:
    """Σ working days that others waited for a department ÷ waits for it that ended.

    Paused time is charged to whoever was waited for: the days were counted as the wait ended, by
    the week of whoever was asked, and stay so. Met is what was given on the day. Source:
    customer-experience reference, 3.1, “Time to resolve”, less paused time.
    """
    return [
        Scored(each.noun, each.number, each.at, each.owner_id, not each.days, each.days)
        for each in scores.waited_for(session, scope, period, SUPPLY)
    ]


def _reminders(session: Session, scope: Scope, period: Period) -> list[Scored]:
    """Σ reminders that reached whoever owed an answer, until it came ÷ answers that came.

    Source: customer-experience reference, 3.1, “Nudges per closed item”. Met is who needed none.
    """
    return [
        Scored(each.noun, each.number, each.at, each.owner_id, not each.reminders, each.reminders)
        for each in scores.answered(session, scope, period, REMINDED)
    ]


def _feelings(session: Session, scope: Scope, period: Period) -> list[Scored]:
    events = scores.happened(session, scope, _and_undone(period), SAYS_FEELING)
    about = {each.number for each in events if each.noun == Issue.noun}
    before = scores.happened_to(session, scope.team_id, Issue.noun, about, SAID_FELT, period.until)
    issues = [each for each in events if each.noun == Issue.noun]
    return rules.feelings(issues, before, period.until)


def _and_undone(period: Period) -> Period:
    """With the minutes in which what happened at its end could still be undone."""
    return Period(period.since, period.until + UNDOES + timedelta(seconds=1))


COUNTED: Mapping[Measure, Counting] = {
    Measure.FIRST: _first,
    Measure.LATEST: _latest,
    Measure.ANSWERED: _answered,
    Measure.TOLD: _told,
    Measure.PROMPTS: _prompts,
    Measure.VERIFIED: _verified,
    Measure.STAYED: _stayed,
    Measure.UNREPEATED: _unrepeated,
    Measure.HELD: _held,
    Measure.TAKEN: _taken,
    Measure.BORDER: _border,
    Measure.WAITED: _waited,
    Measure.REMINDERS: _reminders,
    Measure.FEELING: _feelings,
}
"""How each is counted."""
