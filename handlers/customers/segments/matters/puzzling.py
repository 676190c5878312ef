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
from storage.matters import MatterTopic, WaitingAnswer
from storage.renewals import RenewalOutlook
from storage.surveys import Survey, SurveyQuestion, SurveyResponse

EACH_DAY, OF_ONE = 20, 2
"""So many accounts are asked about in one day, and so many of one person; the rest waits its turn.
"""
LOOKED_AT = 500
"""So many renewals are looked at in one day, and so many new answers, or waiting ones, at a time.
"""
LOOKS, ENOUGH = 10, 200
"""So often new answers are looked at in one day, until so many could be asked about; what came in
later waits for the next day. So often those are looked at that wait."""
RECENT, YEAR = timedelta(days=14), timedelta(days=365)
"""What was answered longer ago when it is looked at first is not asked about, unless it does not
fit what they do."""
AN_INSTANT = timedelta(microseconds=1)
ENDS_WITHIN = timedelta(days=60)
GLADLY = 9
"""Who would recommend us gave at least so much of ten."""
Puzzle = tuple[Customer, SurveyResponse, str]
"""An account, its answer, and the question that rests on it."""


class _AskingDay:
    """The questions of one day: one of an account and month, and so many of one person."""

    def __init__(self, session: Session, now: datetime, team_id: str, today: date) -> None:
        self._session, self._now, self._team_id = session, now, team_id
        self._month = today.replace(day=1)
        self._of_one: Counter[str] = Counter()
        self._looked_after_by = whom.readily(session, team_id)
        self._begun = 0

    @property
    def is_full(self) -> bool:
        """Whether nobody is asked anything more on this day."""
        return self._begun >= EACH_DAY

    def put(self, found: Sequence[Puzzle]) -> set[UUID]:
        """Ask about these as far as the day goes: the accounts that were asked about."""
        asked = matters.of_customers(
            self._session, self._team_id, MatterTopic.BEHIND,
            [each.customer_id for each, _, _ in found],
        ) if found else {}  # fmt: skip
        done: set[UUID] = set()
        for customer, response, question in found:
            of_month = self._month in asked.get(customer.customer_id, ())
            if self.is_full or of_month or customer.customer_id in done:
                continue
            who = self._looked_after_by(customer)
            if who is None or self._of_one[who.user_id] >= OF_ONE:
                continue
            title = words.TITLES[MatterTopic.BEHIND].format(name=customer.name)
            if begin(self._session, self._now, MatterTopic.BEHIND, customer, self._month, title,
                     question, response.response_id):  # fmt: skip
                self._of_one[who.user_id] += 1
                self._begun += 1
                done.add(customer.customer_id)
        return done


def ask(
    session: Session, now: datetime, team_id: str, today: date, read_to: datetime | None
) -> datetime:
    """Ask about one answer of an account and month: first of what does not fit what they do.

    Then of new answers with words, that which has waited longest first; what is more than a day
    takes, or than one person is asked, waits and is asked about later. Up to when (UTC) new answers
    were looked at: those that came in later wait for the next day.
    """
    new, looked_to = _new(session, now, team_id, today, read_to)
    looked_after_by = whom.readily(session, team_id)
    matters.wait(
        session, team_id, [answer for customer, answer, _ in new if looked_after_by(customer)]
    )
    day = _AskingDay(session, now, team_id, today)
    day.put(_not_renewing(session, team_id, today))
    last: WaitingAnswer | None = None
    for _ in range(LOOKS):
        page = matters.waiting(session, team_id, LOOKED_AT, behind=last)
        if not page or day.is_full:
            break
        last = page[-1]
        _ask_waiting(session, team_id, day, page)
    return looked_to


def _ask_waiting(
    session: Session, team_id: str, day: _AskingDay, page: Sequence[WaitingAnswer]
) -> None:
    """Ask about these; whose answer is gone, or is a low one by now, waits no more."""
    customers.read(session, team_id, {each.customer_id for each in page})
    answers = surveys.responses(session, team_id, [each.response_id for each in page])
    standing = {
        puzzle[0].customer_id: puzzle
        for each in page
        if (answer := answers.get(each.response_id)) is not None
        if (puzzle := _puzzle(session, team_id, answer)) is not None
    }
    done = day.put([standing[each.customer_id] for each in page if each.customer_id in standing])
    over = [each for each in page if each.customer_id in done or each.customer_id not in standing]
    matters.wait_no_more(session, over)


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
    """Of these answers those with words, which are not low and not old."""
    customers.read(session, team_id, {each.customer_id for each in given if each.customer_id})
    for response in given:
        if response.answered_on < today - RECENT:
            continue
        puzzle = _puzzle(session, team_id, response)
        if puzzle is not None:
            yield puzzle


def _puzzle(session: Session, team_id: str, response: SurveyResponse) -> Puzzle | None:
    """What is to be asked about an answer; None where it has no words, or has its call."""
    survey = surveys.find(session, team_id, response.survey_id)
    customer = customers.find(session, team_id, response.customer_id)
    if survey is None or customer is None or customer.left_on is not None:
        return None
    if not response.words or survey.is_low(response.score):
        return None
    question = words.scored(customer, response.score, survey.highest, response.answered_on)
    return customer, response, question
