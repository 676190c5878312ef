"""People open surveys here, and what customers answer is kept, each answer once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.contacts import answered
from handlers.customers.surveys import inviting, rules
from handlers.customers.surveys.inviting import AskedOf, ListChange
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.speech import cleaning, values
from handlers.speech.survey_errors import (
    AnsweredLater,
    AnswerEmpty,
    AnswerOfNobody,
    AnswerTooLong,
    CameMissing,
    ClosesBefore,
    OffScale,
    QuestionMissing,
    ScaleOfQuestion,
    SurveyKnown,
    WordsAlone,
)
from storage import response_counts, surveys
from storage.columns import new_id
from storage.customers import Customer
from storage.departments import key_of
from storage.gathering import gathered
from storage.history import Snapshot
from storage.issues import Feeling
from storage.people import Person
from storage.surveys import SCALES, CameBy, Respondent, Survey, SurveyQuestion, SurveyResponse

LONGEST = 100_000
"""Characters of somebody's words: more is no answer."""
SHOWN = 20
"""So many surveys are listed, and offered for an answer."""
KEPT = Occurrence("response", "answered", {"row": str, "survey": str})
"""An answer came in. Neither who gave it nor its words are history's, so that both can go."""
BROUGHT = Occurrence("response", "brought in", {"row": str, "survey": str})
"""The same with many others from a file: whoever brought that takes the file back as a whole."""


@dataclass(frozen=True)
class NewSurvey:
    """A survey as somebody opens it.

    `highest` is the highest score of its scale, None for the usual scale of its question. `asked`
    is how many are asked, and `closes_on` the last local day; None where that is not known.
    `asked_of` are those who are asked by name, and `opened_on` another local day than today.
    """

    name: str
    question: SurveyQuestion | None
    highest: int | None = None
    is_named: bool = True
    asked: int | None = None
    closes_on: date | None = None
    asked_of: AskedOf = inviting.NOBODY
    opened_on: date | None = None


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody answered.

    `external_id` is what whoever sent it calls it, empty for what has no name elsewhere. `person`
    is the name that came with it. `on` is the local day of the answer, None for today. `link` is
    where it can be read, and `from_file` the file that brings it.
    """

    survey: Survey
    customer: Customer | None
    person: str = ""
    score: int | None = None
    words: str = ""
    external_id: str = ""
    on: date | None = None
    came: CameBy | None = None
    feels: Feeling | None = None
    link: str = ""
    from_file: str = ""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was kept; `is_new` is False for one that was here already."""

    response: SurveyResponse
    respondent: Respondent | None
    is_new: bool = True


@dataclass(frozen=True)
class SurveyLine:
    """A survey in a list, and how many answered it."""

    survey: Survey
    answers: int


@dataclass(frozen=True)
class SurveyList:
    """The surveys that opened last, how many are `older`, and whether anybody answered any."""

    lines: Sequence[SurveyLine]
    older: int = 0
    is_answered: bool = True


# --- surveys ---


def open_survey(session: Session, now: datetime, actor: Person, new: NewSurvey) -> Survey:
    """Open a survey, and put those on its list whom it asks by name.

    Raises NameMissing, NameTooLong, SurveyKnown, QuestionMissing, ScaleOfQuestion, ClosesBefore,
    and what `access.check` and `inviting.put` raise.
    """
    access.check(session, actor, access.OPEN_SURVEY)
    name = values.name(new.name)
    reserved = {key_of(each) for each in rules.STANDING.values()}
    if key_of(name) in reserved or surveys.named(session, actor.team_id, name):
        raise SurveyKnown
    if new.question is None:
        raise QuestionMissing
    opened_on = new.opened_on or hours.day_of(now, actor.zone)
    if new.closes_on is not None and new.closes_on < opened_on:
        raise ClosesBefore
    highest = _highest(new.question, new.highest)
    survey = Survey(
        team_id=actor.team_id,
        name=name,
        key=key_of(name),
        question=new.question,
        highest=highest,
        is_named=new.is_named,
        asked=new.asked,
        opened_on=opened_on,
        closes_on=new.closes_on,
        created_at=now,
        created_by=actor.user_id,
    )
    if not new.asked_of.is_nobody:
        inviting.put(session, now, actor.user_id, survey, new.asked_of, opened_on, new.asked)
    return _begun(session, now, actor, survey)


