"""What an export of ours calls a row (Y-3) is by what it is known again where it came in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session

from handlers.front.imports import cards, identity
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.speech import cleaning, phrases
from handlers.speech.file_errors import RowRejected
from storage import imports
from storage.imports import ImportedRow


class KnownRows:
    """The rows of a batch that are known already, by what the file calls them in one field.

    A row that is called nothing is known by what it says.
    """

    def __init__(
        self, session: Session, job: Job, noun: str, rows: Sequence[Row], field: str
    ) -> None:
        """Look for all of them at once."""
        self._session, self._job, self._noun, self._field = session, job, noun, field
        keys = [self._key(row) for row in rows]
        self._there = imports.known(session, job.team_id, noun, keys)

    def counts(self, row: Row, here: str, letter: str, tally: Tally) -> bool:
        """Whether a row is here already, and so only counted; `here` names what was written here.

        Where it says something else than what is known of it, it is left out and says so.
        """
        known = self._there.get(self._key(row))
        if known is None:
            if here:
                tally.already_there += 1
            return bool(here)
        content = identity.of(self._job, row).content
        if known.content == content:
            tally.already_there += 1
        else:
            fields = sorted(identity.changed_fields(known.content, content))
            tally.change(row, cards.stays_as_it_came(f"{letter}-{known.number}", fields))
        return True

    def keep(self, row: Row, number: int) -> None:
        """Know a row again, which has become what has this number."""
        kept = ImportedRow(
            team_id=self._job.team_id,
            noun=self._noun,
            key=self._key(row),
            number=number,
            import_number=self._job.number,
            content=identity.of(self._job, row).content,
        )
        imports.remember(self._session, [kept])
        self._there[kept.key] = kept

    def _key(self, row: Row) -> str:
        called = cleaning.line(self._job.layout.raw(row, self._field))
        if 0 < len(called) <= identity.LONGEST_ID:
            return f"{self._job.source}/{called}"
        return identity.of(self._job, row).key


def number_of(words: str, letter: str) -> int:
    """The number of a name such as Y-3; 0 for anything else."""
    named = phrases.reference(words) if words else None
    return named.number if named and named.letter == letter else 0


def one_of(job: Job, row: Row, field: str, known: Collection[str]) -> str:
    """One of a few words; empty for none. Raises RowRejected for any other."""
    words = cleaning.line(job.text(row, field)).lower()
    if words and words not in known:
        raise RowRejected(reason=cards.not_one_of(job.called(field), words, list(known)))
    return words
