"""What customers say: who waits for a call, what the answers come to, and what they do then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.figures import rescue
from handlers.customers.figures.gauges import Gauge
from handlers.customers.figures.rescue import AfterCall
from handlers.customers.figures.rules import FEWEST
from handlers.people import access, audiences
from handlers.promises.asked import INFORM
from storage import (
    asks,
    customers,
    deeds,
    invitations,
    people,
    response_counts,
    responses,
    surveys,
    themes,
)
from storage.asks import Ask
from storage.customers import Customer
from storage.deeds import Did, Gave
from storage.invitations import NOBODY_INVITED, InvitedCount
from storage.issues import Issue
from storage.people import Person
from storage.surveys import Survey, SurveyResponse
from storage.themes import Theme, ThemeState

SHOWN = 3
"""So many surveys are told with their figures, those that opened last."""
LOW_LISTED = 10
"""So many low scores that wait for a call are told one by one."""
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class LowScore:
    """A low score whose giver has not heard from us: its issue, and what is asked about that."""

    response: SurveyResponse
    survey: Survey
    issue: Issue
    customer: Customer
    about: Sequence[Ask] = ()
    who: str = ""
    asked_of: Person | None = None

    @property
    def asked(self) -> Ask | None:
        """Who is to call; where nobody is asked to, what is to be answered first about it."""
        return first_of(self.about)

    def is_asked(self, person: Person) -> bool:
        """Whether it is somebody's to answer something about it."""
        return any(each.person_id == person.user_id for each in self.about)


def first_of(about: Iterable[Ask]) -> Ask | None:
    """Of what is asked about an issue the call; where nobody is to call, what is due first."""
    return min(about, key=lambda each: (each.kind != INFORM, each.due_at), default=None)


@dataclass(frozen=True)
class Surveyed:
    """A survey with what its answers come to, and the survey before that asked the same."""

    gauge: Gauge
    before: Gauge | None = None
    invited: InvitedCount = NOBODY_INVITED
    """How many it asks by name, and how many of these answered."""


@dataclass(frozen=True)
class SaidAndDone:
    """What became of customers by what they said in a year: how many said so, left and renewed."""

    year: int
    gladly: int = 0
    gladly_left: int = 0
    hardly: int = 0
    hardly_left: int = 0
    gladly_renewed: int = 0
    hardly_renewed: int = 0

    @property
    def of_many(self) -> SaidAndDone:
        """The same for whoever reads no single answers: nothing of fewer than five customers."""
        glad = (self.gladly, self.gladly_left) if self.gladly >= FEWEST else (0, 0)
        hard = (self.hardly, self.hardly_left) if self.hardly >= FEWEST else (0, 0)
        return SaidAndDone(self.year, *glad, *hard)


@dataclass(frozen=True)
class CustomersSay:
    """All that is known of it.

    `low` are low scores that the reader may read, of `waiting` ones of `customers` customers.
    `unheard` is what many write of and nobody acts on yet, that with most customers first.
    """

    waiting: int
    customers: int
    low: Sequence[LowScore]
    unheard: Sequence[Theme]
    surveyed: Sequence[Surveyed]
    done: SaidAndDone
    after: Sequence[AfterCall] = ()
    names_first: bool = False
    """Whether the first of `low` is the first of all, whoever reads it."""


def read(session: Session, now: datetime, reader: Person) -> CustomersSay:
    """What customers say, as far as somebody may read it. Raises what `access.check` raises."""
    access.check(session, reader, access.READ)
    today = hours.day_of(now, reader.zone)
    waiting = responses.to_call(session, reader.team_id)
    theirs = low_scores(session, reader) if waiting.scores else []
    reads_few = access.reads_all_answers(reader)
    done = said_and_done(session, reader.team_id, today)
    return CustomersSay(
        waiting=waiting.scores,
        customers=waiting.customers,
        low=[_with_names(session, each) for each in theirs],
        unheard=unheard(session, reader),
        surveyed=surveyed(session, reader.team_id, date.min, today, reads_few=reads_few),
        done=done if reads_few else done.of_many,
        after=rescue.read(session, reader.team_id, today.year, reads_few=reads_few),
        names_first=bool(theirs) and _is_first(session, theirs[0]),
    )


def low_scores(session: Session, reader: Person) -> list[LowScore]:
    """The low scores that wait for a call and that somebody may read, at most ten.

    Those of key accounts come first, then what has waited longest.
    """
    of_person = None if access.reads_all_answers(reader) else reader.user_id
    found: list[LowScore] = []
    read = 0
    while len(found) < LOW_LISTED:
        page = responses.first_to_call(
            session, reader.team_id, LOW_LISTED, read, of_person=of_person
        )  # fmt: skip
        found += _readable(session, reader, page)
        read += len(page)
        if len(page) < LOW_LISTED:
            break
    return found[:LOW_LISTED]


