"""What customers answered comes in from a file: each answer once, by its survey and its id there.

The same answer is one whether a survey tool delivers it, a file brings it, or both. A row that says
something else than what is here changes that, and says so. Without ids it is known by who gave it
when (`answer_identity`), and changed only where somebody said that it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.surveys import bringing
from handlers.customers.surveys.bringing import GivenAnswer
from handlers.front.imports import (
    answer_identity,
    answers_kept,
    cards,
    identity,
    rules,
    sources,
    states,
    survey_cards,
    told,
)
from handlers.front.imports.columns import Layout
from handlers.front.imports.known import Known
from handlers.front.imports.order import Job, Order
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import CallWanted, LeftOut, RowChange, Tally
from handlers.speech import cleaning, values
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from handlers.speech.survey_errors import SurveyOfFileMissing
from storage import people, surveys
from storage.customers import Customer
from storage.departments import key_of
from storage.surveys import CameBy, Survey, SurveyResponse

LONGEST_FILE = 200
"""Characters of the name of a file that are kept."""
NOT_A_CUSTOMER = "not a customer"
"""What `--value` says of a name that is nobody's here."""


@dataclass(frozen=True)
class AnswerRow:
    """A row of which it is known what it says: of which answer to which survey."""

    row: Row
    given: GivenAnswer

    @property
    def key(self) -> tuple[UUID, str]:
        """By what the answer is known: its survey, and what the survey tool calls it."""
        return self.given.survey.survey_id, self.given.external_id


def check(session: Session, team_id: str, layout: Layout, file: str, order: Order) -> None:
    """Check that it is known to which survey answers belong, before any of them comes in.

    Raises SurveyOfFileMissing, and what `bringing.check_asks` and `bringing.find` raise.
    """
    if order.asks:
        bringing.check_asks(order.asks)
    if order.answers:
        bringing.find(session, team_id, order.answers, order.asks)
    elif "survey" not in layout.places:
        raise SurveyOfFileMissing(file=values.quoted(file))


def bring(session: Session, now: datetime, job: Job, rows: Sequence[Row]) -> Tally:
    """Keep what customers answered, each answer once; low scores are followed up as any."""
    tally = Tally()
    batch = _AnswerBatch(session, now, job)
    read: list[AnswerRow] = []
    for row in rows:
        try:
            job.layout.check_width(row)
            read.append(AnswerRow(row, batch.read(row)))
        except LeftOut:
            tally.not_wanted += 1
        except UserError as error:
            tally.reject(row, error.message)
    batch.look_for(read)
    batch.keep(read, tally)
    return tally


