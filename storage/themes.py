"""A theme is what several customers write of, by the words that mark it; what follows stands there.

Which answers belong to it are rows of their own, without a word of them. M-1.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, func
from sqlmodel import Session, SQLModel, col, select

from storage.columns import large, long_text, numbered, partial_index, row_id, team
from storage.customers import Customer
from storage.many import among
from storage.surveys import SurveyResponse

FIRST = UUID(int=0)
"""Before the id of any answer."""
BETWEEN = ", "
"""Between the words of a theme, and between their plain forms."""
FEWEST_ANSWERS = 5
"""Of fewer answers it could be seen who wrote them."""


class ThemeState(StrEnum):
    """Where a theme stands."""

    OPEN = "open"
    """Nobody acts on it yet."""
    FOLLOWED = "followed"
    """A task follows from it."""
    RESTING = "resting"
    """Nothing follows, for a reason; it rests until a day."""
    ENDED = "ended"
    """What followed is done, or nobody writes of it any more."""


LIVE = (ThemeState.OPEN, ThemeState.FOLLOWED, ThemeState.RESTING)
"""The states of what new answers still belong to."""


class Theme(SQLModel, table=True):
    """Several answers that share words.

    `words` are these as customers write them, `marks` their plain forms, `name` what somebody calls
    it. `answers` of `customers` customers were counted so far, the first given on `since` and the
    last on `last_on`. `department_id` is whose lead is asked what follows, `led_to` names the task
    that does, such as T-46. `reason` says why nothing does, until `rests_until`.
    """

    __tablename__ = "themes"
    __table_args__ = (
        Index("themes_state", "team_id", "state", "number"),
        partial_index(
            "themes_department", "team_id", "department_id", where="department_id IS NOT NULL"
        ),
    )

    noun: ClassVar[str] = "theme"
    letter: ClassVar[str] = "M"

    team_id: str = team()
    number: int = numbered()
    title: str
    words: str
    marks: str
    name: str = ""
    created_at: datetime
    state: str = ThemeState.OPEN
    since: date
    last_on: date
    answers: int = large(0)
    customers: int = large(0)
    department_id: UUID | None = None
    led_to: str = ""
    reason: str = long_text("")
    rests_until: date | None = None
    answered_by: str | None = None

    @property
    def ref(self) -> str:
        """The name people use: M-1."""
        return f"{self.letter}-{self.number}"

    @property
    def due_at(self) -> datetime | None:
        """A theme is owed by no time: what is asked about it is."""
        return None

    @property
    def in_marks(self) -> tuple[str, ...]:
        """The plain forms of its words."""
        return tuple(self.marks.split(BETWEEN))


class ThemeAnswer(SQLModel, table=True):
    """One answer of a theme: which, of which customer, given on which local day."""

    __tablename__ = "theme_answers"
    __table_args__ = (
        Index("theme_answers_of", "team_id", "number", "answered_on"),
        partial_index(
            "theme_answers_customer", "team_id", "number", "customer_id",
            where="customer_id IS NOT NULL",
        ),
        partial_index(
            "theme_answers_whose", "team_id", "customer_id", where="customer_id IS NOT NULL"
        ),
    )  # fmt: skip

    team_id: str = team()
    response_id: UUID = row_id()
    number: int = large()
    customer_id: UUID | None = None
    answered_on: date


class ThemeReading(SQLModel, table=True):
    """Up to which answer a workspace's were read for themes, and when (UTC) they were grouped."""

    __tablename__ = "theme_readings"

    team_id: str = team()
    read_to: UUID
    grouped_at: datetime | None = None


def find(session: Session, team_id: str, number: int, *, lock: bool = False) -> Theme | None:
    """The theme with this number; `lock` keeps others from changing it until the commit."""
    return session.get(
        Theme, (team_id, number), with_for_update=lock or None, populate_existing=lock
    )


def in_state(session: Session, team_id: str, *states: ThemeState) -> list[Theme]:
    """All themes that stand so, by number."""
    found: list[Theme] = []
    for state in states:
        query = select(Theme).where(Theme.team_id == team_id, Theme.state == state.value)
        found += session.exec(query)
    return sorted(found, key=lambda each: each.number)


