"""A decision is what executives are about to decide, with what it means for customers. D-3."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import JSON, ColumnElement, Index
from sqlmodel import Field, Session, SQLModel, col, select

from storage import tasks
from storage.audiences import Audience
from storage.columns import facts, large, long_text, numbered, partial_index, team
from storage.tasks import Task


class DecisionState(StrEnum):
    """Where a decision stands."""

    WAITING = "waiting"
    """For its first answer."""
    ANSWERED = "answered"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    """Asked by mistake, or given up: nobody is asked any more."""


class Impact(StrEnum):
    """What somebody says about customers; each question offers those answers that fit it."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "none"
    UNKNOWN = "unknown"
    KNOWN = "known"
    """Customers know it from us."""
    UNTOLD = "untold"
    BEYOND = "beyond"
    """It does not reach customers."""
    MINE = "mine"
    """Whoever answers does it."""
    GIVEN = "given"
    """Somebody else does it."""
    NOBODY = "nobody"
    """Nobody needs to do it."""
    WRITTEN = "written"
    NAMED = "named"
    ABSENT = "absent"
    """There is nothing like what the question asks for."""
    PASSED_ON = "passed-on"
    """Somebody else is asked."""
    HELPS = "helps"
    IN_VAIN = "in-vain"
    """It would not help."""


class Decision(SQLModel, table=True):
    """One question put to the executives.

    `prompt` is the key of the bank's question when nobody asked: Duly did, on schedule or at once.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        partial_index(
            "decisions_waiting", "team_id", "channel_id", where="first_answer_at IS NULL"
        ),
        partial_index(
            "decisions_outcome", "team_id", "outcome_number", where="outcome_number IS NOT NULL"
        ),
        partial_index("decisions_prompts", "team_id", "channel_id", where="prompt IS NOT NULL"),
        Index("decisions_created", "team_id", "created_at"),
        partial_index("decisions_review", "review_at", where="review_at IS NOT NULL"),
        partial_index(
            "decisions_reviewed", "team_id", "reviewed_at", where="reviewed_at IS NOT NULL"
        ),
    )

    noun: ClassVar[str] = "decision"
    letter: ClassVar[str] = "D"

    team_id: str = team()
    number: int = numbered()
    title: str
    asked_by: str
    channel_id: str
    created_at: datetime
    due_at: datetime
    state: str = DecisionState.WAITING
    audience: str = Audience.PRIVATE
    prompt: str | None = None
    first_answer_at: datetime | None = None
    topic: str | None = None
    """Its type, guessed from its words or said; None where nobody asked, or before it was kept."""
    decider_id: str | None = None
    """Who was named to decide it; None for a question of the bank."""
    outcome_number: int | None = large(None)
    """What customers are to notice that it moves: the number of that outcome."""
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided: str = long_text("")
    """What was decided."""
    decided_why: str = long_text("")
    expected: str | None = None
    """What most had said for customers when it was decided; None where nobody had said it."""
    expected_customers: int | None = large(None)
    """For about how many of them."""
    expected_tiers: list[str] = Field(default_factory=list, sa_type=JSON)
    """For which segments; empty for all."""
    review_at: datetime | None = None
    """From when (UTC) whoever decided is asked what came true; None once they are."""
    came_true: str | None = None
    """How it turned out for customers: better, worse or none."""
    came_true_words: str = long_text("")
    reviewed_at: datetime | None = None
    reviewed_by: str | None = None

    @property
    def ref(self) -> str:
        """The name people use: D-3."""
        return f"{self.letter}-{self.number}"

    @property
    def is_private(self) -> bool:
        """Whether only some people may see it."""
        return self.audience != Audience.DEPARTMENT

    @property
    def is_prompt(self) -> bool:
        """Whether this is a question of the bank and no decision of somebody's."""
        return self.prompt is not None


class ImpactAnswer(SQLModel, table=True):
    """What one executive said about one decision; the last word of each counts.

    `tasks` holds the number of each task that followed, by what it is for: an impact, or telling
    customers. A change of mind keeps them.
    """

    __tablename__ = "impact_answers"

    team_id: str = team()
    number: int = numbered()
    user_id: str = team()
    impact: str
    tiers: list[str] = Field(default_factory=list, sa_type=JSON)
    why: str = long_text("")
    tell_customers: bool = False
    answered_at: datetime
    tasks: dict[str, int] = facts()
    accepted_by: str | None = None
    """Who has accepted on purpose that it gets worse, where nobody softens it."""
    customers: int | None = large(None)
    """About how many it touches."""
    confidence: str | None = None
    stance: str | None = None
    """What is done about it: leverage, mitigate or accept."""
    cheap: str = long_text("")
    """The small fix that saves most of the goodwill."""
    cheap_cost: int | None = large(None)
    """What that costs, in whole units of the workspace's currency."""
    foreseen: str | None = None
    """What they had said when it was decided; a later word changes nothing of it."""


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Decision | None:
    """The decision with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Decision, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def answers(session: Session, team_id: str, number: int) -> list[ImpactAnswer]:
    """What has been said about a decision, first answer first."""
    query = select(ImpactAnswer).where(
        ImpactAnswer.team_id == team_id, ImpactAnswer.number == number
    )
    return list(session.exec(query.order_by(col(ImpactAnswer.answered_at), ImpactAnswer.user_id)))


def answer_of(session: Session, team_id: str, number: int, user_id: str) -> ImpactAnswer | None:
    """What one person said about a decision."""
    return session.get(ImpactAnswer, (team_id, number, user_id))


def tasks_of(session: Session, answers: Iterable[ImpactAnswer]) -> dict[int, Task]:
    """The tasks that followed from answers, by number."""
    known = [
        tasks.find(session, answer.team_id, number)
        for answer in answers
        for number in answer.tasks.values()
    ]
    return {task.number: task for task in known if task}


def waiting(session: Session, team_id: str, channel_id: str | None = None) -> list[Decision]:
    """Decisions nobody has answered yet, oldest first."""
    query = select(Decision).where(*_waits(team_id))
    if channel_id is not None:
        query = query.where(Decision.channel_id == channel_id)
    # Put in order here: asked to do it, SQLite would read all decisions in the order of their keys.
    return sorted(session.exec(query), key=lambda decision: decision.number)


def any_waiting(session: Session, team_id: str) -> bool:
    """Whether there is a decision that nobody has answered yet."""
    query = select(Decision.number).where(*_waits(team_id))
    return session.exec(query.limit(1)).first() is not None


def _waits(team_id: str) -> tuple[ColumnElement[bool], ...]:
    """Whether a decision waits for its first answer."""
    return (
        col(Decision.team_id) == team_id,
        col(Decision.first_answer_at).is_(None),
        col(Decision.state) == DecisionState.WAITING,
    )


def prompts_asked(session: Session, team_id: str, channel_id: str) -> list[str]:
    """The keys of the bank's questions put to a channel so far, oldest first."""
    query = select(Decision.number, Decision.prompt).where(
        Decision.team_id == team_id,
        Decision.channel_id == channel_id,
        col(Decision.prompt).is_not(None),
    )
    return [key for _, key in sorted(session.exec(query).all()) if key]


def prompts(session: Session, team_id: str, channel_id: str, limit: int) -> list[Decision]:
    """The questions of the bank that were put to a channel, the newest first."""
    query = select(Decision).where(
        Decision.team_id == team_id,
        Decision.channel_id == channel_id,
        col(Decision.prompt).is_not(None),
    )
    # Put in order here: asked to do it, SQLite would read all decisions in the order of their keys.
    found = sorted(session.exec(query), key=lambda decision: decision.number, reverse=True)
    return found[:limit]
