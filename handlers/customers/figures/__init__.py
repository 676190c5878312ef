"""What customers say: who waits for a call, what the answers come to, and what they do then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers.figures import gauges
from handlers.customers.figures.gauges import Gauge
from handlers.customers.figures.rules import FEWEST
from handlers.people import access, audiences, tiers
from handlers.promises.asked import INFORM
from storage import asks, customers, losses, people, renewals, responses, surveys, themes
from storage.asks import Ask
from storage.customers import Customer
from storage.issues import Issue
from storage.people import Person
from storage.renewals import RenewalState
from storage.surveys import Survey, SurveyResponse
from storage.themes import Theme, ThemeState

SHOWN = 3
"""So many surveys are told with their figures, those that opened last."""
LOOKED_AT = 20
"""Among so many of the newest it is looked for them, and for the one before each."""
LOW_LISTED = 10
"""So many low scores that wait for a call are told one by one."""
_LOW_READ, _LAST_READ = 200, 20_000
"""So many low scores with an issue are looked at, and answers of one survey in a year."""
GLADLY, HARDLY = 9, 6
"""Who would recommend us gave at least the one, who would not at most the other."""
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
        return min(self.about, key=lambda each: (each.kind != INFORM, each.due_at), default=None)

    def is_asked(self, person: Person) -> bool:
        """Whether it is somebody's to answer something about it."""
        return any(each.person_id == person.user_id for each in self.about)


@dataclass(frozen=True)
class Surveyed:
    """A survey with what its answers come to, and the survey before that asked the same."""

    gauge: Gauge
    before: Gauge | None = None


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


def read(session: Session, now: datetime, reader: Person) -> CustomersSay:
    """What customers say, as far as somebody may read it. Raises what `access.check` raises."""
    access.check(session, reader, access.READ)
    today = hours.day_of(now, reader.zone)
    low = low_scores(session, reader.team_id)
    theirs = [
        each for each in low
        if (each.is_asked(reader) or access.may_read_answers(session, reader, each.customer))
        and audiences.sees(session, reader, each.issue)
    ]  # fmt: skip
    reads_few = access.reads_all_answers(reader)
    done = said_and_done(session, reader.team_id, today)
    return CustomersSay(
        waiting=len(low),
        customers=len({each.customer.customer_id for each in low}),
        low=[_with_names(session, each) for each in theirs[:LOW_LISTED]],
        unheard=unheard(session, reader),
        surveyed=surveyed(session, reader.team_id, date.min, today, reads_few=reads_few),
        done=done if reads_few else done.of_many,
    )


def low_scores(session: Session, team_id: str) -> list[LowScore]:
    """Low scores whose givers have not heard from us yet: by tier, then what waited longest."""
    given = responses.with_issues(session, team_id, _LOW_READ)
    numbers = {each.issue_number for each in given if each.issue_number}
    read = {each.number: each for each in audiences.READ[Issue].rows(session, team_id, numbers)}
    wanted = {each.customer_id for each in given if each.customer_id}
    known = {each.customer_id: each for each in customers.read(session, team_id, wanted)}
    owed: dict[int, list[Ask]] = {}
    for ask in asks.about_these(session, team_id, Issue.noun, numbers):
        owed.setdefault(ask.number, []).append(ask)
    found = []
    for response in given:
        issue = read.get(response.issue_number or 0)
        key = response.customer_id
        customer = (key and known.get(key)) or customers.find(session, team_id, key)
        survey = surveys.find(session, team_id, response.survey_id)
        if issue and customer and survey and not (issue.told_at or issue.closed_at):
            about = owed.get(issue.number, ())
            found.append(LowScore(response, survey, issue, customer, about))
    return sorted(found, key=lambda each: (
        tiers.rank(each.customer), each.response.answered_on, each.issue.number,
    ))  # fmt: skip


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
    """The newest surveys that were answered from a day to another, each beside the one before.

    `reads_few` says whether whoever reads it may read single answers.
    """
    known = surveys.newest(session, team_id, LOOKED_AT)
    found: list[Surveyed] = []
    for place, survey in enumerate(known):
        gauge = _gauge(session, survey, first, last, reads_few=reads_few)
        if not gauge.answers:
            continue
        alike = [each for each in known[place + 1 :] if gauges.is_alike(survey, each)]
        before = _gauge(session, alike[0], date.min, last, reads_few=reads_few) if alike else None
        found.append(Surveyed(gauge, before))
        if len(found) == SHOWN:
            break
    return found


def _gauge(session: Session, survey: Survey, first: date, last: date, *, reads_few: bool) -> Gauge:
    place = (session, survey.team_id, survey.survey_id, first, last)
    return Gauge(survey, responses.by_score(*place), responses.in_words(*place), reads_few)


def said_and_done(session: Session, team_id: str, today: date) -> SaidAndDone:
    """What became since of customers who said last year how gladly they would recommend us."""
    year = today.year - 1
    first, last = date(year, 1, 1), date(year, 12, 31)
    said = responses.last_recommended(session, team_id, first, last, _LAST_READ)
    left = {each.customer_id: each.left_on for each in losses.left_between(
        session, team_id, first, today
    )} if said else {}  # fmt: skip
    went = {key for key, on in left.items() if key in said and on >= said[key].on}
    ended = renewals.ended_between(session, team_id, first, today) if said else []
    # Who renewed and left afterwards, left.
    stayed = {
        each.customer_id for each in ended
        if each.state == RenewalState.RENEWED and each.customer_id in said
        and each.ended_on is not None and each.ended_on >= said[each.customer_id].on
    } - went  # fmt: skip
    gladly = {key for key, each in said.items() if each.score >= GLADLY}
    hardly = {key for key, each in said.items() if each.score <= HARDLY}
    return SaidAndDone(
        year, len(gladly), len(gladly & went), len(hardly), len(hardly & went),
        len(gladly & stayed), len(hardly & stayed),
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
