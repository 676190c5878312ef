"""What departments pay for comes in from a file: each initiative once, by its id or our number.

Without either it is known by what customers get. A line that says something else than the last time
changes just that, and says so; what people have changed here meanwhile stays. Nothing is cut by a
file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.customers.initiatives import bringing
from handlers.customers.initiatives.bringing import InitiativeSaid
from handlers.front.imports import (
    brought_cards,
    cards,
    denominations,
    identity,
    rules,
    states,
)
from handlers.front.imports.fields import FIELDS
from handlers.front.imports.known import Known
from handlers.front.imports.lines import FileLines, KnownLine
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import LeftOut, RowChange, Tally
from handlers.speech import cleaning
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import initiatives, people
from storage.customers import Customer, Tier
from storage.initiatives import Initiative, InitiativeState
from storage.people import Person

STANDS = {
    **dict.fromkeys(
        ("open", "planned", "running", "done", "written down", "approved", "active"),
        InitiativeState.OPEN,
    ),
    **dict.fromkeys(("cut", "to cut", "to be cut", "stopped", "cancelled"), InitiativeState.CUT),
    **dict.fromkeys(("joined", "joined to another"), InitiativeState.JOINED),
    "taken back": InitiativeState.TAKEN_BACK,
}
"""What a file may say of how one stands; whether it runs, its days say."""
NOTHING = {
    "title": "", "department": None, "owner": None, "begins_on": None, "ends_on": None,
}  # fmt: skip
"""What is said of one of which a line says nothing."""
CHOICES = (*(str(each) for each in InitiativeState), states.LEFT_OUT)
BETWEEN = re.compile(r"\s*[,;\n]\s*")


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Write down the initiatives of a file, or change those that are here already."""
    tally, lines = Tally(), _InitiativeFile(session, now, job)
    for row in rows:
        try:
            job.layout.check_width(row)
            lines.bring(row, tally)
        except LeftOut:
            tally.not_wanted += 1
        except UserError as error:
            tally.reject(row, error.message)
    return tally


