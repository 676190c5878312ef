"""What could not be said is never lost: the CCO sees it, sends it again, or lets it go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import notes
from handlers.front.stuck import cards, rules, subjects
from handlers.front.stuck.cards import Broken, Failed, StuckView
from handlers.front.stuck.rules import Chosen
from handlers.people import access, leads, records
from handlers.people.records import Occurrence
from handlers.promises import items
from handlers.speech import blocks
from handlers.speech.errors import NotStuck
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage import (
    departments,
    digests,
    history,
    nudges,
    people,
    schedules,
    stuck,
)
from storage.departments import Department
from storage.nudges import Nudge
from storage.outbox import Message, MessageState
from storage.people import Person, Role
from storage.schedules import Posting
from storage.stuck import Pile

NOUN = "message"
LET_GO = Occurrence(NOUN, "let go", {"newest": str, "messages": int, "to": list})
SENT_AGAIN = Occurrence(NOUN, "sent again", {**LET_GO.facts, "looked": bool})
NOTICE = "undelivered:"
"""How the key of a notice about a failure begins; nobody is told that one of those failed."""
LONG = timedelta(minutes=10)
"""A message that has not left after this long is said to wait."""
FAILED, WAITING, BROKEN = 8, 5, 8
"""How many lines of each kind one list shows."""
EACH = 20

# --- what is stuck ---


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx stuck`."""
    _check(request, session)
    parts = cards.listing(_look(session, request.team_id, now))
    if not parts:
        return Reply(cards.NOTHING)
    return Reply(cards.TITLE, blocks.message(blocks.section(f"*{cards.TITLE}*"), *parts))


def open_list(request: Request, session: Session, now: datetime) -> Response:
    """The same from Home."""
    _check(request, session)
    return OpenForm(cards.form(cards.listing(_look(session, request.team_id, now))))


def open_each(request: Request, session: Session, now: datetime) -> Response:
    """The messages of a pile one by one, each with its own buttons.

    Raises NotStuck.
    """
    del now
    _check(request, session)
    chosen = rules.read(request.value)
    reason = _reason(session, request.team_id, chosen)
    found = stuck.newest(session, request.team_id, reason, chosen.lane, EACH + 1)
    if not found:
        raise NotStuck(how=_how(session, request.team_id, chosen))
    each = [_single(session, message) for message in found[:EACH]]
    return OpenForm(cards.one_by_one(each, more=len(found) > EACH))


def _look(session: Session, team_id: str, now: datetime) -> StuckView:
    failed = rules.gathered(stuck.failed(session, team_id))
    waiting = rules.gathered(stuck.waiting(session, team_id, now, LONG))
    broken = [
        *_reminders(session, team_id),
        *_schedules(session, team_id),
        *_wanted(session, team_id),
    ]
    shown = [_failed(session, team_id, pile) for pile in failed[:FAILED]]
    more = sum(
        max(0, len(found) - most)
        for found, most in ((failed, FAILED), (waiting, WAITING), (broken, BROKEN))
    )
    return StuckView([each for each in shown if each], waiting[:WAITING], broken[:BROKEN], more)


def _failed(session: Session, team_id: str, pile: Pile) -> Failed | None:
    newest = stuck.newest(session, team_id, pile.error, rules.lane_of(pile), cards.NAMED)
    if not newest:
        return None
    about = list(dict.fromkeys(subjects.about(session, message) for message in newest))
    return Failed(pile, about, rules.all_of(pile, newest[0].message_id))


def _single(session: Session, message: Message) -> Failed:
    since = message.dispatched_at or message.created_at
    pile = Pile((message.lane,), message.state, message.error, 1, since, looked=message.lookups > 0)
    return Failed(pile, [subjects.about(session, message)], Chosen(message.message_id))


def _reminders(session: Session, team_id: str) -> list[Broken]:
    by_person: dict[str, list[Nudge]] = {}
    for nudge in nudges.broken(session, team_id):
        by_person.setdefault(nudge.person_id, []).append(nudge)
    return [
        Broken(
            cards.reminders(len(broken), user_id, subjects.refs(session, broken)),
            min(nudge.due_at for nudge in broken),
        )
        for user_id, broken in by_person.items()
    ]


def _schedules(session: Session, team_id: str) -> list[Broken]:
    return [
        Broken(cards.scheduled(each.kind, each.channel_id), each.next_at)
        for each in schedules.broken(session, team_id)
        if each.next_at
    ]


def _wanted(session: Session, team_id: str) -> list[Broken]:
    """Digests that somebody asked for."""
    return [
        Broken(cards.scheduled(Posting.DIGEST, each.channel_id), each.not_before)
        for each in digests.broken(session, team_id)
    ]


# --- what can be done about it ---


def send_again(request: Request, session: Session, now: datetime) -> Response:
    """Put messages on their way again, each still at most once: what may be there is looked for.

    Raises NotStuck when somebody else has dealt with them.
    """
    person = _check(request, session)
    held = _hold(session, request)
    looked = [message for message in held if message.lookups]
    at = max(_release(session, message, now) for message in held)
    for message in looked:
        stuck.look_for(message, now)
    _write_down(session, now, person, SENT_AGAIN, request, held, looked=bool(looked))
    lanes = _lanes(held)
    if looked:
        return Reply(cards.looked_for(len(held), lanes))
    return Reply(cards.sent_again(len(held), lanes, at if at > now else None))


