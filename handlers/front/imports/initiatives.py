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
from handlers.front.imports import brought_cards, denominations, rules, states
from handlers.front.imports.brought import BroughtFile
from handlers.front.imports.fields import FIELDS
from handlers.front.imports.lines import FileLines
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.speech.file_errors import RowRejected
from storage import initiatives
from storage.customers import Tier
from storage.initiatives import Initiative, InitiativeState
from storage.segments import FLAG, Facet, FlagKind

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
BETWEEN = re.compile(r"\s*[,;\n]\s*")


def _segments(words: str) -> list[str]:
    """Segments as they are exported: “product:Flow; flag:cannot lose”. Raises RowRejected."""
    found = []
    for part in filter(None, (each.strip() for each in words.split(";"))):
        of, colon, said = (each.strip() for each in part.partition(":"))
        facet = OF_SEGMENTS.get(of.lower())
        if not colon or not said or facet is None:
            raise RowRejected(reason=brought_cards.no_segment(part))
        if facet != FLAG:
            found.append(f"{facet}:{said}")
        elif said.lower() in [str(each) for each in FlagKind]:
            found.append(f"{FLAG}:{said.lower()}")
        else:
            raise RowRejected(reason=brought_cards.no_segment(part))
    return found


OF_SEGMENTS = {
    "product": str(Facet.PRODUCT), "geography": str(Facet.GEOGRAPHY),
    "region": str(Facet.GEOGRAPHY), "vertical": str(Facet.VERTICAL), "trade": str(Facet.VERTICAL),
    "flag": FLAG,
}  # fmt: skip
"""How a file may call what a segment is of."""
CALLED = {
    "department_id": "department", "owner_id": "owner", "begins_on": "from", "ends_on": "until",
    "amount": "money", "outcome_number": "outcome",
}  # fmt: skip
"""What people call a column."""


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Write down the initiatives of a file, or change those that are here already."""
    lines = FileLines(session, now, job, Initiative, initiatives.find)
    return _InitiativeFile(session, now, job, lines).bring(rows)


class _InitiativeFile(BroughtFile[Initiative]):
    """Some lines of a file of initiatives."""

    called = CALLED
    stands = STANDS
    choices = (*(str(each) for each in InitiativeState), states.LEFT_OUT)

    def is_over(self, here: Initiative | None, words: str) -> bool:
        """Refuse what a file does not do: to cut, to join, to take back. Raises RowRejected."""
        stands = STANDS.get(words)
        if stands is None or stands == InitiativeState.OPEN:
            return False
        if here is not None and here.state == stands:
            return True
        if stands == InitiativeState.CUT and (here is None or here.stands):
            raise RowRejected(reason=brought_cards.not_cut_by_file(here.ref if here else ""))
        if here is None:
            raise RowRejected(reason=brought_cards.is_over(str(stands)))
        raise RowRejected(
            reason=brought_cards.stands_otherwise(here.ref, bringing.how(here), str(stands))
        )

    def write(self, row: Row) -> Initiative:
        """Write one down. Raises RowRejected, and what the rules of the room do."""
        said = self._said(row, None, frozenset(FIELDS[self.job.subject]))
        if said.department is None:
            self.tally.unpaid.append(row.number)
            raise RowRejected(reason=brought_cards.no_payer())
        return bringing.write(self.session, self.now, self.by, said, self.lines.began(row))

    def change(self, row: Row, here: Initiative, fields: frozenset[str]) -> None:
        """Change one. Raises RowRejected, and what the rules of the room do."""
        said = self._said(row, here, fields)
        bringing.change(self.session, self.now, self.by, here.ref, said)

    def facts_of(self, thing: Initiative) -> dict[str, Any]:
        """How it stands, by column."""
        return bringing.facts_of(self.session, thing)

    def _said(self, row: Row, here: Initiative | None, fields: frozenset[str]) -> InitiativeSaid:
        """What a line says in these fields, beside what is known of it.

        Raises RowRejected, and what reading a value raises.
        """
        job, told = self.job, dict[str, Any]()
        for name in fields - {"currency"}:
            if words := job.text(row, name):
                told |= self._read(row, name, words, here)
        if "currency" in fields and "amount" not in told and job.text(row, "amount"):
            told |= self._money(row, here)
        if here is not None:
            return replace(bringing.said_of(self.session, here), **told)
        return InitiativeSaid(**{**NOTHING, **told})

    def _read(self, row: Row, name: str, words: str, here: Initiative | None) -> dict[str, Any]:
        job, known = self.job, self.known
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
            case "segments":
                return {"segments": _segments(words)}
            case "customers":
                return {"customers": known.customers(words)}
            case "outcome":
                elsewhere = job.source if self.lines.is_of_elsewhere(row) else ""
                return {"outcome": known.outcome(words, elsewhere)}
        return {}

    def _money(self, row: Row, here: Initiative | None) -> dict[str, Any]:
        """What it costs and in which currency; one is never made of another."""
        job = self.job
        own = here.currency if here and here.amount is not None else None
        expecting = replace(job, currency=own or job.currency)
        amount = denominations.amount(expecting, row, "amount")
        if amount is None:
            return {}
        written = denominations.of_amount(expecting, row, "amount")
        return {"amount": amount, "currency": written or own or job.currency}