class _AnswerBatch:
    """Some rows of a file of answers, for which what they name is looked up once."""

    def __init__(self, session: Session, now: datetime, job: Job) -> None:
        self._session, self._now, self._job = session, now, job
        self._known = Known(session, job.team_id)
        self._actor = people.find(session, job.team_id, job.actor) if job.actor else None
        self._today = hours.day_of(now, self._actor.zone if self._actor else bringing.ZONE)
        self._surveys: dict[str, Survey | str] = {}
        self._here: dict[tuple[UUID, str], SurveyResponse] = {}

    def read(self, row: Row) -> GivenAnswer:
        """What a row says. Raises LeftOut, RowRejected, and what the rules of surveys raise."""
        if self._job.text(row, "source") == states.LEFT_OUT:
            raise LeftOut
        job, survey = self._job, self._survey(row)
        customer = self._customer(row) if survey.is_named else None
        feels = rules.feeling(job, row, "feels")
        came = sources.one_of(job, row, "came", [str(each) for each in CameBy])
        given = GivenAnswer(
            survey=survey,
            customer=customer,
            person=cleaning.line(job.text(row, "person")) if customer else "",
            score=bringing.score(survey, cleaning.line(job.text(row, "score")[:200])),
            words=job.text(row, "said"),
            external_id=_id(job, row) if job.has_ids else "",
            on=rules.day(job, row, "answered_on"),
            came=CameBy(came) if came else None,
            feels=feels,
            from_file=_line(job, row, "from_file") or job.file,
        )
        bringing.check(given, self._today)
        if job.has_ids:
            return given
        return replace(given, external_id=answer_identity.of(
            job, row, survey, customer, given.person,
        ))  # fmt: skip

    def look_for(self, read: Sequence[AnswerRow]) -> None:
        """Find those of these answers that are here already, with one look at each survey."""
        ids: dict[UUID, list[str]] = defaultdict(list)
        for each in read:
            ids[each.given.survey.survey_id].append(each.given.external_id)
        for survey_id, wanted in ids.items():
            found = surveys.received(self._session, self._job.team_id, survey_id, wanted)
            self._here |= {(survey_id, name): each for name, each in found.items()}

    def keep(self, read: Sequence[AnswerRow], tally: Tally) -> None:
        """Keep the answers that are new, all at once, and put right those that are here."""
        new: dict[tuple[UUID, str], AnswerRow] = {}
        for each in read:
            if each.key not in self._here:
                new.setdefault(each.key, each)
        given = [each.given for each in new.values()]
        kept = bringing.keep(self._session, self._now, self._actor, given, self._today)
        answers_kept.made(self._session, self._job, kept)
        self._here |= dict(zip(new, kept, strict=True))
        tally.added += len(new)
        for each in read:
            response = self._here[each.key]
            if new.get(each.key) is each:
                self._follow(each.given, response, tally)
            elif self._job.has_ids or self._job.is_update:
                self._correct(each, response, tally)
            else:
                self._compare(each, response, tally)

    def _compare(self, each: AnswerRow, here: SurveyResponse, tally: Tally) -> None:
        """An answer without an id is here: it is the same, or says something else and waits."""
        different, _ = bringing.differing(self._session, here, each.given)
        if different:
            tally.change(each.row, survey_cards.answer_differs(bringing.in_words(different)))
            return
        tally.already_there += 1
        began = self._job.began_at
        if began is not None and here.received_at >= began:
            tally.alike.append(each.row.number)
            return
        # Where an import was broken off between both.
        self._follow(each.given, here, tally)

    def _correct(self, each: AnswerRow, here: SurveyResponse, tally: Tally) -> None:
        given = each.given
        before = answers_kept.facts_of(here)
        fields = bringing.correct(self._session, self._now, self._job.actor, here, given)
        if not fields:
            tally.already_there += 1
            # Where an import was broken off between both.
            self._follow(given, here, tally)
            return
        answers_kept.changed(self._session, self._job, here, before)
        tally.updated += 1
        tally.changes.append(RowChange(each.row.number, cards.answer_corrected(
            given.external_id, fields,
        )))  # fmt: skip
        self._follow(given, here, tally)

    def _follow(self, given: GivenAnswer, response: SurveyResponse, tally: Tally) -> None:
        """Keep in mind a low score that is to be followed up, once this batch is in.

        That takes much longer than a row, and nobody is to wait for a whole batch of it.
        """
        low = bringing.found_low(self._session, self._now, given, response)
        if low is None:
            return
        if low.is_old:
            tally.old += 1
        else:
            tally.low += 1
            tally.to_follow.append(response.response_id)

    def _customer(self, row: Row) -> Customer | None:
        words = self._job.text(row, "customer")
        if told.key(words) == NOT_A_CUSTOMER:
            return None
        try:
            return self._known.customer(words)
        except RowRejected as error:
            raise RowRejected(reason=cards.nobodys_answer(words, error.message)) from error

    def _survey(self, row: Row) -> Survey:
        """The survey that a row answers; opened where the file says what it asks."""
        words = cleaning.line(self._job.text(row, "survey")) or self._job.answers
        if not words:
            raise RowRejected(reason=cards.missing("survey"))
        if words not in self._surveys:
            try:
                self._surveys[words] = self._found(words)
            except UserError as error:
                self._surveys[words] = cards.unknown_survey(words, error.message)
        known = self._surveys[words]
        if isinstance(known, str):
            raise RowRejected(reason=known)
        return known

    def _found(self, words: str) -> Survey:
        # What `--asks` says holds for the one survey that `--survey` names: others have a scale of
        # their own.
        asks = self._job.asks if key_of(words) == key_of(self._job.answers) else ""
        found = bringing.find(self._session, self._job.team_id, words, asks)
        if found is not None:
            return found
        opener = people.find(self._session, self._job.team_id, self._job.asked_by)
        if opener is None:
            raise RowRejected(reason=cards.nobody_to_change())
        return bringing.open_it(self._session, self._now, opener, words, asks)


def _line(job: Job, row: Row, name: str) -> str:
    return cleaning.line(job.text(row, name))[:LONGEST_FILE]


def _id(job: Job, row: Row) -> str:
    """What the survey tool calls an answer, as it also delivers it. Raises RowRejected."""
    words = identity.id_of(job, row)
    if not words:
        raise RowRejected(reason=cards.missing(job.called("source")))
    rules.check_id(words)
    if len(words) > bringing.MOST_ID:
        # Cut short it could be the same as that of another answer, which would then be lost.
        raise RowRejected(reason=cards.too_long(job.called("source"), len(words), bringing.MOST_ID))
    return words


def follow(session: Session, now: datetime, job: Job, response_id: UUID) -> CallWanted | None:
    """Put one low score that came in to somebody; None where nobody is asked to call."""
    person_id = bringing.follow(session, now, job.team_id, job.actor, response_id)
    return CallWanted(response_id, person_id) if person_id else None


def tell(session: Session, now: datetime, job: Job, tally: Tally) -> None:
    """Tell those who are to call of the low scores that came in, once all of the file is."""
    calls = [(each.response_id, each.person_id) for each in tally.calls]
    bringing.tell(session, now, job.team_id, job.file, job.actor, calls)
