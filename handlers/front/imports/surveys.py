"""Surveys come in from a file: what each asks, when, and who is asked; known by their names.

A row of a survey that is here changes when it can be answered and who is asked, and nothing of what
its answers were given to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.surveys import bringing
from handlers.customers.surveys.bringing import AskedOf, NewSurvey
from handlers.front.imports import cards, kept, rules, survey_cards, surveys_restored
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import RowChange, Tally
from handlers.people import records
from handlers.speech import cleaning
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from handlers.speech.survey_errors import ClosesBefore, FewerThanListed, NoCount
from storage import invitations, people, surveys
from storage.customers import Tier
from storage.surveys import Survey, SurveyQuestion

BETWEEN = re.compile(r"\s*[,;\n]\s*")
_COUNT = re.compile(r"[0-9]{1,9}")
WHO = ("tiers", "only", "customers")
"""The columns that say who is asked by name."""


@dataclass(frozen=True)
class _SurveyLine:
    """What a line says of a survey; None where it says nothing."""

    name: str
    question: SurveyQuestion
    highest: int | None
    is_named: bool | None
    how_many: int | None
    who: AskedOf | None
    opened_on: date | None
    closes_on: date | None


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Open the surveys of a file, or change those of that name; an empty cell changes nothing."""
    tally, file = Tally(), _SurveyFile(session, now, job)
    for row in rows:
        try:
            job.layout.check_width(row)
            file.bring(row, tally)
        except UserError as error:
            tally.reject(row, error.message)
    return tally


class _SurveyFile:
    """Some lines of a file of surveys, for which what they name is looked up once."""

    def __init__(self, session: Session, now: datetime, job: Job) -> None:
        self._session, self._now, self._job = session, now, job
        self._known = Known(session, job.team_id)
        self._actor = people.find(session, job.team_id, job.asked_by)
        self._today = hours.day_of(now, self._actor.zone if self._actor else bringing.ZONE)

    def bring(self, row: Row, tally: Tally) -> None:
        """Do what a line says. Raises RowRejected, and what the rules of surveys raise."""
        said = self._read(row)
        here = surveys.named(self._session, self._job.team_id, said.name)
        if here is None:
            self._open(said)
            tally.added += 1
            return
        self._check_same(said, here)
        before = surveys_restored.facts_of(self._session, here)
        self._change(said, here)
        after = surveys_restored.facts_of(self._session, here)
        different = [name for name in after if before[name] != after[name]]
        if not different:
            tally.already_there += 1
            return
        records.changed(self._session, self._now, self._job.actor, here, before, _told(after))
        kept.keep(
            self._session, self._job, surveys_restored.NOUN, records.id_of(here), before, after
        )
        tally.updated += 1
        fields = surveys_restored.named(different)
        tally.changes.append(RowChange(row.number, cards.brought(here.name, fields, ())))

    def _open(self, said: _SurveyLine) -> None:
        if self._actor is None:
            raise RowRejected(reason=cards.nobody_to_change())
        new = NewSurvey(
            said.name, said.question, said.highest,
            is_named=said.is_named is not False, asked=said.how_many,
            closes_on=said.closes_on, asked_of=said.who or AskedOf(), opened_on=said.opened_on,
        )  # fmt: skip
        survey = bringing.begin(self._session, self._now, self._actor, new)
        after = surveys_restored.facts_of(self._session, survey)
        kept.keep(
            self._session, self._job, surveys_restored.NOUN, records.id_of(survey), None, after
        )

    def _check_same(self, said: _SurveyLine, here: Survey) -> None:
        """Two scales are never one survey, nor are answers with names and without."""
        asks = (SurveyQuestion(here.question), here.highest)
        if (said.question, said.highest) != asks:
            raise RowRejected(reason=survey_cards.survey_asks_else(here.name))
        if said.is_named is not None and said.is_named != here.is_named:
            raise RowRejected(reason=survey_cards.survey_named_else(here.name))

    def _change(self, said: _SurveyLine, here: Survey) -> None:
        """Change its days, and who is asked. Raises ClosesBefore, FewerThanListed."""
        opened_on, closes_on = said.opened_on or here.opened_on, said.closes_on or here.closes_on
        if closes_on is not None and closes_on < opened_on:
            raise ClosesBefore
        listed = invitations.counted(self._session, here.team_id, here.survey_id).asked
        more = here.asked if here.asked and here.asked > listed else None
        if said.who is not None and not _is_same(said.who, bringing.asked_of(self._session, here)):
            done = bringing.put_on_list(
                self._session, self._now, self._job.actor, here, said.who, self._today,
                said.how_many,
            )  # fmt: skip
            if said.how_many is None and more is not None:
                here.asked = max(more, done.listed)
        elif said.how_many is not None:
            if said.how_many < listed:
                raise FewerThanListed(number=f"{listed:,}")
            here.asked = said.how_many
        # Once nothing can be refused any more: the other lines of the file come in.
        here.opened_on, here.closes_on = opened_on, closes_on
        self._session.add(here)
        self._session.flush()

    # --- what a line says ---

    def _read(self, row: Row) -> _SurveyLine:
        job = self._job
        name = cleaning.line(job.text(row, "name"))
        asks = job.text(row, "asks")
        if not name or not asks:
            raise RowRejected(reason=cards.missing(job.called("asks" if name else "name")))
        question, highest = bringing.scale(asks, _whole(job.text(row, "highest")))
        is_named = rules.yes_no(job, row, "is_named") if job.text(row, "is_named") else None
        return _SurveyLine(
            name=name,
            question=question,
            highest=highest,
            is_named=is_named,
            how_many=_count(job.text(row, "how_many")),
            who=self._who(row),
            opened_on=rules.day(job, row, "opened_on"),
            closes_on=rules.day(job, row, "closes_on"),
        )

    def _who(self, row: Row) -> AskedOf | None:
        job = self._job
        said = {name: job.text(row, name) for name in WHO}
        if not any(said.values()):
            return None
        tiers = [Tier(rules.tier(each)) for each in BETWEEN.split(said["tiers"]) if each]
        narrowed: tuple[Any, str] = (None, "")
        if said["only"]:
            found = bringing.narrowed_by(cleaning.line(said["only"]))
            if found is None:
                raise RowRejected(
                    reason=survey_cards.unclear_narrowing(job.called("only"), said["only"])
                )
            narrowed = found
        return AskedOf(tiers, self._known.customers(said["customers"]), *narrowed)


def _is_same(wanted: AskedOf, here: AskedOf) -> bool:
    """Whether a line asks those who are asked already, whoever decides there by now."""

    def of(asked: AskedOf) -> tuple[object, ...]:
        tiers = frozenset(str(each) for each in asked.tiers)
        named = invitations.apart(tiers, asked.facet, asked.words, asked.customers)
        ids = frozenset(each.customer_id for each in named)
        return tiers, ids, asked.facet, asked.words

    return of(wanted) == of(here)


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """What history tells of them: not who is asked."""
    return {name: value for name, value in facts.items() if name != surveys_restored.INVITED}


def _whole(words: str) -> str:
    return re.sub(r"[.,]0+$", "", words.strip())


def _count(words: str) -> int | None:
    """How many are asked; None where a line says nothing of it. Raises NoCount."""
    said = _whole(words.replace(",", "")) if words else ""
    if not said:
        return None
    if not _COUNT.fullmatch(said):
        raise NoCount
    return int(said) or None
