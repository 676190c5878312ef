"""Initiatives and outcomes come in from a file line by line: each once, changed where it says so.

What a room has of its own, such as what a line says and how that is written, stands beside it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic

from sqlmodel import Session

from handlers.front.imports import cards, identity, states
from handlers.front.imports.known import Known
from handlers.front.imports.lines import BroughtThing, FileLines, KnownLine
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import LeftOut, RowChange, Tally
from handlers.speech import cleaning
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import people
from storage.people import Person


class BroughtFile(ABC, Generic[BroughtThing]):
    """Some lines of a file, for which what they name is looked up once."""

    called: ClassVar[Mapping[str, str]]
    """What people call a column, where that is not its name."""
    stands: ClassVar[Collection[str]]
    """The words in which a line may say how a thing stands."""
    choices: ClassVar[Sequence[str]]
    """Those of them that somebody reads who has written another word."""

    def __init__(
        self, session: Session, now: datetime, job: Job, lines: FileLines[BroughtThing]
    ) -> None:
        self.session, self.now, self.job = session, now, job
        self.known = Known(session, job.team_id)
        self.tally = Tally()
        self.lines: FileLines[BroughtThing] = lines
        self._actor = people.find(session, job.team_id, job.asked_by)

    def bring(self, rows: Sequence[Row]) -> Tally:
        """Write down what these lines say, or change what is here already."""
        for row in rows:
            try:
                self.job.layout.check_width(row)
                self._bring_one(row)
            except LeftOut:
                self.tally.not_wanted += 1
            except UserError as error:
                self.tally.reject(row, self.reason(row, error))
        return self.tally

    @property
    def by(self) -> Person:
        """In whose name a file comes in. Raises RowRejected where that is nobody here."""
        if self._actor is None:
            raise RowRejected(reason=cards.nobody_to_change())
        return self._actor

    # --- what each room has of its own ---

    @abstractmethod
    def is_over(self, here: BroughtThing | None, words: str) -> bool:
        """Whether a line tells of what has ended here, too, and so changes nothing.

        `words` are how it says that it stands. Raises RowRejected where a file cannot make it so.
        """

    @abstractmethod
    def write(self, row: Row) -> BroughtThing:
        """Write down what a line says. Raises what its room raises."""

    @abstractmethod
    def change(self, row: Row, here: BroughtThing, fields: frozenset[str]) -> None:
        """Change what a line says in these fields; an empty cell leaves what is there.

        Raises what its room raises.
        """

    @abstractmethod
    def facts_of(self, thing: BroughtThing) -> dict[str, Any]:
        """How a thing stands, by column, in a form that can be kept."""

    def reason(self, row: Row, error: UserError) -> str:
        """Why a line is left out, and what somebody can do about that."""
        del row
        return error.message

    # --- a line ---

    def _bring_one(self, row: Row) -> None:
        words = self._state(row)
        line = self.lines.find(row)
        content = identity.of(self.job, row).content
        here = line.here
        if here is not None and line.content == content:
            self.lines.stays(line.key)
            self.tally.already_there += 1
        elif self.is_over(here, words):
            self.tally.already_there += 1
        elif here is None:
            new = self.write(row)
            self.lines.keep(new.number, line.key, content, self.facts_of(new))
            self.tally.added += 1
        elif line.came_now:
            raise self.lines.said_twice(row, here.ref)
        else:
            self._change_one(row, line, here, content)

    def _change_one(
        self, row: Row, line: KnownLine[BroughtThing], here: BroughtThing, content: str
    ) -> None:
        """Change what the line says anew, and say so."""
        before = self.facts_of(here)
        self.change(row, here, identity.changed_fields(line.content, content))
        after = self.facts_of(here)
        different = {name: value for name, value in before.items() if after[name] != value}
        if not different:
            self.tally.already_there += 1
            self.lines.know(line.key, here.number, content)
            return
        wrote = {name: after[name] for name in different}
        self.lines.keep(here.number, line.key, content, wrote, different)
        self.tally.updated += 1
        said = cards.brought(here.ref, named(self.called, different), ())
        self.tally.changes.append(RowChange(row.number, said))

    def _state(self, row: Row) -> str:
        """How a line says that it stands. Raises LeftOut, or RowRejected."""
        words = cleaning.line(self.job.text(row, "state")).lower()
        if words == states.LEFT_OUT:
            raise LeftOut
        if words and words not in self.stands:
            why = cards.not_one_of(self.job.called("state"), words, self.choices)
            raise RowRejected(reason=cards.say_what("state", words, why))
        return words


def named(called: Mapping[str, str], columns: Collection[str]) -> list[str]:
    """Columns as people call them, each once."""
    return list(dict.fromkeys(called.get(name, name) for name in columns))
