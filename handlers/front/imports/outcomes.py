"""What customers are to notice comes in from a file: each outcome once, by its id or our number.

Without either it is known by its words. Whoever is to answer for it is asked to say yes, as with
the form. A line that says something else than the last time changes just that, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.roadmap import bringing
from handlers.customers.roadmap.bringing import NumberSaid, OutcomeSaid
from handlers.front.imports import brought_cards, rules, sources, states, told
from handlers.front.imports.brought import BroughtFile
from handlers.front.imports.fields import FIELDS
from handlers.front.imports.lines import FileLines
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import Tally
from handlers.speech import cleaning
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from handlers.speech.outcome_errors import ProjectNamed
from storage import customer_outcomes
from storage.customer_outcomes import OPEN_OUTCOMES, CustomerOutcome, OutcomeState

OPEN = ("open", "planned", *(str(each) for each in OPEN_OUTCOMES))
OVER = tuple(str(each) for each in OutcomeState if each not in OPEN_OUTCOMES)
CHOICES = (*OPEN, *OVER, states.LEFT_OUT)
"""What a file may say of how one stands."""
PLACES = {"title": "notice", "counted_as": "counted_as", "counter": "counter"}
"""Fields that are kept as they are written, and what the room calls them."""
CALLED = {
    "owner_id": "owner", "department_id": "department", "quarter_on": "quarter",
    "counted_as": "how it is counted", "baseline_on": "day of the baseline", "target": "goal",
}  # fmt: skip
"""What people call a column."""


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Write the outcomes of a file, or change those that are here already."""
    lines = FileLines(session, now, job, CustomerOutcome, customer_outcomes.find)
    return _OutcomeFile(session, now, job, lines).bring(rows)


class _OutcomeFile(BroughtFile[CustomerOutcome]):
    """Some lines of a file of outcomes."""

    called = CALLED
    stands = CHOICES
    choices = CHOICES

    def is_over(self, here: CustomerOutcome | None, words: str) -> bool:
        """Refuse to end what goes on here, or to write what is over. Raises RowRejected."""
        if words not in OVER:
            return False
        if here is None:
            raise RowRejected(reason=brought_cards.is_over(words))
        if here.state != words:
            how = bringing.how(here)
            raise RowRejected(reason=brought_cards.stands_otherwise(here.ref, how, words))
        return True

    def write(self, row: Row) -> CustomerOutcome:
        """Write one. Raises RowRejected, and what the rules of the room do."""
        said = self._said(row, None, frozenset(FIELDS[self.job.subject]))
        return bringing.write(self.session, self.now, self.by, said, self.lines.began(row))

    def change(self, row: Row, here: CustomerOutcome, fields: frozenset[str]) -> None:
        """Change one. Raises RowRejected, and what the rules of the room do."""
        said = self._said(row, here, fields)
        bringing.change(self.session, self.now, self.by, here.ref, said)

    def facts_of(self, thing: CustomerOutcome) -> dict[str, Any]:
        """How it stands, by column."""
        return bringing.facts_of(thing)

    def reason(self, row: Row, error: UserError) -> str:
        """Why a line is left out; words that name a project can be kept."""
        if isinstance(error, ProjectNamed):
            return brought_cards.keeps_words(self.job.text(row, "title"), error.message)
        return error.message

    def _said(self, row: Row, here: CustomerOutcome | None, fields: frozenset[str]) -> OutcomeSaid:
        """What a line says in these fields, beside what is known of it.

        Raises RowRejected, and what reading a value raises.
        """
        job, known, found = self.job, self.known, dict[str, Any]()
        texts = {name: words for name in fields if (words := job.text(row, name))}
        found |= {PLACES[name]: words for name, words in texts.items() if name in PLACES}
        if "counter" in texts:
            found["counter"] = sources.one_of(job, row, "counter", bringing.COUNTERS)
        if "owner" in texts:
            found["owner"] = known.person(texts["owner"])
        if "department" in texts:
            found["department"] = known.department(texts["department"])
        if "quarter_on" in texts:
            found["quarter_on"] = self._quarter(row)
        if "baseline_on" in texts:
            found["baseline_on"] = rules.day(job, row, "baseline_on")
        numbers = ("baseline", "target", "unit")
        found |= self._numbers(row, [name for name in numbers if name in texts])
        if "title" in fields:
            is_known = here is not None and here.title == texts.get("title", here.title)
            found["keeps_words"] = is_known or self._is_meant(row)
        if here is not None:
            return replace(bringing.said_of(self.session, here), **found)
        nothing = OutcomeSaid("", "", None, NumberSaid(0), None, None)
        if "baseline" not in texts and "counter" not in texts:
            found["baseline"] = bringing.number("")
        if "target" not in texts:
            found["target"] = bringing.number("")
        return replace(nothing, **found)

    def _numbers(self, row: Row, fields: Sequence[str]) -> dict[str, NumberSaid]:
        """Where it was and where it is to be, each with its unit."""
        unit = cleaning.line(self.job.text(row, "unit"))
        wanted = ("baseline", "target") if "unit" in fields else fields
        found = {}
        for name in wanted:
            if words := self.job.text(row, name):
                said = bringing.number(words)
                found[name] = replace(said, unit=said.unit or unit)
        return found

    def _quarter(self, row: Row) -> Any:
        words = cleaning.line(self.job.text(row, "quarter_on"))
        today = hours.day_of(self.now, self.by.zone)
        try:
            found = bringing.quarter(words, today)
        except UserError:
            found = None
        if found is None:
            called = self.job.called("quarter_on")
            raise RowRejected(reason=brought_cards.unclear_quarter(called, words))
        return found

    def _is_meant(self, row: Row) -> bool:
        """Whether somebody has said that the words of a line are meant as they are."""
        written = ("title", told.key(self.job.layout.raw(row, "title")))
        return written in self.job.layout.told
