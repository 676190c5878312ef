"""How many of those who decide a survey asked, how many answered, and how many were talked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlmodel import Session

from handlers.chasing import policy
from handlers.customers.contacts import rules
from handlers.executives.scores.rules import wilson
from storage import contacts, hearings, invitations, surveys
from storage.contacts import Contact, Through
from storage.surveys import CameBy

YEAR = timedelta(days=365)
FEWEST, SURE = 5, 30
"""Of fewer there is no share, and of fewer it is said how little that is."""


@dataclass(frozen=True)
class Covered:
    """Of `of` who decide, so many answered a survey, and so many were heard in a conversation.

    `asked` of them stand on the list of a survey, of whom `answered` answered one; where nobody
    does, it is not known who was asked. Answers and lists count for a year, conversations for
    `days`. Answers and conversations are counted apart: one who did both is in both.
    """

    of: int
    surveyed: int
    talked: int
    days: int
    asked: int = 0
    answered: int = 0
    unanswered: tuple[Contact, ...] = ()
    """Those of them who answered no survey, first whom none asked."""
    lists: Mapping[int, int] = field(default_factory=dict)
    """On the lists of how many surveys somebody stands, by their number."""

    @property
    def base(self) -> int:
        """Of how many the share is told: of those who were asked, where that is known."""
        return self.asked or self.of

    @property
    def did(self) -> int:
        """How many of these answered."""
        return self.answered if self.asked else self.surveyed

    @property
    def share(self) -> int | None:
        """How many answered, in percent; None of too few.

        Source: customer-experience reference, 3.1, “coverage”: answered ÷ asked.
        """
        return round(100 * self.did / self.base) if self.base >= FEWEST else None

    @property
    def range(self) -> tuple[int, int]:
        """Between which shares, in percent, the true one lies."""
        found = wilson(self.did, self.base)
        return round(100 * found.low), round(100 * found.high)


@dataclass(frozen=True)
class DeciderHeard:
    """When somebody who decides answered a survey last, and was heard in a conversation last.

    `asked` says that they stand on the list of a survey of the last year.
    """

    surveyed: date | None
    talked: date | None
    asked: bool = False

    def answered(self, today: date) -> bool:
        """Whether they answered a survey in the last year."""
        return bool(self.surveyed and self.surveyed > today - YEAR)


def counted(found: Sequence[DeciderHeard], limit: int | None, today: date) -> Covered:
    """How many of these are covered on a day, pure. Without a limit of days it is a year."""
    days = limit or YEAR.days
    return Covered(
        of=len(found),
        surveyed=sum(each.answered(today) for each in found),
        talked=sum(
            bool(each.talked and each.talked > today - timedelta(days=days)) for each in found
        ),
        days=days,
        asked=sum(each.asked for each in found),
        answered=sum(each.asked and each.answered(today) for each in found),
    )


def of(session: Session, team_id: str, found: Sequence[Contact], tier: str, today: date) -> Covered:
    """How many of those among these who decide, at customers of one tier, are covered on a day."""
    deciding = [each for each in found if each.decides]
    ids = {each.customer_id for each in deciding}
    answers = surveys.answered_last(session, team_id, ids, today - YEAR, came=CameBy.SURVEY)
    numbers = [each.number for each in deciding]
    talks = hearings.talked_last(session, team_id, numbers, today - YEAR)
    lists = invitations.asked_since(session, team_id, ids, today - YEAR)
    heard, unanswered = [], list[Contact]()
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
        said, spoke = max(theirs, default=None), max(talked, default=None)
        heard.append(DeciderHeard(said, spoke, asked=each.number in lists))
    limits = policy.of(session, team_id).accounts.silence
    found_out = counted(heard, rules.limit_of(limits, tier), today)
    in_order = sorted(unanswered, key=lambda each: each.number in lists)
    return replace(found_out, unanswered=tuple(in_order), lists=lists)
