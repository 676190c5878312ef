"""What hangs on an initiative: tasks that are given for it, and how they go on once it is cut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks
from handlers.customers import initiatives as room
from handlers.customers.initiatives import moves, way_whose
from handlers.customers.initiatives.kind import WAY
from handlers.promises import giving, hangs, items, lifecycle
from handlers.promises import moves as promise_moves
from handlers.promises.lifecycle import Asked
from handlers.speech import cleaning, phrases
from handlers.speech.initiative_errors import ForItMissing, WayEnded, WayMissing
from storage import asks as stored_asks
from storage import hanging, history, initiatives
from storage.asks import Ask, Outcome
from storage.initiatives import Initiative
from storage.items import Item
from storage.people import Person
from storage.tasks import Promise, Task


def give(
    session: Session, now: datetime, actor: Person, ref: str, title: str, owner_id: str, day: str
) -> tuple[Initiative, Promise]:
    """Give a task for an initiative, which moves the outcome that the initiative moves.

    Raises ForItMissing, TitleTooLong, and what `initiatives.named` and `giving.give_chosen` raise.
    """
    initiative = room.named(session, actor, ref, hangs.GIVE)
    title = phrases.one_line(title)
    if cleaning.says_nothing(title):
        raise ForItMissing
    items.check_title(title)
    task = giving.give_chosen(
        session, now, actor, owner_id, day, title=title,
        outcome=hangs.moved_by(session, initiative),
    )  # fmt: skip
    hangs.hang(session, now, actor, initiative, task)
    return initiative, task


def asked(session: Session, now: datetime, initiative: Initiative) -> list[Asked]:
    """Each owner of what hangs on it, once; for whoever has left the lead of who pays for it.

    From now on it is looked after what becomes of that.
    """
    found: dict[str, Person] = {}
    for task in hanging.live(session, initiative.team_id, initiative.number):
        if who := way_whose.is_asked(session, initiative, task):
            found[who.user_id] = who
    if found:
        hanging.mark(session, initiative.team_id, initiative.number, now)
    return [Asked(WAY, who, who.department_id, announced=False) for who in found.values()]


def theirs(session: Session, initiative: Initiative, person: Person) -> list[Task]:
    """What somebody is asked of, for themselves or in the place of another, by number.

    Raises WayEnded where that is nothing.
    """
    mine = [each for each in _owed(session, initiative) if person.user_id in _who(each)]
    if not mine:
        raise WayEnded(ref=initiative.ref)
    found = [task for ask in mine for task in way_whose.asked_of(session, initiative, ask)]
    by_number = {task.number: task for task in found}
    return [by_number[number] for number in sorted(by_number)]


def another_way(
    session: Session, now: datetime, actor: Person, ref: str, words: str
) -> tuple[Initiative, Sequence[Task]]:
    """Say how what hangs on it is done without it; the tasks whose story says so from now on.

    Raises WayMissing, NoteTooLong, WayEnded where nobody is asked, and what `initiatives.named`
    raises.
    """
    initiative = room.named(session, actor, ref, moves.ANOTHER_WAY)
    if cleaning.says_nothing(words):
        raise WayMissing
    items.check_note(words)
    kept = theirs(session, initiative, actor)
    for task in kept:
        _note(session, now, actor, items.get(session, actor, task.ref), words)
    lifecycle.make(session, now, moves.ANOTHER_WAY, initiative, actor, words=words.strip())
    return initiative, kept


def _note(session: Session, now: datetime, actor: Person, item: Item, words: str) -> None:
    lifecycle.permit(session, actor, item, promise_moves.NOTE)
    lifecycle.make(session, now, promise_moves.NOTE, item, actor, words=items.note_of(words))


def look_after(session: Session, now: datetime, team_id: str) -> None:
    """Nobody is asked any more whose tasks have a new day or have ended.

    This is done whenever a workspace is audited.
    """
    for number in hanging.waiting(session, team_id):
        initiative = initiatives.find(session, team_id, number)
        owed = _owed(session, initiative) if initiative else []
        for ask in owed:
            if initiative and _is_answered(session, initiative, ask):
                asks.answer(session, now, ask, ask.person_id, Outcome.ANSWERED)
                lifecycle.note(session, now, moves.WENT_ON, initiative, ask, owner=ask.whose_id)
        if not owed:
            hanging.mark(session, team_id, number, None)


def _is_answered(session: Session, initiative: Initiative, ask: Ask) -> bool:
    """Whether each task that is left of it has been given a new day since it was asked."""
    for task in way_whose.asked_of(session, initiative, ask):
        dated = history.latest(session, task.team_id, task.noun, task.number, "dated")
        if dated is None or dated.happened_at < ask.opened_at:
            return False
    return True


def _owed(session: Session, initiative: Initiative) -> list[Ask]:
    place = (initiative.team_id, initiative.noun, initiative.number)
    return [each for each in stored_asks.open_about(session, *place) if each.kind == WAY.name]


def _who(ask: Ask) -> set[str | None]:
    return {ask.person_id, ask.for_id}
