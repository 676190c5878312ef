"""People type `/cx undo` or press “Undo”, and read how it stands again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.people import access
from handlers.promises import items, preamble, undoing
from handlers.promises.undoing import Undone, cards
from handlers.speech import blocks
from handlers.speech.promise_errors import NothingToUndo
from handlers.speech.request import Nothing, Reply, Request, Response
from storage.items import Item
from storage.people import Person


def reply(
    session: Session,
    now: datetime,
    actor: Person,
    told: Sequence[tuple[Item, str]],
    count: int = 1,
    *,
    unchanged: Collection[str] = (),
    title: str = cards.NOTED,
) -> Reply:
    """What somebody is told about what they did just now, with the way back while there is one.

    `told` is a sentence for each promise, which is held; `count` is how many moves were made with
    each, but for those that are named as `unchanged`.
    """
    found = {
        item.ref: undoing.of_now(session, now, actor, item, count)
        for item, _ in told
        if item.ref not in unchanged
    }
    undoable = {ref: events for ref, events in found.items() if events}
    text = "\n".join(said for _, said in told)
    return Reply(text, cards.answer(told, undoable), title=title)


def typed(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx undo T-12`; without a number, what the person did last."""
    if not request.text.strip():
        person = access.actor(session, request)
        last = undoing.last_of(session, now, person)
        if last is None:
            raise NothingToUndo
        return Reply(_said(session, person, undoing.undo(registers, session, now, person, last)))
    said = preamble.typed(request, session, cards.USAGE)
    said.check_nothing_left("undo")
    undone = [undoing.undo(registers, session, now, said.person, item) for item in said.items]
    return Reply("\n".join(_said(session, said.person, each) for each in undone))


def press(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """One click under an answer: as if it had not happened, and the answer says so."""
    person, undone = _pressed(registers, request, session, now)
    return Reply(_said(session, person, undone), instead=True, title=cards.DONE)


def press_in_story(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """The same where the story shows what became of it."""
    _pressed(registers, request, session, now)
    return Nothing()


def _pressed(
    registers: Registers, request: Request, session: Session, now: datetime
) -> tuple[Person, Undone]:
    person = access.actor(session, request)
    ref, _, what = request.value.partition(blocks.SEPARATOR)
    item = items.get(session, person, ref)
    return person, undoing.undo(registers, session, now, person, item, what)


def _said(session: Session, reader: Person, undone: Undone) -> str:
    if undone.verb in undoing.AUDIENCE:
        return cards.seen_again(undone.item, undone.verb, undone.shut_out)
    said = cards.undone(undone.item, undone.verb, undone.owner, was_asked=undone.was_asked)
    shown = [each for each in undone.stays if access.may_see(session, reader, each)]
    return f"{said}{cards.stays(shown, len(undone.stays) - len(shown))}"
