"""Whoever speaks with a customer is given a draft of what to say, made of what is known.

Only what the customer may read is in it: what happened, who does what by which day, why it
happened. Notes, evidence, costs and what is private stay here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import pauses
from handlers.people import access
from handlers.promises import items, lifecycle, moves
from handlers.promises.asked import INFORM, REVIEW, TELL
from handlers.promises.items import loop
from handlers.promises.speaking import rules
from handlers.promises.speaking.ours import names_us
from handlers.promises.speaking.rules import Gap, KnownFacts, OurNo, Undertaking
from handlers.speech import blocks, words
from handlers.speech.promise_errors import NoDraft, NothingToTell
from storage import asks, causes, contacts, history, issues, noes, tasks
from storage.customers import Customer
from storage.issues import Issue, Step
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Task

QUOTED = 300
"""Units of each thing that somebody said, as `lengths.units` counts them."""
MOST_TASKS, LOOKED_AT = 2, 20
"""So many tasks are named of which the customer hears, among so many."""


@dataclass(frozen=True)
class Draft:
    """What somebody may say to a customer, line by line, and what is missing in it.

    `is_own` says that whoever reads it corrects it themselves.

    `may_record` says that they can write down here that it was said; `may_name` that they can say
    which customer it is, where nobody has.
    """

    item: Item
    customer: Customer | None
    text: str
    gaps: Sequence[Gap]
    owner: str
    is_own: bool
    may_record: bool
    may_name: bool


def draft(session: Session, now: datetime, actor: Person, item: Item) -> Draft:
    """The draft for an issue, or for a no, as whoever speaks may read it.

    Raises NoDraft for a task that was not answered with a no, NothingToTell for what was taken
    back, and what `access.check` raises.
    """
    access.check(session, actor, access.NOTE, item)
    is_no = item.state == State.DECLINED
    if isinstance(item, Task) and (item.is_part or not is_no):
        raise NoDraft(ref=item.ref)
    if item.state == State.WITHDRAWN and not items.joined_to(item):
        raise NothingToTell(ref=item.ref)
    customer = items.customer_of(session, item)
    about = _goes_on_in(session, actor, item)
    begun = _begun(session, now, actor, item, customer)
    known = _no(session, item, begun) if is_no else _case(session, now, about, begun)
    owner = items.owner_of(session, about) if about else None
    return Draft(
        item,
        customer,
        rules.draft(known),
        known.gaps,
        owner.name if owner else "",
        is_own=owner is not None and owner.user_id == actor.user_id,
        may_record=_may_record(session, actor, item),
        may_name=customer is None and lifecycle.may(session, actor, item, moves.EDIT),
    )


def _may_record(session: Session, actor: Person, item: Item) -> bool:
    """Whether somebody can say here that the customer has heard it."""
    if item.live:
        return lifecycle.may(session, actor, item, moves.INFORMED)
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    is_asked = any(ask.kind in (INFORM, TELL) for ask in about)
    return is_asked and lifecycle.may(session, actor, item, moves.TOLD_JOINED, moves.TOLD)


def _goes_on_in(session: Session, actor: Person, item: Item) -> Item | None:
    """Where it is corrected: the issue it was joined to; None where that is not for them to see."""
    for _ in range(issues.MOST):
        number = item.joined_to if isinstance(item, Issue) else None
        joined = issues.find(session, item.team_id, number) if number else None
        if joined is None:
            return item
        if not access.may_see(session, actor, joined):
            return None
        item = joined
    return item


def _begun(
    session: Session, now: datetime, actor: Person, item: Item, customer: Customer | None
) -> KnownFacts:
    """Whom it happened to, what, and since when."""
    what, title_gap = _said(session, item, item.title, Gap.TITLE)
    decider = contacts.decider(session, item.team_id, item.customer_id)
    theirs, _ = _said(session, item, item.story if isinstance(item, Issue) else "")
    since, today = (words.day(at, actor.zone, now) for at in (item.created_at, now))
    return KnownFacts(
        to=blocks.clip(decider.title, 80) if decider else "",
        writer=words.first_name(actor.name),
        what=what,
        their_words=theirs if theirs != what else "",
        since=since if since != today else "",
        gaps=(*(() if customer else (Gap.CUSTOMER,)), *title_gap),
    )


def _case(session: Session, now: datetime, item: Item | None, begun: KnownFacts) -> KnownFacts:
    """Who puts it right by when, why it happened, and what keeps it from coming back."""
    if not isinstance(item, Issue):
        return begun.without(Gap.OWNER)
    known = _why(session, item, _corrected(session, now, item, begun))
    return replace(_needed(session, now, item, known), next=_next(session, now, item))


def _needed(session: Session, now: datetime, item: Issue, begun: KnownFacts) -> KnownFacts:
    """Until when it waits for the customer; that it waits for somebody here is ours to know."""
    paused = pauses.of(session, item.team_id, item.noun, item.number)
    if paused is None or paused.wait.department_id:
        return begun
    until = words.day(paused.wait.until, item.due_zone, now)
    return replace(begun, needed_by=until).without(Gap.NEEDED)


def _corrected(session: Session, now: datetime, item: Issue, begun: KnownFacts) -> KnownFacts:
    owner = items.owner_of(session, item)
    if item.corrected_at:
        zone = owner.zone if owner else item.due_zone
        return replace(begun, corrected=words.day(item.corrected_at, zone, now))
    if owner is None:
        return begun.without(Gap.OWNER)
    known = replace(begun, who=blocks.clip(owner.name, 80))
    if item.due_at is None or item.promised_by is None or item.state != State.ACKNOWLEDGED:
        # What is only asked for is nobody's word.
        return known.without(Gap.DAY)
    if item.due_at < now:
        return known.without(Gap.PAST)
    return replace(known, by=words.day(item.due_at, item.due_zone, now))


def _why(session: Session, item: Issue, begun: KnownFacts) -> KnownFacts:
    """Why it happened; that it is not known is a gap once it is corrected, where that is asked."""
    if item.prevented_at is None:
        is_owed = item.corrected_at is not None and Step.PREVENTED in loop.of(session, item)
        return begun.without(Gap.CAUSE) if is_owed else begun
    known = causes.of(session, item)
    cause, gaps = _said(session, item, known.words if known else "", Gap.OUR_CAUSE)
    said = history.latest(session, item.team_id, item.noun, item.number, moves.PREVENTED.verb)
    prevents, _ = _said(session, item, str(said.details.get("words", "")) if said else "")
    return replace(begun, cause=cause, prevents=prevents).without(*gaps)


def _next(session: Session, now: datetime, item: Issue) -> list[Undertaking]:
    """What others have promised to do for it, by a day to come; nothing that is private."""
    found = [
        (task.due_at, task)
        for task in tasks.of_issue(session, item.team_id, item.number, LOOKED_AT)
        if task.due_at and task.due_at >= now and _is_for_their_ears(session, task, item)
    ]
    return [
        Undertaking(_owner(session, task), blocks.clip(task.title, 150), _day(task, now))
        for _, task in sorted(found, key=lambda pair: pair[0])[:MOST_TASKS]
    ]


def _is_for_their_ears(session: Session, task: Task, issue: Issue) -> bool:
    """Whether somebody gave their word for a task that everybody here may see.

    Which departments have a part of it is ours to know, and so is that others are told first, which
    is asked with the report itself.
    """
    is_promised = task.state == State.ACKNOWLEDGED and task.promised_by is not None
    is_ours = task.is_private or task.is_part or task.created_at <= issue.created_at
    return is_promised and not is_ours and not names_us(session, task.team_id, task.title)


def _owner(session: Session, task: Task) -> str:
    owner = items.owner_of(session, task)
    return blocks.clip(owner.name, 80) if owner else ""


def _day(task: Task, now: datetime) -> str:
    return words.day(task.due_at, task.due_zone, now) if task.due_at else ""


def _no(session: Session, item: Item, begun: KnownFacts) -> KnownFacts:
    """Why not, and what instead; whether it stands, where somebody looks at it."""
    no = noes.standing(session, item.team_id, item.noun, item.number)
    reason, gaps = _said(session, item, item.close_reason, Gap.REASON)
    instead, _ = _said(session, item, no.instead if no else "")
    if not instead:
        gaps = (*gaps, Gap.INSTEAD)
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    if any(ask.kind == REVIEW for ask in about):
        gaps = (*gaps, Gap.REVIEW)
    said = OurNo(reason, instead, is_asked_for=not isinstance(item, Issue))
    return replace(begun, no=said).without(*gaps)


def _said(
    session: Session, item: Item, said: str, gap: Gap | None = None
) -> tuple[str, tuple[Gap, ...]]:
    """Somebody's words on one line; none, and a gap, where they name somebody here."""
    if not said or not names_us(session, item.team_id, said):
        return blocks.clip(said, QUOTED), ()
    return "", (gap,) if gap else ()