def change(
    session: Session,
    now: datetime,
    actor: Person,
    survey: Survey,
    wanted: AskedOf,
    asked: int | None,
    closes_on: date | None,
) -> ListChange:
    """Let a survey ask others, and close on another local day.

    Raises ClosesBefore for a new day that is before the one on which it opened, and what
    `access.check` and `inviting.put` raise.
    """
    access.check(session, actor, access.OPEN_SURVEY)
    if closes_on is not None and closes_on < survey.opened_on:
        raise ClosesBefore
    before = records.facts_of(survey)
    today = hours.day_of(now, actor.zone)
    done = inviting.put(session, now, actor.user_id, survey, wanted, today, asked)
    survey.closes_on = closes_on
    session.add(survey)
    session.flush()
    records.changed(session, now, actor.user_id, survey, before)
    return done


def standing(
    session: Session, now: datetime, actor: Person, question: SurveyQuestion, highest: int | None
) -> Survey:
    """The survey for what people hear by the way, on one scale; opened when it is first needed."""
    name = rules.STANDING[question, highest]
    known = surveys.named(session, actor.team_id, name)
    if known is not None:
        return known
    survey = Survey(
        team_id=actor.team_id,
        name=name,
        key=key_of(name),
        question=question,
        highest=highest,
        opened_on=hours.day_of(now, actor.zone),
        created_at=now,
        created_by=actor.user_id,
    )
    return _begun(session, now, actor, survey)


def _begun(session: Session, now: datetime, actor: Person, survey: Survey) -> Survey:
    session.add(survey)
    session.flush()
    records.changed(session, now, actor.user_id, survey, None)
    return survey


def _highest(question: SurveyQuestion, wanted: int | None) -> int | None:
    """The highest score of a question's scale. Raises ScaleOfQuestion."""
    known = SCALES[question]
    if wanted is None:
        return known[0][1] if known else None
    if wanted not in {high for _, high in known}:
        raise ScaleOfQuestion(scales=", ".join(f"{low} to {high}" for low, high in known) or "none")
    return wanted


def listed(session: Session, actor: Person) -> SurveyList:
    """The surveys that opened last, and how many answered each.

    Raises what `access.check` raises.
    """
    access.check(session, actor, access.READ)
    team_id = actor.team_id
    lines = [
        SurveyLine(each, response_counts.answers(session, team_id, each.survey_id))
        for each in surveys.newest(session, team_id, SHOWN)
    ]
    older = surveys.how_many(session, team_id) - len(lines) if len(lines) == SHOWN else 0
    answered = response_counts.surveys_of(session, team_id, date.min, date.max, 1)
    return SurveyList(lines, older, is_answered=bool(answered))


# --- answers ---


def add(session: Session, now: datetime, actor: Person, said: GivenAnswer) -> KeptAnswer:
    """Keep what somebody heard from a customer.

    Raises AnswerOfNobody, CameMissing, and what `access.check` and `keep` raise.
    """
    access.check(session, actor, access.KEEP_ANSWER)
    if said.customer is None:
        raise AnswerOfNobody
    if said.came is None:
        raise CameMissing
    return keep(session, now, actor, said, hours.day_of(now, actor.zone))


