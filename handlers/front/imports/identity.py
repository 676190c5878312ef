"""A row is known again by where it comes from and its id there or, without one, by what it says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from handlers.front.imports import cards
from handlers.front.imports.fields import YES_NO
from handlers.front.imports.names import same
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.rules import NO
from handlers.front.imports.tally import LeftOut, Tally
from handlers.promises.items import exported
from handlers.speech import cells, cleaning, phrases
from handlers.speech.errors import UserError
from storage import imports
from storage.imports import BEFORE_NUMBERS, ImportedRow
from storage.issues import Issue
from storage.items import Item
from storage.tasks import Task

BEFORE = "import:"
"""How every key began before sources had names."""
LONGEST_SOURCE, LONGEST_ID = 40, 200
SHORT = 12
"""Signs of the fingerprint of one field: enough to tell what it said from what it says."""
REF = "ref"
"""The column in which an export of ours says which item a row is."""
COMPARED = ("title", "severity", "audience", "owner_id", "department_id", "customer_id")
"""By what of it a row is seen to say something else, beside its date."""
_ENDINGS = re.compile(r"(\.(csv|tsv|txt|rejected))+$", re.IGNORECASE)
_NUMBER, _WHOLE = re.compile(r"\d+[.,]0+"), re.compile(r"[.,]0+")
_COPY = re.compile(r"\s*\(\d+\)")
_DAY = re.compile(r"[-_. ]*(19|20)\d\d([-_.]?)\d\d\2\d\d([-_T ]?\d{4,6})?(?!\d)")


class Made(Protocol):
    """What a row becomes."""

    @property
    def item(self) -> Item:
        """The item in the making."""


M = TypeVar("M", bound=Made)


@dataclass(frozen=True)
class Identity:
    """By what a row is known: `key` now, `before` in older versions of Duly.

    `content` has a fingerprint of what it says in each of our fields.
    """

    key: str
    before: str
    content: str


@dataclass(frozen=True)
class NewRow(Generic[M]):
    """What a row becomes that is not here yet."""

    identity: Identity
    made: M


def source_of(words: str, file: str) -> str:
    """The name of the system whose ids a file has: as somebody says it, else after the file.

    The day of an export and the number of a copy are left out of a file's name, so that the next
    export is of the same system.
    """
    name = cleaning.line(words) or _COPY.sub("", _DAY.sub("", _ENDINGS.sub("", file)))
    return same(name).replace("/", "-").strip(" -.")[:LONGEST_SOURCE] or "file"


def of(job: Job, row: Row) -> Identity:
    """What a row is known by; the order of columns and empty cells do not matter."""
    said = [
        (field, words)
        for field in sorted(job.layout.places)
        if field != "source" and (words := job.layout.raw(row, field))
        if not (field in YES_NO and words.lower() in NO)
    ]
    content = ";".join(f"{field}={_fingerprint([words])[:SHORT]}" for field, words in said)
    line = _id(job.id_of(row))
    whole = _fingerprint([f"{field}={words}" for field, words in said])
    key = f"{job.source}/{line}" if 0 < len(line) <= LONGEST_ID else f"row-{whole}"
    if len(line) > LONGEST_ID:
        key = f"{job.source}/{_fingerprint([line])}"
    return Identity(key, _before(job, row, line), content)


def id_of(job: Job, row: Row, field: str = "source") -> str:
    """What the file calls a row in one field, as its system writes it; empty for nothing."""
    words = job.layout.raw(row, field)
    return "" if cells.says_nothing(words) else _id(words)


def changed_fields(before: str, now: str) -> frozenset[str]:
    """The fields of which the contents of one row say something else, by their fingerprints."""
    parts = set(before.split(";")) ^ set(now.split(";"))
    return frozenset(part.partition("=")[0] for part in parts if part)


def new_rows(
    session: Session,
    job: Job,
    noun: str,
    rows: Sequence[Row],
    read: Callable[[Row], M],
    item_of: Callable[[int], Item | None],
    tally: Tally,
) -> list[NewRow[M]]:
    """What is read from the rows that are not here yet; all the others are counted.

    `item_of` finds an item by its number. A row that is here is the same or, when it says something
    else, left out with the item's name. What is unreadable is left out with why.
    """
    theirs = {row.number: of(job, row) for row in rows}
    keys = [key for each in theirs.values() for key in (each.key, each.before)]
    there, new = imports.known(session, job.team_id, noun, keys), list[NewRow[M]]()
    seen: dict[str, Identity] = {}
    for row in rows:
        identity = theirs[row.number]
        try:
            known = there.get(identity.key)
            if known or identity.key in seen:
                _count_known(identity, known, seen.get(identity.key), row, item_of, tally)
                continue
            made = read(row)
        except LeftOut:
            tally.not_wanted += 1
            continue
        except UserError as error:
            tally.reject(row, error.message)
            continue
        ours = written_here(job, row, made.item, item_of)
        if ours:
            if _says_the_same(ours, made.item):
                tally.already_there += 1
            else:
                tally.change(row, cards.says_else_than_here(ours.ref))
            continue
        earlier = there.get(identity.before)
        if earlier and _is_that(made, item_of(earlier.number)):
            tally.already_there += 1
            tally.known_now.append(_row(job.team_id, noun, identity, earlier.number))
            continue
        seen[identity.key] = identity
        new.append(NewRow(identity, made))
    return new


def still_new(
    session: Session, team_id: str, noun: str, read: Sequence[NewRow[M]]
) -> list[NewRow[M]]:
    """Those that no other import has brought since."""
    there = imports.known(session, team_id, noun, [each.identity.key for each in read])
    return [each for each in read if each.identity.key not in there]


def remember(
    session: Session,
    job: Job,
    noun: str,
    brought: Sequence[NewRow[M]],
    known_now: list[ImportedRow],
) -> None:
    """Keep by what these are known again, which have their numbers now.

    So are those of `known_now`, but for what another import has kept since.
    """
    kept = imports.known(session, job.team_id, noun, [row.key for row in known_now])
    earlier = [row for row in known_now if row.key not in kept]
    new = [
        _row(job.team_id, noun, each.identity, each.made.item.number, job.number)
        for each in brought
    ]
    imports.remember(session, [*earlier, *new])


def _row(
    team_id: str, noun: str, identity: Identity, number: int, of_import: int = BEFORE_NUMBERS
) -> ImportedRow:
    return ImportedRow(
        team_id=team_id, noun=noun, key=identity.key, number=number, import_number=of_import,
        content=identity.content,
    )  # fmt: skip


def _count_known(
    identity: Identity,
    known: ImportedRow | None,
    seen: Identity | None,
    row: Row,
    item_of: Callable[[int], Item | None],
    tally: Tally,
) -> None:
    content = known.content if known else seen.content if seen else ""
    if content == identity.content:
        tally.already_there += 1
        return
    item = item_of(known.number) if known else None
    fields = sorted(changed_fields(content, identity.content))
    tally.change(row, cards.says_else(item.ref, fields) if item else cards.id_twice())


def written_here(
    job: Job, row: Row, made: Item, item_of: Callable[[int], Item | None]
) -> Item | None:
    """The item that an export of this workspace has written into a row, if it is such a row.

    An export names each by `ref`; elsewhere another has that number, which began at another moment
    or came from somewhere else.
    """
    place = job.header.index(REF) if REF in job.header else len(row.cells)
    ref = phrases.reference(row.cells[place]) if place < len(row.cells) else None
    item = item_of(ref.number) if ref and ref.letter == made.letter else None
    if not isinstance(item, Task | Issue) or _second(item.created_at) != made.created_at:
        return None
    source = exported.source_of(type(item), item.number, item.source)
    return item if source == job.id_of(row) else None


def is_of_elsewhere(job: Job, row: Row, made: Item, item_of: Callable[[int], Item | None]) -> bool:
    """Whether an export of another workspace has written a row: its numbers are those of there."""
    place = job.header.index(REF) if REF in job.header else len(row.cells)
    ref = phrases.reference(row.cells[place]) if place < len(row.cells) else None
    is_of_export = ref is not None and ref.letter == made.letter
    return is_of_export and written_here(job, row, made, item_of) is None


def _says_the_same(item: Item, made: Item) -> bool:
    due, wanted = (each.due_at and _second(each.due_at) for each in (item, made))
    return due == wanted and all(getattr(item, name) == getattr(made, name) for name in COMPARED)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _is_that(made: Made, item: Item | None) -> bool:
    """Whether what came in before sources had names is this row, and not one of another file."""
    return item is not None and item.title == made.item.title


def _id(words: str) -> str:
    """An id as its system writes it; spreadsheets make 7523056.0 of a number."""
    line = cleaning.line(words)
    return _WHOLE.sub("", line) if _NUMBER.fullmatch(line) else line


def _before(job: Job, row: Row, line: str) -> str:
    """By what it was known before sources had names: its id alone, or all of its cells."""
    if 0 < len(line) <= LONGEST_ID:
        return BEFORE + line
    filled = zip(job.header, row.cells, strict=False)
    cells = sorted(f"{same(name)}={cell.strip()}" for name, cell in filled if cell.strip())
    return f"{BEFORE}row-{_fingerprint([line] if line else cells)}"


def _fingerprint(parts: Sequence[str]) -> str:
    return hashlib.sha256(repr(list(parts)).encode()).hexdigest()[:32]
