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
from handlers.front.imports import brought_cards, cards, identity, rules, sources, states, told
from handlers.front.imports.fields import FIELDS
from handlers.front.imports.known import Known
from handlers.front.imports.lines import FileLines, KnownLine
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import LeftOut, RowChange, Tally
from handlers.speech import cleaning
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from handlers.speech.outcome_errors import ProjectNamed
from storage import customer_outcomes, people
from storage.customer_outcomes import OPEN_OUTCOMES, CustomerOutcome, OutcomeState
from storage.people import Person

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
    tally, file = Tally(), _OutcomeFile(session, now, job)
    for row in rows:
        try:
            job.layout.check_width(row)
            file.bring(row, tally)
        except LeftOut:
            tally.not_wanted += 1
        except UserError as error:
            tally.reject(row, error.message)
    return tally


class _OutcomeFile:
    """Some lines of a file of outcomes, for which what they name is looked up once."""

    def __init__(self, session: Session, now: datetime, job: Job) -> None:
        self._session, self._now, self._job = session, now, job
        self._known = Known(session, job.team_id)
        self._actor = people.find(session, job.team_id, job.asked_by)
        self._lines = FileLines(session, now, job, CustomerOutcome, customer_outcomes.find)

    def bring(self, row: Row, tally: Tally) -> None:
        """Do what a line says. Raises LeftOut, RowRejected, and what the rules of the room do."""
        stands = self._stands(row)
        line = self._lines.find(row)
        content = identity.of(self._job, row).content
        here = line.here
        if here is not None and line.content == content:
            self._lines.stays(line.key)
            tally.already_there += 1
            return
        if stands in OVER:
            _check_over(here, stands)
            tally.already_there += 1
            return
        try:
            if here is None:
                self._write(row, line.key, content, tally)
            elif line.came_now:
                raise self._lines.said_twice(row, here.ref)
            else:
                self._change(row, line, here, content, tally)
        except ProjectNamed as error:
            words = self._job.text(row, "title")
            raise RowRejected(reason=brought_cards.keeps_words(words, error.message)) from error

    def _write(self, row: Row, key: str, content: str, tally: Tally) -> None:
        said = self._said(row, None, frozenset(FIELDS[self._job.subject]))
        began = self._lines.began(row)
        new = bringing.write(self._session, self._now, self._by(), said, began)
        self._lines.keep(new.number, key, content, bringing.facts_of(new))
        tally.added += 1

    def _change(
        self,
        row: Row,
        line: KnownLine[CustomerOutcome],
        here: CustomerOutcome,
        content: str,
        tally: Tally,
    ) -> None:
        """Change what the line says anew; an empty cell leaves what is there."""
        before = bringing.facts_of(here)
        said = self._said(row, here, identity.changed_fields(line.content, content))
        bringing.change(self._session, self._now, self._by(), here.ref, said)
        after = bringing.facts_of(here)
        different = {name: value for name, value in before.items() if after[name] != value}
        if not different:
            tally.already_there += 1
            self._lines.know(line.key, here.number, content)
            return
        wrote = {name: after[name] for name in different}
        self._lines.keep(here.number, line.key, content, wrote, different)
        tally.updated += 1
        changed = list(dict.fromkeys(CALLED.get(name, name) for name in different))
        tally.changes.append(RowChange(row.number, cards.brought(here.ref, changed, ())))

    def _said(self, row: Row, here: CustomerOutcome | None, fields: frozenset[str]) -> OutcomeSaid:
        """What a line says in these fields, beside what is known of it.

        Raises RowRejected, and what reading a value raises.
        """
        job, known, found = self._job, self._known, dict[str, Any]()
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
            return replace(bringing.said_of(self._session, here), **found)
        nothing = OutcomeSaid("", "", None, NumberSaid(0), None, None)
        if "baseline" not in texts and "counter" not in texts:
            found["baseline"] = bringing.number("")
        if "target" not in texts:
            found["target"] = bringing.number("")
        return replace(nothing, **found)

    def _numbers(self, row: Row, fields: Sequence[str]) -> dict[str, NumberSaid]:
        """Where it was and where it is to be, each with its unit."""
        unit = cleaning.line(self._job.text(row, "unit"))
        wanted = ("baseline", "target") if "unit" in fields else fields
        found = {}
        for name in wanted:
            if words := self._job.text(row, name):
                said = bringing.number(words)
                found[name] = replace(said, unit=said.unit or unit)
        return found

    def _quarter(self, row: Row) -> Any:
        words = cleaning.line(self._job.text(row, "quarter_on"))
        today = hours.day_of(self._now, self._by().zone)
        try:
            found = bringing.quarter(words, today)
        except UserError:
            found = None
        if found is None:
            called = self._job.called("quarter_on")
            raise RowRejected(reason=brought_cards.unclear_quarter(called, words))
        return found

    def _is_meant(self, row: Row) -> bool:
        """Whether somebody has said that the words of a line are meant as they are."""
        written = ("title", told.key(self._job.layout.raw(row, "title")))
        return written in self._job.layout.told

    def _by(self) -> Person:
        if self._actor is None:
            raise RowRejected(reason=cards.nobody_to_change())
        return self._actor

    def _stands(self, row: Row) -> str:
        """How a line says that it stands. Raises LeftOut, or RowRejected."""
        words = cleaning.line(self._job.text(row, "state")).lower()
        if words == states.LEFT_OUT:
            raise LeftOut
        if words and words not in CHOICES:
            why = cards.not_one_of(self._job.called("state"), words, CHOICES)
            raise RowRejected(reason=cards.say_what("state", words, why))
        return words


def _check_over(here: CustomerOutcome | None, stands: str) -> None:
    """Refuse to end what goes on here, or to write what is over. Raises RowRejected."""
    if here is None:
        raise RowRejected(reason=brought_cards.is_over(stands))
    if here.state != stands:
        how = bringing.how(here)
        raise RowRejected(reason=brought_cards.stands_otherwise(here.ref, how, stands))
