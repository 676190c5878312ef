"""Whoever is asked for a step names somebody else who does it: that one question is theirs now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import asks, notes, pauses
from handlers.chasing import policy as policies
from handlers.chasing.kinds import Kind
from handlers.people import access, leads, lookup
from handlers.promises import items, lifecycle, moves
from handlers.promises.items import loop
from handlers.promises.lifecycle import Asked
from handlers.promises.steps import words
from handlers.promises.steps.kind import CHECK, KINDS, VERIFY
from handlers.speech.answer_errors import AskedAlready, DoerMissing, MayNotSee
from handlers.speech.promise_errors import (
    AskedOfOther,
    NobodyAsked,
    OwnWork,
    RestsStill,
    StepOfTask,
)
from storage import asks as stored_asks
from storage import history, people
from storage.asks import Ask, Outcome
from storage.issues import Issue
from storage.items import Item
from storage.people import Person, Role

PASSED: Mapping[str, Kind] = {**KINDS, CHECK.name: CHECK}
"""What can be asked of somebody else, by name."""
LEAST_LEFT = 4.0
"""Working hours that somebody has at least, from when they read of it; so many as a new question
would give them, where that is less. One question is given them once."""


@dataclass(frozen=True)
class AskedInstead:
    """A question about an issue, by the name of its kind, that somebody else is asked now."""

    item: Item
    kind: str
    person: Person


def asked_for(session: Session, actor: Person, item: Item, kind: str) -> Ask:
    """The one open question of this kind, where somebody may name who else answers it.

    Raises StepOfTask, NobodyAsked, AskedOfOther for whoever was asked before, RestsStill while its
    clock is paused, and what `lifecycle.permit` raises.
    """
    if not isinstance(item, Issue):
        raise StepOfTask(ref=item.ref)
    about = stored_asks.open_about(session, item.team_id, item.noun, item.number)
    asked = next((ask for ask in about if ask.kind == kind), None)
    if asked is None:
        raise NobodyAsked(ref=item.ref)
    if not lifecycle.may(session, actor, item, moves.PASS_ON) and _was_asked(session, asked, actor):
        # They read of it in a message that still has the button.
        other = people.find(session, item.team_id, asked.person_id)
        raise AskedOfOther(ref=item.ref, name=other.name if other else "Somebody else")
    lifecycle.permit(session, actor, item, moves.PASS_ON)
    if pauses.of_ask(session, asked):
        raise RestsStill(ref=item.ref)
    return asked


def ask(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    kind: str,
    to: str,
    reason: str = "",
) -> AskedInstead:
    """Let somebody else, in words or as a mention, be asked what somebody is asked about an issue.

    It is the same promise to the customer: it is owed when it was, and they have LEAST_LEFT. Where
    it changes hands once more, whoever leads its department reads of it. Raises what `asked_for`
    and `lookup.person` raise; DoerMissing, AskedAlready, what `access.check_owner` raises unless
    the CCO names themselves, MayNotSee, OwnWork and NoteTooLong.
    """
    asked = asked_for(session, actor, item, kind)
    before = _before(session, asked)
    items.check_note(reason)
    if not to.strip():
        raise DoerMissing
    person = lookup.person(session, item.team_id, to)
    _check_may_be_asked(session, actor, item, asked, person)
    instead = Asked(
        PASSED[kind], person, item.department_id, announced=False,
        by=owed_by(session, now, item, asked, person, before),
    )  # fmt: skip
    lifecycle.make(
        session, now, moves.PASS_ON, item, actor,
        asked=[instead], goes_on=[each for each in PASSED if each != kind],
        to=person.user_id, step=kind, reason=reason,
    )  # fmt: skip
    if before:
        said = words.changed_hands(item, kind, actor, person, len(before) + 1, reason)
        _tell_above(session, now, actor, item, person, said)
    return AskedInstead(item, kind, person)


def _was_asked(session: Session, asked: Ask, person: Person) -> bool:
    """Whether somebody was asked the same before it went to another."""
    past = stored_asks.ever_about(session, asked.team_id, asked.noun, asked.number)
    return any(each.kind == asked.kind and each.person_id == person.user_id for each in past)


def _before(session: Session, asked: Ask) -> list[Ask]:
    """The questions that became this one each time somebody else was named, newest first."""
    past = stored_asks.ever_about(session, asked.team_id, asked.noun, asked.number)
    handed = [
        each for each in past if each.kind == asked.kind and each.outcome == Outcome.HANDED_OVER
    ]
    if not handed:
        return []
    named = {
        each.happened_at
        for each in history.of(session, asked.team_id, asked.noun, asked.number)
        if each.verb == moves.PASS_ON.verb and each.details["step"] == asked.kind
    }
    found = [asked]
    for each in sorted(handed, key=lambda one: one.ask_id, reverse=True):
        if each.answered_at == found[-1].opened_at and each.answered_at in named:
            found.append(each)
    return found[1:]


def _tell_above(
    session: Session, now: datetime, actor: Person, item: Item, named: Person, said: str
) -> None:
    """Let whoever leads there read that it changed hands once more, or the CCO where they did it.

    Nobody passes it around unseen. Its owner, and who is named, read of it anyway.
    """
    lead = leads.lead_of(session, items.department_of(session, item))
    ccos = people.with_role(session, item.team_id, Role.CCO)
    for person in [lead] if lead and lead.user_id != actor.user_id else ccos:
        knows = person.user_id in (actor.user_id, named.user_id, item.owner_id)
        if person.works_here and not knows and access.may_see(session, person, item):
            notes.send(session, now, person, said)


def owed_by(
    session: Session,
    now: datetime,
    item: Item,
    latest: Ask,
    person: Person,
    before: Sequence[Ask] | None = None,
) -> datetime:
    """By when (UTC) they owe it: as before, or so much later that they have time to do it.

    `before` are the questions that became the latest one, newest first, read where they are not
    given: where it was put off for somebody already, it is not put off again.
    """
    past = _before(session, latest) if before is None else before
    first = [latest, *past][-1]
    if first.due_at < latest.due_at:
        return latest.due_at
    policy, calendar = policies.of(session, item.team_id), calendars.for_person(session, person)
    reads = asks.first_told(latest, calendar, policy, now)
    about = items.about(item, items.customer_of(session, item))
    anew = asks.due(PASSED[latest.kind], policy, calendar, now, about)
    return max(latest.due_at, min(anew, hours.add_hours(calendar, reads, LEAST_LEFT)))


def _check_may_be_asked(
    session: Session, actor: Person, item: Item, asked: Ask, person: Person
) -> None:
    """Refuse whoever is asked already, cannot be asked, may not see it or did what is looked at."""
    if person.user_id in (asked.person_id, asked.for_id):
        raise AskedAlready(ref=item.ref, name=person.name)
    if person.user_id == actor.user_id and person.role == Role.CCO:
        # The CCO may do it themselves; nobody parks it there.
        access.check_works_here(person)
    else:
        access.check_owner(person)
    if not access.may_see(session, person, item) and not access.may(
        session, actor, access.CHANGE_AUDIENCE, item
    ):
        # Who is asked about it sees it: only who may let somebody in can ask them.
        raise MayNotSee(ref=item.ref, name=person.name)
    if isinstance(item, Issue) and asked.kind in (VERIFY.name, CHECK.name):
        _check_apart(session, item, person)


def _check_apart(session: Session, issue: Issue, person: Person) -> None:
    """Nobody looks at their own work while there is somebody else. Raises OwnWork."""
    did_it = {issue.owner_id}
    for verb in (moves.CORRECT.verb, moves.DONE.verb, moves.PREVENTED.verb):
        event = history.latest(session, issue.team_id, issue.noun, issue.number, verb)
        did_it.add(event.actor if event else None)
    other = loop.apart_from(session, issue, did_it) if person.user_id in did_it else None
    if other:
        raise OwnWork(ref=issue.ref, name=person.name, other=other.name)