def _readable(
    session: Session, reader: Person, given: Sequence[SurveyResponse]
) -> Iterator[LowScore]:
    """Those of them that somebody may read, each with its issue and what is asked about that."""
    team_id = reader.team_id
    numbers = {each.issue_number for each in given if each.issue_number}
    read = {each.number: each for each in audiences.READ[Issue].rows(session, team_id, numbers)}
    customers.read(session, team_id, {each.customer_id for each in given if each.customer_id})
    owed: dict[int, list[Ask]] = {}
    for ask in asks.about_these(session, team_id, Issue.noun, numbers):
        owed.setdefault(ask.number, []).append(ask)
    for response in given:
        issue = read.get(response.issue_number or 0)
        customer = customers.find(session, team_id, response.customer_id)
        survey = surveys.find(session, team_id, response.survey_id)
        if issue and customer and survey:
            low = LowScore(response, survey, issue, customer, owed.get(issue.number, ()))
            may_read = low.is_asked(reader) or access.may_read_answers(session, reader, customer)
            if may_read and audiences.sees(session, reader, issue):
                yield low


def _is_first(session: Session, low: LowScore) -> bool:
    """Whether nobody else comes before it, whom its reader may know of or not."""
    (first,) = responses.first_to_call(session, low.issue.team_id, 1, 0)
    return first.response_id == low.response.response_id


def _with_names(session: Session, low: LowScore) -> LowScore:
    team_id = low.issue.team_id
    known = surveys.respondents(session, team_id, [low.response.respondent_id])
    who = next((each.name for each in known.values()), "")
    asked_of = people.find(session, team_id, low.asked.person_id) if low.asked else None
    return replace(low, who=who, asked_of=asked_of)


def unheard(session: Session, reader: Person) -> list[Theme]:
    """What many customers write of and nobody acts on yet, that of most customers first.

    Of fewer than five answers only who may say what follows reads.
    """
    found = themes.in_state(session, reader.team_id, ThemeState.OPEN)
    reads_all = access.may(session, reader, access.ANSWER_THEME)
    seen = [each for each in found if reads_all or each.answers >= FEWEST]
    return sorted(seen, key=lambda each: (-each.customers, -each.answers, each.number))


def surveyed(
    session: Session, team_id: str, first: date, last: date, *, reads_few: bool = True
) -> list[Surveyed]:
    """The newest surveys that were answered in the months of two days, each beside the one before.

    `reads_few` says whether whoever reads it may read single answers.
    """
    found = []
    for survey in response_counts.surveys_of(session, team_id, first, last, SHOWN):
        gauge = _gauge(session, survey, first, last, reads_few=reads_few)
        older = response_counts.before(session, survey)
        before = _gauge(session, older, date.min, last, reads_few=reads_few) if older else None
        invited = invitations.counted(session, team_id, survey.survey_id)
        found.append(Surveyed(gauge, before, invited))
    return found


def _gauge(session: Session, survey: Survey, first: date, last: date, *, reads_few: bool) -> Gauge:
    counts = response_counts.by_score(session, survey.team_id, survey.survey_id, first, last)
    in_words = counts.pop(response_counts.WORDS, 0)
    return Gauge(survey, counts, in_words, reads_few)


def said_and_done(session: Session, team_id: str, today: date) -> SaidAndDone:
    """What became since of customers who said last year how gladly they would recommend us."""
    year = today.year - 1
    found = deeds.of_year(session, team_id, year)

    def of(gave: Gave) -> tuple[int, int, int]:
        did = {each: found[gave, each] for each in Did}
        return sum(did.values()), did[Did.LEFT], did[Did.RENEWED]

    gladly, gladly_left, gladly_renewed = of(Gave.GLADLY)
    hardly, hardly_left, hardly_renewed = of(Gave.HARDLY)
    return SaidAndDone(
        year, gladly, gladly_left, hardly, hardly_left, gladly_renewed, hardly_renewed
    )  # fmt: skip


def of_customer(
    session: Session, today: date, customer: Customer, most: int
) -> list[tuple[SurveyResponse, Survey, str]]:
    """What a customer answered in the last year, the newest first: to which survey, and who."""
    found = surveys.of_customer(
        session, customer.team_id, customer.customer_id, today - YEAR, most
    )  # fmt: skip
    known = surveys.respondents(
        session, customer.team_id, [each.respondent_id for each in found]
    )  # fmt: skip
    names: Mapping[UUID, str] = {key: each.name for key, each in known.items()}
    told = []
    for each in found:
        survey = surveys.find(session, customer.team_id, each.survey_id)
        if survey is not None:
            who = names.get(each.respondent_id, "") if each.respondent_id else ""
            told.append((each, survey, who))
    return told