def unfollowed(session: Session, team_id: str) -> list[Theme]:
    """Those that nobody acts on and that everybody may read of, by number."""
    found = in_state(session, team_id, ThemeState.OPEN)
    return [each for each in found if each.answers >= FEWEST_ANSWERS]


def reading(session: Session, team_id: str) -> ThemeReading | None:
    """How far a workspace's answers were read; None where none was."""
    return session.get(ThemeReading, team_id)


def unread(session: Session, team_id: str, after: UUID | None, limit: int) -> list[SurveyResponse]:
    """The next answers that came in after one of them, in order."""
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id, col(SurveyResponse.response_id) > (after or FIRST)
    )
    return list(session.exec(query.order_by(col(SurveyResponse.response_id)).limit(limit)))


def of_none(session: Session, team_id: str, up_to: UUID, looked_at: int) -> list[SurveyResponse]:
    """Of the newest answers up to one that was read, those that belong to no theme.

    So many are looked at, however many there are.
    """
    query = select(SurveyResponse).where(
        SurveyResponse.team_id == team_id, col(SurveyResponse.response_id) <= up_to
    )
    newest = query.order_by(col(SurveyResponse.response_id).desc()).limit(looked_at)
    found = {each.response_id: each for each in session.exec(newest)}
    known = select(ThemeAnswer.response_id).where(
        ThemeAnswer.team_id == team_id, among(session, col(ThemeAnswer.response_id), found)
    )
    for each in session.exec(known):
        del found[each]
    return list(found.values())


def add(session: Session, theme: Theme, found: Iterable[SurveyResponse]) -> None:
    """These answers belong to a theme from now on, and are counted in it."""
    new = list(found)
    for each in new:
        session.add(ThemeAnswer(
            team_id=theme.team_id, response_id=each.response_id, number=theme.number,
            customer_id=each.customer_id, answered_on=each.answered_on,
        ))  # fmt: skip
    session.flush()
    theme.answers += len(new)
    theme.customers = _customers(session, theme)
    days = [each.answered_on for each in new]
    theme.since, theme.last_on = min([theme.since, *days]), max([theme.last_on, *days])
    session.add(theme)


def worth(session: Session, theme: Theme) -> int:
    """What the customers who write of it pay in a year together, as far as that is known."""
    wrote = select(ThemeAnswer.customer_id).where(
        ThemeAnswer.team_id == theme.team_id,
        ThemeAnswer.number == theme.number,
        col(ThemeAnswer.customer_id).is_not(None),
    )
    found = {each for each in session.exec(wrote) if each}
    query = select(func.coalesce(func.sum(Customer.annual_value), 0)).where(
        Customer.team_id == theme.team_id, among(session, col(Customer.customer_id), found)
    )
    return int(session.exec(query).one() or 0)


def correct(session: Session, response: SurveyResponse) -> None:
    """What was put right in an answer holds in its theme as well."""
    there = session.get(ThemeAnswer, (response.team_id, response.response_id))
    theme = find(session, response.team_id, there.number, lock=True) if there else None
    if there is None or theme is None:
        return
    there.customer_id, there.answered_on = response.customer_id, response.answered_on
    session.add(there)
    session.flush()
    theme.customers = _customers(session, theme)
    session.add(theme)


def forget(session: Session, team_id: str, response_id: UUID) -> None:
    """An answer that goes belongs to no theme any more."""
    there = session.get(ThemeAnswer, (team_id, response_id))
    if there is None:
        return
    theme = find(session, team_id, there.number, lock=True)
    session.delete(there)
    session.flush()
    if theme is not None:
        theme.answers -= 1
        theme.customers = _customers(session, theme)
        session.add(theme)


def _customers(session: Session, theme: Theme) -> int:
    query = select(func.count(func.distinct(ThemeAnswer.customer_id))).where(
        ThemeAnswer.team_id == theme.team_id,
        ThemeAnswer.number == theme.number,
        col(ThemeAnswer.customer_id).is_not(None),
    )
    return session.exec(query).one()
