"""What a customer room pack tells is read here: each question leads through an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.executives.chapters import ChapterReader, PackChapter
from handlers.executives.room import figures
from handlers.executives.room.figures import (
    RENEWS_WITHIN,
    BorderMonth,
    CauseMonth,
    CustomerStory,
    DecisionMonth,
    DepartmentMonth,
    OfferWaiting,
    RenewingAccount,
    RoomPack,
    ThankedPerson,
)
from handlers.executives.room.months import PackMonth
from handlers.people import audiences
from handlers.promises import borders
from handlers.speech import shares
from handlers.speech.shares import Share
from storage import (
    causes,
    customers,
    decisions,
    departments,
    endings,
    forecasts,
    handoffs,
    people,
    rooms,
    waited,
    workspaces,
)
from storage.decisions import Decision
from storage.departments import Department
from storage.handoffs import Handoff
from storage.issues import Issue
from storage.rooms import ReportedAlike
from storage.scopes import Period, Scope

ACCOUNTS, CAUSES, STORIES, THANKED = 20, 10, 3, 20
"""So many of each are named; the others are counted."""
WAITED_FOR = 3
"""So many things that an account waits for are named."""
FORMER = "a former department"


@dataclass(frozen=True)
class _Asking:
    """What all questions of one pack have in common."""

    session: Session
    team_id: str
    month: PackMonth
    known: Sequence[Department]

    @property
    def period(self) -> Period:
        return self.month.period

    def scopes(self) -> Iterable[Scope]:
        """Each department, and what nobody's department is asked about yet."""
        return (
            Scope(self.team_id, each) for each in [*(d.department_id for d in self.known), None]
        )

    def name_of(self, department_id: UUID | None) -> str:
        names = {each.department_id: each.name for each in self.known}
        return names.get(department_id, FORMER) if department_id else "no department yet"


def read(
    session: Session, team_id: str, month: PackMonth, chapters: Sequence[ChapterReader]
) -> RoomPack:
    """All that the pack of a month tells, with the chapters of other rooms.

    Where much was done this takes seconds.
    """
    asking = _Asking(session, team_id, month, departments.everyone(session, team_id))
    workspace = workspaces.find(session, team_id)
    theirs = [_department(asking, each) for each in asking.known]
    reported = [
        each for scope in asking.scopes() for each in rooms.reported(session, scope, month.period)
    ]
    told, private, prompts = _decisions(asking, workspace.executive_channel_id if workspace else "")
    return RoomPack(
        company=workspace.name if workspace else "",
        currency=workspace.currency if workspace else None,
        month=month,
        kept=sum((each.month for each in theirs), Share()),
        kept_before=sum(
            (_kept(asking, each, month.before.period) for each in asking.known), Share()
        ),
        departments=tuple(figures.most_missed_first(d for d in theirs if d.worth_saying)),
        worth=tuple(rooms.worth(session, team_id)),
        added=tuple(_added(asking, chapters)),
        reported=tuple(reported),
        causes=tuple(_causes(asking, reported)),
        stories=tuple(_stories(asking)),
        borders=tuple(_borders(asking)),
        offers=tuple(_offers(asking)),
        decisions=tuple(told),
        private_decisions=private,
        prompts=prompts,
        forecasts=Share(*forecasts.held(session, team_id, month.period)),
        renewing=tuple(_renewing(asking)),
        renewal_worth=rooms.renewal_worth(
            session, team_id, month.today, month.today + RENEWS_WITHIN
        ),
        thanked=tuple(_thanked(asking)),
    )


def _added(asking: _Asking, chapters: Sequence[ChapterReader]) -> Iterable[PackChapter]:
    month = asking.month
    found = (each(asking.session, month.now, asking.team_id, month.first) for each in chapters)
    return (each for each in found if each is not None)


# --- promises ---


def _department(asking: _Asking, department: Department) -> DepartmentMonth:
    session, period = asking.session, asking.period
    scope = Scope(asking.team_id, department.department_id)
    return DepartmentMonth(
        name=department.name,
        month=_kept(asking, department, period),
        weeks=tuple(_kept(asking, department, week) for _, week in asking.month.weeks),
        finished=endings.finished(session, scope, period),
        declined=endings.declined(session, scope, period),
        reopened=endings.reopened(session, scope, period),
        waited=waited.charged(session, scope, period).for_it,
    )


def _kept(asking: _Asking, department: Department, period: Period) -> Share:
    scope = Scope(asking.team_id, department.department_id)
    return shares.kept_on_the_day(endings.promised(asking.session, scope, period))


def _thanked(asking: _Asking) -> list[ThankedPerson]:
    """Who did most, those first who did most of it by the date first given."""
    done, in_time = Counter[str](), Counter[str]()
    for scope in asking.scopes():
        for each in rooms.kept_by(asking.session, scope, asking.period):
            done[each.owner_id] += each.number
            in_time[each.owner_id] += each.number if each.in_time else 0
    first = sorted((u for u in done if in_time[u]), key=lambda u: (-in_time[u], -done[u], u))
    known = people.by_id(asking.session, asking.team_id, first[:THANKED])
    return [
        ThankedPerson(
            known[user_id].name, _home(asking, known[user_id].department_id),
            done[user_id], in_time[user_id],
        )
        for user_id in first[:THANKED] if user_id in known
    ]  # fmt: skip


