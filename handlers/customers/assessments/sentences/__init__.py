"""What one sees in each of the nine areas at each stage: our sentences, or those of the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.customers.assessments.areas import AREAS, LONGEST
from handlers.customers.assessments.beginning import last_day
from handlers.people import access, records
from handlers.people.records import Occurrence
from handlers.speech import cleaning
from handlers.speech.assessment_errors import AreasInUse, SentenceMissing, SentenceTooLong
from handlers.speech.errors import StaleForm
from storage import area_sentences, assessments, counters
from storage.area_sentences import AreaSentences
from storage.assessments import AssessmentState
from storage.people import Person

NOUN = "area"
"""Under which history keeps what becomes of the sentences."""
REWORDED = Occurrence(NOUN, "reworded", {"area": str, "before": dict, "after": dict})


def of(session: Session, team_id: str) -> dict[str, tuple[str, ...]]:
    """The four sentences of each area, the lowest stage first, in the order of the areas."""
    own = {each.area: each.seen for each in area_sentences.everyone(session, team_id)}
    return {area: own.get(area, known.seen) for area, known in AREAS.items()}


def reword(session: Session, now: datetime, actor: Person, area: str, said: Sequence[str]) -> bool:
    """Let an area have other sentences from now on; False where they are the same.

    While people answer they stay as they are, as one stage would mean two things. Raises StaleForm,
    SentenceMissing, SentenceTooLong, AreasInUse, and what `access.check` raises.
    """
    access.check(session, actor, access.BEGIN_ASSESSMENT)
    if area not in AREAS:
        raise StaleForm
    words = tuple(cleaning.line(each) for each in said)
    if len(words) != len(AREAS[area].seen) or any(cleaning.says_nothing(each) for each in words):
        raise SentenceMissing
    if len({each.casefold() for each in words}) < len(words):
        raise SentenceMissing
    longest = max(len(each) for each in words)
    if longest > LONGEST:
        raise SentenceTooLong(length=str(longest), most=str(LONGEST))
    counters.hold(session, actor.team_id, NOUN)
    before = of(session, actor.team_id)[area]
    if words == before:
        return False
    under_way = assessments.in_state(session, actor.team_id, AssessmentState.OPEN)
    if under_way:
        raise AreasInUse(day=last_day(session, under_way[-1]))
    row = area_sentences.find(session, actor.team_id, area)
    row = row or AreaSentences(team_id=actor.team_id, area=area, changed_at=now)
    row.chance, row.asked, row.purpose, row.habit = words
    row.changed_by, row.changed_at = actor.user_id, now
    session.add(row)
    records.write(
        session, now, actor.team_id, actor.user_id, REWORDED, area=area,
        before=_by_stage(before), after=_by_stage(words),
    )  # fmt: skip
    return True


def _by_stage(words: Sequence[str]) -> dict[str, str]:
    return {str(stage): each for stage, each in enumerate(words, start=1)}
