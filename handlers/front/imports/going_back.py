"""Initiatives and outcomes that a file brought go again; what it changed in others is as before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic

from sqlmodel import Session

from handlers.front.imports import brought_cards, cards
from handlers.front.imports.brought import named
from handlers.front.imports.lines import BroughtThing, known_of, since
from handlers.speech.errors import UserError
from storage import imports, people
from storage.imported_records import ImportedRecord
from storage.people import Person


@dataclass(frozen=True)
class GoingBack(Generic[BroughtThing]):
    """What a room knows of its things, so that a file of them can be taken back.

    `find` finds and holds what has a number in a workspace, None where that is gone already.
    `is_over` says whether it has ended and so stays as it is, and `held` why one that a file
    brought cannot go, empty where it can.
    """

    called: Mapping[str, str]
    find: Callable[[Session, str, int], BroughtThing | None]
    facts_of: Callable[[Session, BroughtThing], Mapping[str, Any]]
    how: Callable[[BroughtThing], str]
    is_over: Callable[[BroughtThing], bool]
    held: Callable[[Session, BroughtThing], str]
    take_back: Callable[[Session, datetime, Person, BroughtThing, str], None]
    give_back: Callable[[Session, datetime, Person, BroughtThing, Mapping[str, Any]], None]

    def restore(
        self, session: Session, now: datetime, actor: str, record: ImportedRecord
    ) -> tuple[bool, list[str]]:
        """Take one back, or what a file changed in it: whether it was, and what stays."""
        by = people.find(session, record.team_id, actor)
        thing = self.find(session, record.team_id, int(record.row))
        if thing is None or by is None:
            return True, []
        different = since(self.facts_of(session, thing), record)
        why = self._why_it_stays(session, thing, record, different)
        if why:
            return False, [cards.stays(thing.ref, why)]
        try:
            if record.before is None:
                run = imports.find(session, record.team_id, record.import_number)
                self.take_back(session, now, by, thing, run.file if run else "")
                imports.forget(session, record.team_id, known_of(session, record))
                return True, []
            return self._give_back(session, now, by, thing, record, different)
        except UserError as error:
            return False, [cards.stays(thing.ref, error.message)]

    def _why_it_stays(
        self, session: Session, thing: BroughtThing, record: ImportedRecord, different: list[str]
    ) -> str:
        """Why nothing of it can be taken back; empty where something can."""
        if self.is_over(thing):
            return brought_cards.stands_so(self.how(thing))
        if record.before is not None:
            return ""
        if different:
            return cards.changed_since(named(self.called, different))
        return self.held(session, thing)

    def _give_back(
        self,
        session: Session,
        now: datetime,
        by: Person,
        thing: BroughtThing,
        record: ImportedRecord,
        different: list[str],
    ) -> tuple[bool, list[str]]:
        """Let each column that nobody has changed since say again what it said."""
        before = record.before or {}
        stood = {name: value for name, value in before.items() if name not in different}
        if stood:
            self.give_back(session, now, by, thing, stood)
        for each in known_of(session, record):
            # So that the same file can change it again.
            each.content = ""
            session.add(each)
        if not different:
            return True, []
        why = cards.changed_since(named(self.called, different))
        return bool(stood), [cards.stays(thing.ref, why)]
