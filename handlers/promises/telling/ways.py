"""What somebody may do with a task or an issue, the likeliest first: each is a button."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.owed.cards import talk_label
from handlers.chasing.telling import Way
from handlers.people import access
from handlers.promises import items, lifecycle, moves, undoable, undoing
from handlers.promises.asked import CHECK, INFORM, PREVENT, REVIEW, SUPPLY, TELL, VERIFY
from handlers.promises.concerns import cards as concerns
from handlers.promises.follows import ways as follow_ways
from handlers.promises.items import loop, view
from handlers.promises.items.view import ItemView
from handlers.promises.items.words import (
    CAME_BACK,
    CANNOT_GIVE,
    DONE_FORM,
    DRAFT,
    DRAFT_IT,
    FEELING,
    GIVES,
    GOES_ON,
    HEARD,
    HELD,
    IT_HELD,
    NO_BACK,
    PASS_ON,
    PREVENTED,
    RESUME,
    STANDS,
    VERIFIED,
    WAIT_FORM,
    WAITS_FOR,
    plain_due,
)
from handlers.promises.merging import cards as merging
from handlers.promises.parts import cards as parts
from handlers.promises.sharing import cards as sharing
from handlers.promises.telling.headings import heading
from handlers.promises.warnings.words import LIST
from handlers.speech import blocks, words
from storage.issues import Issue, Step
from storage.items import Item, State
from storage.people import Person

OTHERS_DO = {
    INFORM: "Somebody else tells…",
    PREVENT: "Somebody else prevents…",
    VERIFY: "Somebody else verifies…",
    CHECK: "Somebody else checks…",
}
"""How the button is called where each question may be put to somebody else."""


def open_to(session: Session, now: datetime, person: Person, item: Item) -> Sequence[Way]:
    """The ways to answer, then what may be added, then the ways out."""
    return of(session, now, person, view.of(session, item, now))


def of(session: Session, now: datetime, person: Person, seen: ItemView) -> Sequence[Way]:
    """The same for an item of which all is read that is said of it."""
    item = seen.item
    found = [*_answers(session, now, person, seen), *_additions(session, person, item)]
    found += _first(session, person, seen)
    event = undoing.can(session, now, person, item, seen.newest)
    if event:
        undo = undoable.value(item, event)
        found.append(Way(undoable.LABEL, undoable.IN_PLACE, undo))
    found += [*_ways_out(session, person, seen), *_follow(session, person, item)]
    return [replace(way, heading=heading(way.verb)) for way in found]


def _answers(session: Session, now: datetime, person: Person, seen: ItemView) -> Iterator[Way]:
    item = seen.item
    ref, can_date = item.ref, lifecycle.may(session, person, item, *moves.NEW_DATES)
    if seen.offer and lifecycle.may(session, person, item, moves.TAKE_OVER):
        yield Way("Take it over", "offer.accept", ref, "primary", is_answer=True)
        yield Way("Give it back…", "offer.return", ref, is_answer=True)
    if lifecycle.may(session, person, item, moves.TAKE) and item.due_at and item.due_at >= now:
        yield Way(f"Take it by {plain_due(item, now, person)}", "item.take", ref, "primary")
    if item.state == State.ACKNOWLEDGED and lifecycle.may(session, person, item, moves.DONE):
        yield Way("Done", "item.done", ref, "primary")
    if lifecycle.may(session, person, item, moves.TAKE) and item.due_at and item.due_at < now:
        yield Way("Take it…", "item.take", ref, "primary")
    is_for_them = item.promised_by not in (None, item.owner_id)
    is_owner = item.owner_id == person.user_id
    if is_for_them and is_owner and lifecycle.may(session, person, item, moves.CONFIRM):
        yield Way("That is right", "item.confirm", ref)
    if can_date:
        yield Way("Another date…", "item.date", ref)
    yield from sorted(_steps(session, person, seen), key=lambda way: way.style is None)
    yield from _waits(session, person, seen)
    yield from _afterwards(session, person, seen)
    if item.owner_id is None and lifecycle.may(session, person, item, moves.ROUTE):
        yield Way("Send to a department…", "issue.route", ref, "primary")


def _waits(session: Session, person: Person, seen: ItemView) -> Iterator[Way]:
    """Give what it waits for; it goes on, or waits for somebody."""
    item = seen.item
    if seen.asked_for(SUPPLY) and lifecycle.may(session, person, item, moves.SUPPLIED):
        yield Way("Here it is…", GIVES, item.ref, "primary", is_answer=True)
        yield Way("We cannot, because…", CANNOT_GIVE, item.ref, is_answer=True)
    if seen.paused:
        if lifecycle.may(session, person, item, *moves.RESUMES):
            yield Way(GOES_ON, RESUME, item.ref)
    elif lifecycle.may(session, person, item, *moves.WAITS):
        yield Way(WAITS_FOR, WAIT_FORM, item.ref)


def _afterwards(session: Session, person: Person, seen: ItemView) -> Iterator[Way]:
    """What is asked about something that has ended."""
    item, ref = seen.item, seen.item.ref
    if seen.asked_for(TELL) and lifecycle.may(session, person, item, moves.TOLD):
        yield Way("They know", "item.told", ref, "primary")
        yield Way(DRAFT_IT, DRAFT, ref)
    if seen.asked_for(REVIEW) and lifecycle.may(session, person, item, moves.STAND):
        yield Way("It stands", STANDS, ref, "primary", is_answer=True)
        yield Way("Take it back, because…", NO_BACK, ref, is_answer=True)
    if seen.asked_for(CHECK) and lifecycle.may(session, person, item, moves.HELD):
        yield Way(IT_HELD, HELD, ref, "primary", is_answer=True)
        yield Way(CAME_BACK, "item.reopen", ref, is_answer=True)


def _steps(session: Session, person: Person, seen: ItemView) -> Iterator[Way]:
    """The steps of its loop that are left, as far as somebody may do them now.

    What they are asked for themselves stands out.
    """
    labels = {
        Step.TOLD: ("Told them…", HEARD),
        Step.PREVENTED: ("Prevented…", PREVENTED),
        Step.VERIFIED: ("Verified…", VERIFIED),
    }
    for step in seen.steps:
        move = moves.STEPS.get(step)
        if move and seen.done_at(step) is None and lifecycle.may(session, person, seen.item, move):
            is_asked = person.user_id in seen.asked_for(loop.KINDS[step])
            yield Way(*labels[step], seen.item.ref, "primary" if is_asked else None)


def _additions(session: Session, person: Person, item: Item) -> Iterator[Way]:
    if lifecycle.may(session, person, item, moves.NOTE):
        yield Way("Note…", "item.note", item.ref)
    if item.state == State.ACKNOWLEDGED and lifecycle.may(session, person, item, moves.DONE):
        label = "Corrected, with a link…" if isinstance(item, Issue) else "Done, with a link…"
        yield Way(label, DONE_FORM, item.ref)
    if (
        isinstance(item, Issue)
        and item.told_at
        and lifecycle.may(session, person, item, moves.INFORMED)
    ):
        # Until then “Told them…” leads to it.
        yield Way(DRAFT_IT, DRAFT, item.ref)
    if isinstance(item, Issue) and lifecycle.may(session, person, item, moves.ADD_TASK):
        yield Way("Add a task…", "task.form", item.ref)
    if isinstance(item, Issue) and item.department_id and _may_involve(session, person, item):
        yield Way(parts.LABEL, parts.OPEN, item.ref)
    is_felt = isinstance(item, Issue) and item.customer_id is not None
    if is_felt and lifecycle.may(session, person, item, moves.FEEL):
        yield Way("How they feel…", FEELING, item.ref)


def _first(session: Session, person: Person, seen: ItemView) -> Iterator[Way]:
    """Who else will meet it, and who of them has heard it first."""
    item = seen.item
    if not isinstance(item, Issue) or item.joined_to:
        return
    if seen.concerned.total and access.may(session, person, access.READ):
        # Behind it others can be put on the list.
        yield Way(concerns.LABEL_LIST, LIST, item.ref)
    elif lifecycle.may(session, person, item, moves.CONCERN):
        yield Way(concerns.LABEL, concerns.OPEN, item.ref)


def _may_involve(session: Session, person: Person, item: Item) -> bool:
    """Whether somebody may ask other departments, who would see what is private."""
    if item.is_private and not access.may(session, person, access.CHANGE_AUDIENCE, item):
        return False
    return lifecycle.may(session, person, item, moves.INVOLVE)


def _follow(session: Session, person: Person, item: Item) -> Iterator[Way]:
    """Whoever owns it or asked for it hears of it in any case."""
    if person.user_id in (item.owner_id, item.created_by):
        return
    if access.may(session, person, access.FOLLOW, item):
        yield follow_ways.way(session, person, item)


def _somebody_else(session: Session, person: Person, seen: ItemView) -> Iterator[Way]:
    """Each step that is asked for may be somebody else's; what waits goes on first."""
    if seen.paused or not lifecycle.may(session, person, seen.item, moves.PASS_ON):
        return
    for kind, label in OTHERS_DO.items():
        if seen.asked_for(kind):
            yield Way(label, f"{PASS_ON}.{kind}", f"{seen.item.ref}{blocks.SEPARATOR}{kind}")


