"""What a file needs of surveys: which survey it is, and answers kept and followed up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from handlers.customers.surveys import (
    BROUGHT,
    GivenAnswer,
    KeptAnswer,
    NewSurvey,
    check,
    correcting,
    delivering,
    inviting,
    keep_all,
    low,
    open_survey,
    rules,
    standing,
)
from handlers.customers.surveys.inviting import AskedOf
from handlers.people import lookup
from handlers.speech import cleaning, values
from handlers.speech.survey_errors import AsksElse, NoSuchSurvey
from storage import customers, people, surveys
from storage.people import Person
from storage.surveys import FollowUp, Survey, SurveyQuestion, SurveyResponse

__all__ = [
    "AskedOf",
    "GivenAnswer",
    "NewSurvey",
    "check",
    "check_asks",
    "find",
    "follow",
    "found_low",
    "keep",
    "open_it",
    "tell",
]

MOST_ID = delivering.MOST_ID
ZONE = delivering.ZONE
correct = correcting.correct
differing = correcting.differing
in_words = correcting.in_words
score = rules.score
narrowed_by = inviting.narrowed_by
asked_of = inviting.asked_of
put_on_list = inviting.put
"""As a delivery has them: the same answer is one, whichever way it comes."""
ONE_BY_ONE = 20
"""Of more low scores in one file each person reads one message, and not one of each."""
NEAR = 200
"""Among so many surveys, the newest, it is looked for a name that is near."""


@dataclass(frozen=True)
class LowFound:
    """A low score that is to be followed up, or that came in too old for it."""

    is_old: bool = False


def check_asks(asks: str) -> None:
    """Raises WrongAsks for what no survey asks."""
    rules.asked(asks)


def named(session: Session, team_id: str, name: str) -> Survey:
    """The survey of this name. Raises NoSuchSurvey with the nearest name."""
    found = surveys.named(session, team_id, cleaning.line(name))
    if found is None:
        near = [each.name for each in surveys.newest(session, team_id, NEAR)]
        raise NoSuchSurvey(words=values.quoted(name), hint=lookup.hint(name, near))
    return found


def find(session: Session, team_id: str, name: str, asks: str) -> Survey | None:
    """The survey of this name; None where it opens with the file, as that says what it `asks`.

    Raises NoSuchSurvey with the nearest name, AsksElse where it is here and asks something else,
    and WrongAsks.
    """
    if asks and surveys.named(session, team_id, cleaning.line(name)) is None:
        return None
    found = named(session, team_id, name)
    if asks and rules.asked(asks) != (SurveyQuestion(found.question), found.highest):
        raise AsksElse(name=found.name, asks=rules.said_scale(found))
    return found


def open_it(session: Session, now: datetime, opener: Person, name: str, asks: str) -> Survey:
    """Open a survey that only a file knows, with names. Raises what `open_survey` raises."""
    question, highest = rules.asked(asks)
    return open_survey(session, now, opener, NewSurvey(name, question, highest))


def scale(asks: str, highest: str) -> tuple[SurveyQuestion, int | None]:
    """What a survey asks, and the highest score of its scale, as two cells of a file say it.

    Raises WrongAsks.
    """
    said = cleaning.line(asks).casefold()
    if highest and said in set(SurveyQuestion) and said != SurveyQuestion.WORDS:
        said = f"{said}{rules.BETWEEN}{highest}"
    return rules.asked(said)


def begin(session: Session, now: datetime, opener: Person, new: NewSurvey) -> Survey:
    """Open a survey as a file says it, or one of those that are always there.

    Raises what `open_survey` raises.
    """
    if new.question is not None and new.name == rules.STANDING.get((new.question, new.highest)):
        return standing(session, now, opener, new.question, new.highest)
    return open_survey(session, now, opener, new)


def keep(
    session: Session,
    now: datetime,
    actor: Person | None,
    given: Sequence[GivenAnswer],
    today: date,
) -> list[SurveyResponse]:
    """Keep answers that were checked and are not here yet."""
    return [each.response for each in keep_all(session, now, actor, given, today, BROUGHT)]


def found_low(
    session: Session, now: datetime, given: GivenAnswer, response: SurveyResponse
) -> LowFound | None:
    """Whether an answer is a low score of which nothing became yet; None where it is none.

    Of an old one somebody says first who still hears from us: that is kept with it.
    """
    if response.follow is not None or not low.wants(given.survey, response, given.customer):
        return None
    if not low.is_old(response, now):
        return LowFound()
    response.follow = FollowUp.WAITING
    session.add(response)
    return LowFound(is_old=True)


def follow(session: Session, now: datetime, team_id: str, actor_id: str, response_id: UUID) -> str:
    """Put a low score to somebody: their Slack id, empty where nobody is asked to call.

    Nobody is told before all of the file is in: see `tell`.
    """
    response = surveys.response(session, team_id, response_id, lock=True)
    survey = surveys.find(session, team_id, response.survey_id) if response else None
    customer = customers.find(session, team_id, response.customer_id) if response else None
    if response is None or survey is None or customer is None or response.follow is not None:
        return ""
    actor = low.bringer(session, team_id, actor_id, customer)
    if actor is None:
        return ""
    kept = KeptAnswer(response, None)
    followed = low.follow(session, now, actor, survey, kept, customer, is_told_apart=False)
    return followed.asked.user_id if followed and followed.asked else ""


def tell(
    session: Session,
    now: datetime,
    team_id: str,
    file: str,
    actor_id: str,
    calls: Sequence[tuple[UUID, str]],
) -> None:
    """Tell those who are to call of the low scores that came in: each alone, or of many at once.

    `calls` are answers, each with who is asked (a Slack id). Whoever brought the file reads what is
    put to them in the message of their day.
    """
    found = {
        response_id: response
        for response_id, _ in calls
        if (response := surveys.response(session, team_id, response_id)) is not None
    }
    if len(calls) <= ONE_BY_ONE:
        for response in found.values():
            low.tell(session, now, response, actor_id)
        return
    for person_id, customer_ids in _by_person(calls, found).items():
        person = people.find(session, team_id, person_id)
        if person is not None:
            low.tell_many(session, now, person, file, customer_ids)


def _by_person(
    calls: Sequence[tuple[UUID, str]], found: Mapping[UUID, SurveyResponse]
) -> dict[str, set[UUID]]:
    """Whom each person is to call, by their Slack ids."""
    by_person: dict[str, set[UUID]] = defaultdict(set)
    for response_id, person_id in calls:
        response = found.get(response_id)
        if response is not None and response.customer_id is not None:
            by_person[person_id].add(response.customer_id)
    return by_person