def keep(
    session: Session, now: datetime, actor: Person | None, said: GivenAnswer, today: date
) -> KeptAnswer:
    """Keep an answer once, by what whoever sent it calls it; `actor` is None for a webhook.

    Of a survey without names neither customer nor person is kept. Raises AnswerEmpty,
    AnswerTooLong, AnsweredLater, OffScale, WordsAlone and NameTooLong.
    """
    survey = said.survey
    check(said, today)
    external_id = said.external_id or new_id().hex
    here = surveys.received(session, survey.team_id, survey.survey_id, [external_id])
    if external_id in here:
        found = here[external_id]
        people_there = surveys.respondents(session, survey.team_id, [found.respondent_id])
        who = people_there.get(found.respondent_id) if found.respondent_id else None
        return KeptAnswer(found, who, is_new=False)
    return keep_all(session, now, actor, [replace(said, external_id=external_id)], today)[0]


def keep_all(
    session: Session,
    now: datetime,
    actor: Person | None,
    said: Sequence[GivenAnswer],
    today: date,
    what: Occurrence = KEPT,
) -> list[KeptAnswer]:
    """Keep answers that were checked, and of which it is known that none is here yet.

    All of them are of one workspace; however many there are, what they name is looked up once.
    `what` is what history says of each.
    """
    if not said:
        return []
    whose = [answers_as(each) for each in said]
    team_id = said[0].survey.team_id
    who = surveys.all_respondents(session, team_id, {each for each in whose if each})
    kept = [
        KeptAnswer(_response(now, actor, each, one, today), one)
        for each, key in zip(said, whose, strict=True)
        for one in [who[key] if key else None]
    ]
    surveys.add_all(session, [each.response for each in kept])
    with gathered(session):
        for each, given in zip(kept, said, strict=True):
            _happened(session, now, what, given, each.response)
    answered.all_heard(
        session, now, [(each.respondent, each.response) for each in kept if each.respondent]
    )  # fmt: skip
    return kept


def answers_as(said: GivenAnswer) -> tuple[UUID, str] | None:
    """For which customer, and under which name, somebody answers; None where nobody is kept."""
    name = cleaning.line(said.person)
    if said.customer is None or not name or not said.survey.is_named:
        return None
    return said.customer.customer_id, name


def _response(
    now: datetime,
    actor: Person | None,
    said: GivenAnswer,
    who: Respondent | None,
    today: date,
) -> SurveyResponse:
    customer = said.customer if said.survey.is_named else None
    return SurveyResponse(
        team_id=said.survey.team_id,
        survey_id=said.survey.survey_id,
        external_id=said.external_id,
        customer_id=customer.customer_id if customer else None,
        respondent_id=who.respondent_id if who else None,
        score=said.score,
        words=said.words.strip(),
        answered_on=said.on or today,
        received_at=now,
        received_by=actor.user_id if actor else "",
        came=said.came or CameBy.SURVEY,
        feels=said.feels,
        link=said.link if customer else "",
        from_file=said.from_file,
    )


def _happened(
    session: Session,
    now: datetime,
    what: Occurrence,
    said: GivenAnswer,
    response: SurveyResponse,
) -> None:
    customer = said.customer if said.survey.is_named else None
    where = Snapshot(customer_id=customer.customer_id, tier=customer.tier) if customer else None
    records.write(
        session, now, response.team_id, response.received_by, what, snapshot=where,
        row=str(response.response_id), survey=str(response.survey_id),
    )  # fmt: skip


def check(said: GivenAnswer, today: date) -> None:
    """Raises AnswerEmpty, AnswerTooLong, AnsweredLater, OffScale, WordsAlone and NameTooLong."""
    survey = said.survey
    if said.score is None and cleaning.says_nothing(said.words):
        raise AnswerEmpty
    if len(said.words) > LONGEST:
        raise AnswerTooLong(length=f"{len(said.words):,}", most=f"{LONGEST:,}")
    if said.score is not None and survey.lowest is None:
        raise WordsAlone(name=survey.name)
    if said.score is not None and not survey.holds(said.score):
        raise OffScale(
            score=str(said.score), lowest=str(survey.lowest), highest=str(survey.highest)
        )
    if said.on is not None and said.on > today:
        raise AnsweredLater
    if cleaning.line(said.person):
        values.name(said.person)
