"""Whoever leads an account is asked what is behind an answer, or does not fit what they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.chasing import whom
from handlers.customers.segments.matters import words
from handlers.customers.segments.matters.beginning import begin
from storage import customers, matters, renewals, surveys
from storage.customers import Customer
from storage.matters import MatterTopic
from storage.renewals import RenewalOutlook
from storage.surveys import Survey, SurveyQuestion, SurveyResponse

EACH_DAY, OF_ONE = 20, 2
"""So many accounts are asked about in one day, and so many of one person."""
LOOKED_AT = 500
"""So many renewals are looked at in one day, and so many new answers at a time."""
LOOKS, ENOUGH = 10, 200
"""So often new answers are looked at in one day, until so many could be asked about; what came in
later waits for the next day."""
RECENT, YEAR = timedelta(days=14), timedelta(days=365)
"""What was answered longer ago is not asked about, unless it does not fit what they do."""
AN_INSTANT = timedelta(microseconds=1)
ENDS_WITHIN = timedelta(days=60)
GLADLY = 9
"""Who would recommend us gave at least so much of ten."""
Puzzle = tuple[Customer, SurveyResponse, str]
"""An account, its answer, and the question that rests on it."""


def ask(
    session: Session, now: datetime, team_id: str, today: date, read_to: datetime | None
) -> datetime:
    """Ask about one answer of an account and month: first of what does not fit what they do.

    Up to when (UTC) new answers were looked at: those that came in later wait for the next day.
    """
    new, looked_to = _new(session, now, team_id, today, read_to)
    found = _not_renewing(session, team_id, today) + new
    if not found:
        return looked_to
    month = today.replace(day=1)
    asked = matters.of_customers(
        session, team_id, MatterTopic.BEHIND, [each.customer_id for each, _, _ in found]
    )
    done: set[UUID] = set()
    of_one: Counter[str] = Counter()
    looked_after_by = whom.readily(session, team_id)
    for customer, response, question in found:
        who = looked_after_by(customer)
        if customer.customer_id in done or month in asked.get(customer.customer_id, ()):
            continue
        if who is None or of_one[who.user_id] >= OF_ONE or len(done) >= EACH_DAY:
            continue
        title = words.TITLES[MatterTopic.BEHIND].format(name=customer.name)
        if begin(session, now, MatterTopic.BEHIND, customer, month, title, question,
                 response.response_id):  # fmt: skip
            of_one[who.user_id] += 1
            done.add(customer.customer_id)
    return looked_to


def _not_renewing(session: Session, team_id: str, today: date) -> list[Puzzle]:
    """Who said gladly within a year, ends soon, and of whom nobody says that they renew."""
    soon = renewals.coming(session, team_id, today, today + ENDS_WITHIN, LOOKED_AT, 0)
    looked_after_by = whom.readily(session, team_id)
    led = [each for each in soon if looked_after_by(each)]
    known = renewals.open_among(session, team_id, [each.customer_id for each in led])
    found: list[Puzzle] = []
    for customer in led:
        open_one = known.get(customer.customer_id)
        if customer.renewal_on is None or (open_one and open_one.outlook == RenewalOutlook.RENEW):
            continue
        given = surveys.of_customer(session, team_id, customer.customer_id, today - YEAR, 5)
        glad = next(_gladly(session, given), None)
        if glad is not None:
            response, survey = glad
            question = words.not_renewed(
                customer, response.score, survey.highest, response.answered_on, customer.renewal_on
            )
            found.append((customer, response, question))
    return found


def _gladly(
    session: Session, given: Sequence[SurveyResponse]
) -> Iterator[tuple[SurveyResponse, Survey]]:
    """The answers of those who would recommend us; not one behind which a lower one came."""
    for response in given:
        survey = surveys.find(session, response.team_id, response.survey_id)
        if survey is None or survey.question != SurveyQuestion.RECOMMEND:
            continue
        if response.score is None or response.score < GLADLY:
            return
        yield response, survey


def _new(
    session: Session, now: datetime, team_id: str, today: date, read_to: datetime | None
) -> tuple[list[Puzzle], datetime]:
    """What came in since this was looked at last, and up to when that was looked at now."""
    after = max(read_to or now - RECENT, now - RECENT)
    found: list[Puzzle] = []
    last: SurveyResponse | None = None
    for _ in range(LOOKS):
        page = matters.received(session, team_id, after, now, LOOKED_AT, behind=last)
        found += _worth_asking(session, team_id, today, page)
        last = page[-1] if page else last
        if last is None or len(page) < LOOKED_AT:
            return found, now
        if len(found) >= ENOUGH:
            break
    # What came in with the last one is looked at once more: a file brings many at one instant.
    looked_to = last.received_at - AN_INSTANT if last else now
    return found, looked_to if looked_to > after else now


def _worth_asking(
    session: Session, team_id: str, today: date, given: Sequence[SurveyResponse]
) -> Iterator[Puzzle]:
    """Of these answers those with words, which are not low."""
    customers.read(session, team_id, {each.customer_id for each in given if each.customer_id})
    for response in given:
        survey = surveys.find(session, team_id, response.survey_id)
        customer = customers.find(session, team_id, response.customer_id)
        is_old = response.answered_on < today - RECENT
        if survey is None or customer is None or customer.left_on is not None or is_old:
            continue
        if response.words and not survey.is_low(response.score):
            question = words.scored(customer, response.score, survey.highest, response.answered_on)
            yield customer, response, question
