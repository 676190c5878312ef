"""What customers said and did is counted again from the rows, and has to come out as it was kept.

Nothing here reads what is kept: each answer, loss, renewal and call is looked at one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, select

from storage.deeds import DeedCount
from storage.issues import Issue
from storage.losses import Loss
from storage.renewals import Renewal
from storage.response_counts import ResponseCount
from storage.surveys import Survey, SurveyResponse


def counted_otherwise(session: Session, team_id: str) -> list[str]:
    """All that is kept of a workspace and counts differently."""
    given = _all(session, SurveyResponse, team_id)
    by_month: Counter[tuple[Any, ...]] = Counter()
    for each in given:
        score = -1 if each.score is None else each.score
        by_month[each.survey_id, each.answered_on.replace(day=1), score] += 1
    kept = Counter({
        (each.survey_id, each.month, each.score): each.number
        for each in _all(session, ResponseCount, team_id)
    })  # fmt: skip
    wrong = [*_differing("answers", by_month, kept)]
    did = Counter(_deeds(session, team_id, given))
    told = Counter({
        (each.year, each.gave, each.did): each.number
        for each in _all(session, DeedCount, team_id)
    })  # fmt: skip
    wrong += _differing("deeds", did, told)
    return [*wrong, *_follows(session, team_id, given)]


def _all(session: Session, table: type[Any], team_id: str) -> list[Any]:
    return list(session.exec(select(table).where(table.team_id == team_id)))


def _differing(what: str, found: Counter[Any], kept: Counter[Any]) -> Iterator[str]:
    for key in {*found, *kept}:
        if found[key] != kept[key]:
            yield f"{what} {key}: {found[key]} in the rows, {kept[key]} kept"


def _deeds(session: Session, team_id: str, given: Iterable[SurveyResponse]) -> Iterator[Any]:
    surveys = {each.survey_id: each for each in _all(session, Survey, team_id)}
    issues = {each.number: each for each in _all(session, Issue, team_id)}
    by_customer: defaultdict[Any, list[SurveyResponse]] = defaultdict(list)
    for each in given:
        if each.customer_id:
            by_customer[each.customer_id].append(each)
    for customer_id, answers in by_customer.items():
        answers.sort(key=lambda each: (each.answered_on, each.response_id))
        left = [
            each.left_on for each in _all(session, Loss, team_id)
            if each.customer_id == customer_id and each.stands
        ]  # fmt: skip
        renewed = [
            each.ended_on for each in _all(session, Renewal, team_id)
            if each.customer_id == customer_id and each.state == "renewed" and each.ended_on
        ]  # fmt: skip
        for year in {each.answered_on.year for each in answers}:
            theirs = [each for each in answers if each.answered_on.year == year]
            said = [
                each for each in theirs
                if surveys[each.survey_id].question == "recommend" and each.score is not None
            ]  # fmt: skip
            if said and (said[-1].score >= 9 or said[-1].score <= 6):
                on = said[-1].answered_on
                gave = "gladly" if said[-1].score >= 9 else "hardly"
                was_lost = any(day >= on for day in left)
                was_kept = any(day >= on for day in renewed)
                yield year, gave, "left" if was_lost else "renewed" if was_kept else "nothing"
            low = [each for each in theirs if surveys[each.survey_id].is_low(each.score)]
            if low:
                yield year, "low", _after(low[-1], answers, surveys, issues, left, renewed)


def _after(
    low: SurveyResponse, answers: list[SurveyResponse], surveys: Any, issues: Any,
    left: list[Any], renewed: list[Any],
) -> str:  # fmt: skip
    issue = issues.get(low.issue_number)
    if issue is None or issue.told_at is None or _utc(issue.told_at) < _utc(low.received_at):
        return "not called"
    called = _utc(issue.told_at).date()
    asked = surveys[low.survey_id]
    better = [
        each for each in answers
        if each.answered_on > called and each.score is not None
        and each.respondent_id == low.respondent_id
        and surveys[each.survey_id].question == asked.question
        and surveys[each.survey_id].highest == asked.highest
        and not surveys[each.survey_id].is_low(each.score)
    ]  # fmt: skip
    if any(day >= low.answered_on for day in left):
        return "left"
    if any(day > called for day in renewed):
        return "renewed"
    return "better" if better else "nothing"


def _follows(session: Session, team_id: str, given: Iterable[SurveyResponse]) -> Iterator[str]:
    """A low score waits for a call until its customer has heard from us, or its issue has ended."""
    issues = {each.number: each for each in _all(session, Issue, team_id)}
    for each in given:
        issue = issues.get(each.issue_number or 0)
        if issue is None or each.follow not in ("issue", "over"):
            continue
        is_told = issue.told_at is not None and _utc(issue.told_at) >= _utc(each.received_at)
        has_ended = issue.closed_at is not None and issue.joined_to is None
        wanted = "over" if is_told or has_ended else "issue"
        if each.follow != wanted:
            yield f"the low score of {issue.ref} is {each.follow}, and should be {wanted}"


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo is None else at.astimezone(UTC)