def _ways_out(session: Session, person: Person, seen: ItemView) -> Iterator[Way]:
    item, is_offered = seen.item, seen.offer is not None
    yield from _somebody_else(session, person, seen)
    may_say = seen.asked_for(CHECK) and lifecycle.may(session, person, item, moves.HELD)
    if not may_say and lifecycle.may(session, person, item, moves.REOPEN):
        yield Way("Reopen…", "item.reopen", item.ref)
    if item.owner_id and lifecycle.may(session, person, item, moves.GIVE_TO):
        yield Way("Another owner…", "item.owner", item.ref)
    if item.owner_id and not is_offered and lifecycle.may(session, person, item, moves.OFFER):
        yield Way("Hand over…", "item.handoff", item.ref)
    if is_offered and lifecycle.may(session, person, item, moves.RETRACT):
        yield Way("Take the offer back", "offer.retract", item.ref)
    if item.owner_id != person.user_id and lifecycle.may(session, person, item, moves.JOIN):
        yield Way("Offer help", "item.join", item.ref)
    partner = items.asked_of(session, item, seen.owner).user_id if seen.owner else ""
    may_talk = item.owner_id and partner != person.user_id
    if may_talk and lifecycle.may(session, person, item, moves.TALK):
        label = talk_label(words.first_name(seen.owner.name) if seen.owner else "")
        yield Way(label, "item.talk", item.ref)
    for label, verb, move in (
        ("Need help…", "item.help", moves.HELP),
        ("Later…", "item.snooze", moves.SNOOZE),
        ("No, because…", "item.no", moves.DECLINE),
        ("Edit…", "item.edit", moves.EDIT),
        ("Merge with…", merging.OPEN, moves.MERGE),
        ("Not needed any more", "item.withdraw", moves.WITHDRAW),
        (sharing.LABEL, sharing.OPEN, moves.SHOW),
    ):
        if item.noun in move.nouns and lifecycle.may(session, person, item, move):
            yield Way(label, verb, item.ref)
    if item.state == State.OPEN and lifecycle.may(session, person, item, moves.DONE):
        yield Way("Done", "item.done", item.ref)
