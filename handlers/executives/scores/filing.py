"""A scorecard as a file for one person: its figures, and the very things that they are made of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from sqlmodel import Session

from handlers.calendar import hours
from handlers.executives import scores
from handlers.executives.scores import Scorecard, file_words, keys, subjects, words
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.rules import Measure, Scored
from handlers.executives.scores.subjects import CountedThing
from handlers.speech import cells
from handlers.speech.errors import UserError
from storage import outbox, people
from storage.outbox import Message, Priority
from storage.people import Person

OF = "scorecard"
"""Under this name the message keeps whose scorecard of when it brings."""
BYTE_ORDER_MARK = "\ufeff"


def order(session: Session, now: datetime, actor: Person, card: Scorecard) -> None:
    """Have a scorecard come to whoever asks for it; asked for twice within a minute, it comes once.

    Raises what `scores.check_may_read` raises.
    """
    scores.check_may_read(session, actor, card.whose)
    key = keys.key(card.whose, card.period)
    outbox.add(
        session,
        team_id=actor.team_id,
        now=now,
        key=f"score-file:{actor.user_id}:{key}:{now:%Y%m%d%H%M}",
        lane=actor.user_id,
        method=outbox.FILE,
        payload={OF: key, "text": words.headline(card)},
        priority=Priority.ANSWER,
        once=True,
    )


def made(session: Session, message: Message, now: datetime) -> dict[str, str] | None:
    """The file of a message as its reader may see it now; None where they may not any more."""
    reader = people.find(session, message.team_id, message.lane)
    if reader is None:
        return None
    try:
        whose, period = keys.carried(str(message.payload.get(OF, "")), session, reader)
        card = scores.scorecard(session, now, reader, whose, period)
    except UserError:
        return None
    return {
        "name": file_words.name(card),
        "title": file_words.title(card),
        "comment": file_words.comment(card),
        "content": _csv(session, now, reader, card),
    }


def _csv(session: Session, now: datetime, reader: Person, card: Scorecard) -> str:
    """What stands in it: RFC 4180, in which nothing becomes a formula."""
    paper = StringIO()
    writer = csv.writer(paper)
    writer.writerow(file_words.COLUMNS)
    for row in [*_figures(card), *_things(session, now, reader, card)]:
        writer.writerow([cells.marked(cell) for cell in row])
    return BYTE_ORDER_MARK + paper.getvalue()


def _figures(card: Scorecard) -> Iterator[list[str]]:
    for each in card.lines:
        if each.now.of:
            yield file_words.figure(each, card.standards.goals.get(each.now.measure, 0))


def _things(
    session: Session, now: datetime, reader: Person, card: Scorecard
) -> Iterator[list[str]]:
    """A row for each thing that its reader may see, and one that counts the others."""
    known: dict[tuple[str, int], CountedThing | None] = {}
    names = _HeldThen(session, reader, card)
    for measure in (*_counted(card), *card.beside):
        hidden = 0
        for thing in scores.behind(session, now, card.whose, card.period, measure):
            about = (thing.noun, thing.number)
            if about not in known:
                known[about] = _seen(session, reader, thing)
            item = known[about]
            if item is None:
                hidden += 1
                continue
            day = hours.day_of(thing.at, card.zone).isoformat()
            yield file_words.thing(measure, thing, item, day, names.of(thing))
        if hidden:
            yield file_words.hidden(measure, hidden)


def _counted(card: Scorecard) -> list[Measure | Caveat]:
    return [each.now.measure for each in card.lines if each.now.of]


def _seen(session: Session, reader: Person, thing: Scored) -> CountedThing | None:
    found = subjects.find(session, reader.team_id, thing.noun, thing.number)
    return found if found and subjects.may_see(session, reader, found) else None


class _HeldThen:
    """Who held things then: for those alone who may read how each of them does."""

    def __init__(self, session: Session, reader: Person, card: Scorecard) -> None:
        self._session, self._team_id = session, reader.team_id
        whose = card.whose
        self._may_know = bool(whose.person) or scores.leads(reader, whose.department)
        self._known: dict[str, str] = {}

    def of(self, thing: Scored) -> str:
        """The name of whoever held it; empty where that is nobody's to know."""
        if not self._may_know or not thing.owner_id:
            return ""
        if thing.owner_id not in self._known:
            found = people.find(self._session, self._team_id, thing.owner_id)
            self._known[thing.owner_id] = found.name if found else ""
        return self._known[thing.owner_id]
