"""What could not be said is never lost: the CCO sees it, sends it again, or lets it go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.chasing import notes
from handlers.chasing.nouns import Noun
from handlers.chasing.registers import Register
from handlers.front.stuck import cards, rules, subjects, view
from handlers.front.stuck.cards import Failed, StuckView
from handlers.front.stuck.rules import Chosen
from handlers.people import access, leads, office, records
from handlers.people.records import Occurrence
from handlers.speech import blocks
from handlers.speech.errors import NotStuck
from storage import departments, history, people, stuck
from storage.departments import Department
from storage.outbox import FILE, Message, MessageState
from storage.people import Person

NOUN = "message"
LET_GO = Occurrence(NOUN, "let go", {"newest": str, "messages": int, "to": list})
SENT_AGAIN = Occurrence(NOUN, "sent again", {**LET_GO.facts, "looked": bool})
NOTICE = "undelivered:"
"""How the key of a notice about a failure begins; nobody is told that one of those failed."""
EACH = 20

# --- what is stuck ---


def seen(nouns: Register[Noun], session: Session, now: datetime, actor: Person) -> StuckView:
    """All that is stuck. Raises what `access.check` raises."""
    access.check(session, actor, access.FREE)
    return view.everything(nouns, session, actor.team_id, now)


@dataclass(frozen=True)
class OneByOne:
    """The newest messages of a pile; `more` says that there are others."""

    messages: list[Failed]
    more: bool


def one_by_one(nouns: Register[Noun], session: Session, actor: Person, chosen: Chosen) -> OneByOne:
    """The messages of a pile, newest first.

    Raises NotStuck, and what `access.check` raises.
    """
    access.check(session, actor, access.FREE)
    reason = _reason(session, actor.team_id, chosen)
    found = stuck.newest(session, actor.team_id, reason, chosen.lane, EACH + 1)
    if not found:
        raise NotStuck(how=_how(session, actor.team_id, chosen))
    each = [view.single(nouns, session, message) for message in found[:EACH]]
    return OneByOne(each, more=len(found) > EACH)


# --- what can be done about it ---


@dataclass(frozen=True)
class Freed:
    """So many messages are on their way again, by lane; the last of them leaves `at` (UTC).

    `looked` says that Slack may have some of them, which is found out first.
    """

    count: int
    lanes: list[str]
    at: datetime
    looked: bool


@dataclass(frozen=True)
class GivenUp:
    """So many messages are never sent, by lane."""

    count: int
    lanes: list[str]


def send_again(session: Session, now: datetime, actor: Person, chosen: Chosen) -> Freed:
    """Put messages on their way again, each still at most once: what may be there is looked for.

    Raises NotStuck when somebody else has dealt with them, and what `access.check` raises.
    """
    return _free(session, now, actor, chosen, look=True)


def send_anyway(session: Session, now: datetime, actor: Person, chosen: Chosen) -> Freed:
    """The same without a look, where Duly cannot look: the person has been warned.

    Raises NotStuck when somebody else has dealt with them, and what `access.check` raises.
    """
    return _free(session, now, actor, chosen, look=False)


def let_go(session: Session, now: datetime, actor: Person, chosen: Chosen) -> GivenUp:
    """Give messages up; what people owe stays due.

    Raises NotStuck when somebody else has dealt with them, and what `access.check` raises.
    """
    held = _hold(session, actor, chosen)
    for message in held:
        stuck.let_go(message, f"{cards.ENDINGS[LET_GO.verb].format(name=actor.name)}.")
    _write_down(session, now, actor, LET_GO, chosen, held)
    return GivenUp(len(held), _lanes(held))


def _free(session: Session, now: datetime, actor: Person, chosen: Chosen, *, look: bool) -> Freed:
    held = _hold(session, actor, chosen)
    looked = [message for message in held if message.lookups] if look else []
    at = max(_release(session, message, now) for message in held)
    for message in looked:
        stuck.look_for(message, now)
    _write_down(session, now, actor, SENT_AGAIN, chosen, held, looked=bool(looked))
    return Freed(len(held), _lanes(held), at, bool(looked))


def _hold(session: Session, actor: Person, chosen: Chosen) -> list[Message]:
    """The messages that somebody chose and that are stuck still, locked."""
    access.check(session, actor, access.FREE)
    team_id = actor.team_id
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
    actor: Person,
    what: Occurrence,
    chosen: Chosen,
    held: list[Message],
    **facts: Any,
) -> None:
    records.write(
        session, now, actor.team_id, actor.user_id, what,
        newest=chosen.message_id.hex, messages=len(held), to=_lanes(held)[:EACH], **facts,
    )  # fmt: skip


# --- telling people ---


def tell(nouns: Register[Noun], session: Session, message: Message, now: datetime) -> None:
    """Say that a message failed to those who can help: the CCO, and the lead of whom it concerns.

    At most once a day for each of them and each place, in their working hours, and never about
    a notice of this kind. What is owed stays due.
    """
    if message.key.startswith(NOTICE):
        return
    text = cards.not_delivered(
        subjects.about(nouns, session, message),
        blocks.place(message.lane),
        message.error,
        looked=message.lookups > 0,
    )
    ccos = office.holders(session, message.team_id)
    if message.method == FILE:
        _tell_its_reader(session, message, ccos, now)
    for cco in ccos:
        _notify(session, message, cco, f"{text}\n{cards.help_for_cco()}", now)
    lead = leads.there_for(session, _department(nouns, session, message))
    if lead and lead not in ccos:
        help_with_it = cards.help_for_lead([cco.user_id for cco in ccos])
        _notify(session, message, lead, f"{text}\n{help_with_it}", now)


def _notify(session: Session, about: Message, to: Person, text: str, now: datetime) -> None:
    if to.user_id != about.lane:
        notes.send(session, now, to, text, daily=f"{NOTICE}{about.lane}")


def _tell_its_reader(
    session: Session, message: Message, ccos: Sequence[Person], now: datetime
) -> None:
    """Whoever waits for a file reads that it does not come, and why: a message gets through."""
    reader = people.find(session, message.team_id, message.lane)
    if reader is None:
        return
    others = [each.user_id for each in ccos if each.user_id != reader.user_id]
    text = cards.not_brought(str(message.payload.get("text", "")), message.error, others)
    notes.send(session, now, reader, text, answers=True)


def _department(nouns: Register[Noun], session: Session, message: Message) -> Department | None:
    """The department of the person a message was for, or of what it shows."""
    reader = people.find(session, message.team_id, message.lane)
    if reader and reader.department_id:
        return departments.find(session, message.team_id, reader.department_id)
    shown = subjects.shown_by(nouns, session, message)
    return departments.find(session, message.team_id, shown.department_id) if shown else None