def send_anyway(request: Request, session: Session, now: datetime) -> Response:
    """The same without a look, where Duly cannot look: the person has been warned.

    Raises NotStuck when somebody else has dealt with them.
    """
    person = _check(request, session)
    held = _hold(session, request)
    at = max(_release(session, message, now) for message in held)
    _write_down(session, now, person, SENT_AGAIN, request, held, looked=False)
    return Reply(cards.sent_again(len(held), _lanes(held), at if at > now else None))


def let_go(request: Request, session: Session, now: datetime) -> Response:
    """Give messages up; what people owe stays due.

    Raises NotStuck when somebody else has dealt with them.
    """
    person = _check(request, session)
    held = _hold(session, request)
    for message in held:
        stuck.let_go(message, f"{cards.ENDINGS['let go'].format(name=person.name)}.")
    _write_down(session, now, person, LET_GO, request, held)
    return Reply(cards.let_go(len(held), _lanes(held)))


def _check(request: Request, session: Session) -> Person:
    person = access.actor(session, request)
    access.check(session, person, access.FREE)
    return person


def _hold(session: Session, request: Request) -> list[Message]:
    """The messages that a button is about and that are stuck still, locked."""
    team_id, chosen = request.team_id, rules.read(request.value)
    if chosen.cause:
        reason = _reason(session, team_id, chosen)
        held = stuck.hold(session, team_id, reason, chosen.lane) if reason else []
    else:
        held = stuck.hold_one(session, team_id, chosen.message_id)
    if not held:
        raise NotStuck(how=_how(session, team_id, chosen))
    return held


def _reason(session: Session, team_id: str, chosen: Chosen) -> str:
    known = stuck.reasons(session, team_id)
    return next((reason for reason in known if rules.cause_of(reason) == chosen.cause), "")


def _how(session: Session, team_id: str, chosen: Chosen) -> str:
    """What became of a message that somebody else dealt with first."""
    event = history.latest(session, team_id, NOUN, 0)
    if event and event.details.get("newest") == chosen.message_id.hex:
        winner = people.find(session, team_id, event.actor)
        return cards.ENDINGS[event.verb].format(name=winner.name if winner else "somebody")
    message = stuck.find(session, team_id, chosen.message_id)
    state = MessageState(message.state) if message else MessageState.STALE
    return cards.STATES.get(state, cards.ON_ITS_WAY)


def _release(session: Session, message: Message, now: datetime) -> datetime:
    """Let a message leave as soon as its reader is at work; that instant (UTC)."""
    reader = people.find(session, message.team_id, message.lane)
    calendar = calendars.for_person(session, reader) if reader else None
    at = hours.next_open(calendar, now) if calendar else now
    stuck.send_again(message, at)
    return at


def _lanes(messages: Iterable[Message]) -> list[str]:
    return list(dict.fromkeys(message.lane for message in messages))


def _write_down(
    session: Session,
    now: datetime,
    person: Person,
    what: Occurrence,
    request: Request,
    held: list[Message],
    **facts: Any,
) -> None:
    newest = rules.read(request.value).message_id
    records.write(
        session, now, person.team_id, person.user_id, what,
        newest=newest.hex, messages=len(held), to=_lanes(held)[:EACH], **facts,
    )  # fmt: skip


# --- telling people ---


def tell(session: Session, message: Message, now: datetime) -> None:
    """Say that a message failed to those who can help: the CCO, and the lead of whom it concerns.

    At most once a day for each of them and each place, in their working hours, and never about
    a notice of this kind. What is owed stays due.
    """
    if message.key.startswith(NOTICE):
        return
    text = cards.not_delivered(
        subjects.about(session, message),
        blocks.place(message.lane),
        message.error,
        looked=message.lookups > 0,
    )
    ccos = people.with_role(session, message.team_id, Role.CCO)
    for cco in ccos:
        _notify(session, message, cco, f"{text}\n{cards.help_for_cco()}", now)
    lead = leads.lead_of(session, _department(session, message))
    if lead and lead not in ccos:
        help_with_it = cards.help_for_lead([cco.user_id for cco in ccos])
        _notify(session, message, lead, f"{text}\n{help_with_it}", now)


def _notify(session: Session, about: Message, to: Person, text: str, now: datetime) -> None:
    if to.gone or to.is_bot or to.user_id == about.lane:
        return
    notes.send(session, now, to, text, daily=f"{NOTICE}{about.lane}")


def _department(session: Session, message: Message) -> Department | None:
    """The department of the person a message was for, or of the item that it shows."""
    reader = people.find(session, message.team_id, message.lane)
    if reader and reader.department_id:
        return departments.find(session, message.team_id, reader.department_id)
    item = subjects.item_of(session, message)
    return items.department_of(session, item) if item else None
