"""How many of those who decide answered a survey, and how many were heard in a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import Session

from handlers.chasing import policy
from handlers.customers.contacts import rules
from handlers.executives.scores.rules import wilson
from storage import contacts, hearings, surveys
from storage.contacts import Contact, Through
from storage.surveys import CameBy

YEAR = timedelta(days=365)
FEWEST, SURE = 5, 30
"""Of fewer there is no share, and of fewer it is said how little that is."""


@dataclass(frozen=True)
class Covered:
    """Of `of` who decide, so many answered a survey, and so many were heard in a conversation.

    Answers count for a year, conversations for `days`. Both are counted apart: one who did both is
    in both.
    """

    of: int
    surveyed: int
    talked: int
    days: int
    unanswered: tuple[Contact, ...] = ()
    """Those of them who answered no survey."""

    @property
    def share(self) -> int | None:
        """In percent how many answered; None of too few."""
        return round(100 * self.surveyed / self.of) if self.of >= FEWEST else None

    @property
    def range(self) -> tuple[int, int]:
        """Between which shares, in percent, the true one lies."""
        found = wilson(self.surveyed, self.of)
        return round(100 * found.low), round(100 * found.high)


@dataclass(frozen=True)
class DeciderHeard:
    """When somebody who decides answered a survey last, and was heard in a conversation last."""

    surveyed: date | None
    talked: date | None


def counted(found: Sequence[DeciderHeard], limit: int | None, today: date) -> Covered:
    """How many of these are covered on a day, pure. Without a limit of days it is a year."""
    days = limit or YEAR.days
    return Covered(
        of=len(found),
        surveyed=sum(bool(each.surveyed and each.surveyed > today - YEAR) for each in found),
        talked=sum(
            bool(each.talked and each.talked > today - timedelta(days=days)) for each in found
        ),
        days=days,
    )


def of(session: Session, team_id: str, found: Sequence[Contact], tier: str, today: date) -> Covered:
    """How many of those among these who decide, at customers of one tier, are covered on a day."""
    deciding = [each for each in found if each.decides]
    ids = {each.customer_id for each in deciding}
    answers = surveys.answered_last(session, team_id, ids, today - YEAR, came=CameBy.SURVEY)
    numbers = [each.number for each in deciding]
    talks = hearings.talked_last(session, team_id, numbers, today - YEAR)
    heard, unanswered = [], []
    for each in deciding:
        theirs = [
            answer.on
            for answer in answers.get(each.customer_id, [])
            if contacts.called([each], answer.name, answer.name)
        ]
        talked = [talks[each.number]] if each.number in talks else []
        # Whoever names somebody says when they were heard, which leaves no words.
        if each.heard_on and each.heard_how != Through.SURVEY:
            talked.append(each.heard_on)
        if not any(on > today - YEAR for on in theirs):
            unanswered.append(each)
        heard.append(DeciderHeard(max(theirs, default=None), max(talked, default=None)))
    limits = policy.of(session, team_id).accounts.silence
    found_out = counted(heard, rules.limit_of(limits, tier), today)
    return replace(found_out, unanswered=tuple(unanswered))