class _InitiativeFile:
    """Some lines of a file of initiatives, for which what they name is looked up once."""

    def __init__(self, session: Session, now: datetime, job: Job) -> None:
        self._session, self._now, self._job = session, now, job
        self._known = Known(session, job.team_id)
        self._actor = people.find(session, job.team_id, job.asked_by)
        self._lines = FileLines(session, now, job, Initiative, initiatives.find)

    def bring(self, row: Row, tally: Tally) -> None:
        """Do what a line says. Raises LeftOut, RowRejected, and what the rules of the room do."""
        stands = _stands(self._job, row)
        line = self._lines.find(row)
        content = identity.of(self._job, row).content
        here = line.here
        if here is not None and line.content == content:
            self._lines.stays(line.key)
            tally.already_there += 1
            return
        _check_stands(here, stands)
        if here is not None and stands is not None and stands != InitiativeState.OPEN:
            tally.already_there += 1
            return
        if here is None:
            self._write(row, line.key, content, tally)
            return
        if line.came_now:
            raise self._lines.said_twice(row, here.ref)
        self._change(row, line, here, content, tally)

    def _write(self, row: Row, key: str, content: str, tally: Tally) -> None:
        job = self._job
        said = self._said(row, None, frozenset(FIELDS[job.subject]))
        if said.department is None:
            tally.unpaid.append(row.number)
            raise RowRejected(reason=brought_cards.no_payer())
        new = bringing.write(self._session, self._now, self._by(), said, self._lines.began(row))
        self._lines.keep(new.number, key, content, bringing.facts_of(self._session, new))
        tally.added += 1

    def _change(
        self, row: Row, line: KnownLine[Initiative], here: Initiative, content: str, tally: Tally
    ) -> None:
        """Change what the line says anew; an empty cell leaves what is there."""
        session = self._session
        fields = identity.changed_fields(line.content, content)
        before = bringing.facts_of(session, here)
        said = self._said(row, here, fields)
        bringing.change(session, self._now, self._by(), here.ref, said)
        after = bringing.facts_of(session, here)
        different = {name: value for name, value in before.items() if after[name] != value}
        if not different:
            tally.already_there += 1
            self._lines.know(line.key, here.number, content)
            return
        wrote = {name: after[name] for name in different}
        self._lines.keep(here.number, line.key, content, wrote, different)
        tally.updated += 1
        changed = [CALLED.get(name, name) for name in different]
        tally.changes.append(RowChange(row.number, cards.brought(
            here.ref, list(dict.fromkeys(changed)), (),
        )))  # fmt: skip

    def _said(self, row: Row, here: Initiative | None, fields: frozenset[str]) -> InitiativeSaid:
        """What a line says in these fields, beside what is known of it.

        Raises RowRejected, and what reading a value raises.
        """
        job, told = self._job, dict[str, Any]()
        for name in fields - {"currency"}:
            if words := job.text(row, name):
                told |= self._read(row, name, words, here)
        if "currency" in fields and "amount" not in told and job.text(row, "amount"):
            told |= self._money(row, here)
        if here is not None:
            return replace(bringing.said_of(self._session, here), **told)
        return InitiativeSaid(**{**NOTHING, **told})

    def _read(self, row: Row, name: str, words: str, here: Initiative | None) -> dict[str, Any]:
        job, known = self._job, self._known
        match name:
            case "title":
                return {"title": words}
            case "department":
                return {"department": known.department(words)}
            case "owner":
                return {"owner": known.person(words)}
            case "begins_on" | "ends_on":
                return {name: rules.day(job, row, name)}
            case "amount":
                return self._money(row, here)
            case "tiers":
                parts = [each for each in BETWEEN.split(words) if each]
                return {"tiers": [Tier(rules.tier(each)) for each in parts]}
            case "customers":
                return {"customers": self._customers(words)}
            case "outcome":
                return {"outcome": known.outcome(words)}
        return {}

    def _money(self, row: Row, here: Initiative | None) -> dict[str, Any]:
        """What it costs and in which currency; one is never made of another."""
        job = self._job
        own = here.currency if here and here.amount is not None else None
        expecting = replace(job, currency=own or job.currency)
        amount = denominations.amount(expecting, row, "amount")
        if amount is None:
            return {}
        written = denominations.of_amount(expecting, row, "amount")
        return {"amount": amount, "currency": written or own or job.currency}

    def _customers(self, words: str) -> list[Customer]:
        """Those who are named between semicolons, else commas; a name may have a comma."""
        if ";" in words:
            parts = words.split(";")
        else:
            parts = [words] if self._is_one(words) else words.split(",")
        found = (self._known.customer(each.strip()) for each in parts if each.strip())
        return list({each.customer_id: each for each in found if each}.values())

    def _is_one(self, words: str) -> bool:
        try:
            return self._known.customer(words) is not None
        except RowRejected:
            return False

    def _by(self) -> Person:
        if self._actor is None:
            raise RowRejected(reason=cards.nobody_to_change())
        return self._actor


CALLED = {
    "department_id": "department", "owner_id": "owner", "begins_on": "from", "ends_on": "until",
    "amount": "money", "outcome_number": "outcome",
}  # fmt: skip
"""What people call a column."""


def _stands(job: Job, row: Row) -> InitiativeState | None:
    """How a line says that it stands; None for no words. Raises LeftOut, or RowRejected."""
    words = cleaning.line(job.text(row, "state")).lower()
    if words == states.LEFT_OUT:
        raise LeftOut
    if words and words not in STANDS:
        why = cards.not_one_of(job.called("state"), words, CHOICES)
        raise RowRejected(reason=cards.say_what("state", words, why))
    return STANDS.get(words)


def _check_stands(here: Initiative | None, stands: InitiativeState | None) -> None:
    """Refuse what a file does not do: to cut, to join, to take back. Raises RowRejected."""
    if stands is None or stands == InitiativeState.OPEN or (here and here.state == stands):
        return
    if stands == InitiativeState.CUT and (here is None or here.stands):
        raise RowRejected(reason=brought_cards.not_cut_by_file(here.ref if here else ""))
    if here is None:
        raise RowRejected(reason=brought_cards.is_over(str(stands)))
    raise RowRejected(
        reason=brought_cards.stands_otherwise(here.ref, bringing.how(here), str(stands))
    )