def _home(asking: _Asking, department_id: UUID | None) -> str:
    return asking.name_of(department_id) if department_id else ""


# --- what was reported ---


def _causes(asking: _Asking, reported: Iterable[ReportedAlike]) -> list[CauseMonth]:
    """The causes of what everybody may read of, most first; one that was joined counts there."""
    counted = Counter[UUID]()
    for each in reported:
        if each.cause_id and not each.is_private:
            counted[each.cause_id] += each.number
    number, whole = Counter[UUID](), {}
    # Of very many causes the rare ones are not looked up: none of them would be named.
    for cause_id, of_it in counted.most_common(causes.MOST_LISTED):
        cause = causes.find(asking.session, asking.team_id, cause_id)
        if cause:
            whole[cause.cause_id] = cause
            number[cause.cause_id] += of_it
    first = sorted(whole.values(), key=lambda c: (-number[c.cause_id], c.number))
    return [CauseMonth(c.ref, c.words, number[c.cause_id]) for c in first[:CAUSES]]


def _stories(asking: _Asking) -> list[CustomerStory]:
    """The gravest stories in customers' own words, each of another touchpoint."""
    told: dict[str, Issue] = {}
    found = [
        issue
        for scope in asking.scopes()
        for issue in rooms.told(asking.session, scope, asking.period, STORIES)
    ]
    for issue in sorted(found, key=lambda each: (each.severity, each.created_at, each.number)):
        told.setdefault(issue.touchpoint.casefold(), issue)
    return [
        CustomerStory(
            each.ref, each.touchpoint, each.title, each.story, _customer(asking, each.customer_id)
        )
        for each in list(told.values())[:STORIES]
    ]


def _customer(asking: _Asking, customer_id: UUID | None) -> str:
    found = customers.find(asking.session, asking.team_id, customer_id)
    return found.name if found else ""


# --- what waits between departments ---


def _borders(asking: _Asking) -> list[BorderMonth]:
    lost = borders.lost(asking.session, asking.team_id, asking.period.since, asking.period.until)
    found = [
        BorderMonth(asking.name_of(giver), asking.name_of(taker), took.offers, took.days)
        for (giver, taker), took in lost.items()
        if took.offers
    ]
    return sorted(found, key=lambda each: (-each.days, -each.offers, each.giver, each.taker))


def _offers(asking: _Asking) -> list[OfferWaiting]:
    """What had not been answered when the month ended, the oldest first."""
    until = asking.period.until
    waiting = [
        each
        for each in handoffs.waiting_within(asking.session, asking.team_id, until, until)
        if each.giver_home_id and each.taker_home_id and each.giver_home_id != each.taker_home_id
    ]
    return [_offer(asking, each) for each in waiting]


def _offer(asking: _Asking, offer: Handoff) -> OfferWaiting:
    thing = audiences.find(asking.session, offer.team_id, offer.noun, offer.number)
    shown = thing if thing is not None and not thing.is_private else None
    return OfferWaiting(
        ref=shown.ref if shown else "",
        title=shown.title if shown else "",
        giver=asking.name_of(offer.giver_home_id),
        taker=asking.name_of(offer.taker_home_id),
        since=offer.offered_at,
    )


# --- decisions ---


def _decisions(asking: _Asking, channel_id: str | None) -> tuple[list[DecisionMonth], int, Share]:
    """The decisions of the month that its readers may see, how many others, and the prompts.

    The readers are those of the executives' channel.
    """
    put = rooms.decided(asking.session, asking.team_id, asking.period)
    answered = [each for each in put if _is_answered(each, asking.period.until)]
    asked = [each for each in put if not each.is_prompt]
    seen = [each for each in asked if audiences.lane_sees(asking.session, channel_id or "", each)]
    told = [_decision(asking, each, is_answered=each in answered) for each in seen]
    of_the_bank = sum(each.is_prompt for each in put)
    prompts = Share(sum(each.is_prompt for each in answered), of_the_bank)
    return told, len(asked) - len(seen), prompts


def _decision(asking: _Asking, decision: Decision, *, is_answered: bool) -> DecisionMonth:
    at = decision.decided_at
    is_decided = at is not None and at < asking.period.until
    return DecisionMonth(
        decision.ref,
        decision.title,
        is_answered,
        _said(asking, decision),
        at if is_decided else None,
        decision.decided if is_decided else "",
    )


def _is_answered(decision: Decision, until: datetime) -> bool:
    return decision.first_answer_at is not None and decision.first_answer_at < until


def _said(asking: _Asking, decision: Decision) -> Counter[str]:
    """How many said what by the end of the month."""
    said = decisions.answers(asking.session, asking.team_id, decision.number)
    return Counter(each.impact for each in said if each.answered_at < asking.period.until)


# --- accounts ---


def _renewing(asking: _Asking) -> list[RenewingAccount]:
    month, session = asking.month, asking.session
    found = rooms.renewing(
        session, asking.team_id, month.today, month.today + RENEWS_WITHIN, ACCOUNTS
    )
    return [
        RenewingAccount(
            each.name,
            each.tier,
            each.annual_value,
            each.renewal_on,
            rooms.waits_for(session, each, month.now, figures.SEVERE, WAITED_FOR),
        )
        for each in found
        if each.renewal_on is not None
    ]
