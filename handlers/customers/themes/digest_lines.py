"""What many customers write of and nobody acts on stands in digests, until something follows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.calendar import hours
from handlers.chasing.kinds import CCO_RUNG
from handlers.customers.themes import words
from handlers.customers.themes.kind import ACT
from handlers.executives.digest_lines import DigestLine, DigestQuestion, Occasion
from handlers.speech import blocks
from storage import asks, themes
from storage.asks import Ask
from storage.departments import Department
from storage.themes import Theme

NAMED = 3
"""So many of them are told, those of most customers."""
RANK = 1


def unanswered(session: Session, team_id: str) -> list[tuple[Theme, Ask]]:
    """What it is asked about what follows from it, in vain so far; of most customers first.

    Of fewer answers than a theme needs it could be seen who wrote them: nobody reads of it here.
    """
    found = {each.number: each for each in themes.unfollowed(session, team_id)}
    if not found:
        return []
    about = asks.about_these(session, team_id, Theme.noun, found)
    asked = {each.number: each for each in about if each.kind == ACT.name}
    order = sorted(asked, key=lambda number: (-found[number].customers, -found[number].answers))
    return [(found[number], asked[number]) for number in order]


def department(session: Session, occasion: Occasion, whose: Department) -> Sequence[DigestLine]:
    """“Eleven customers wrote “credit note, late” since Mon 26 Oct. Nothing follows from it yet.”.

    In the digest of the department that is asked.
    """
    theirs = [
        theme
        for theme, _ in unanswered(session, whose.team_id)
        if theme.department_id == whose.department_id
    ]
    return [
        DigestLine(
            words.written_of(each, occasion.today),
            [blocks.button(words.FOLLOW_IT, words.FOLLOW, each.ref)],
            RANK,
        )
        for each in theirs[:NAMED]
    ]


def executives(session: Session, occasion: Occasion, team_id: str) -> Sequence[DigestQuestion]:
    """What follows from it, where the CCO has not said so either: one of the three questions."""
    return [
        _question(session, occasion, theme, ask)
        for theme, ask in unanswered(session, team_id)
        if ask.rung >= CCO_RUNG
    ]


def _question(session: Session, occasion: Occasion, theme: Theme, ask: Ask) -> DigestQuestion:
    return DigestQuestion(
        subject=f"{theme.noun}:{theme.number}",
        asked=words.what_follows(theme),
        known=words.written_of(theme, occasion.today),
        ways=words.digest_ways(theme.ref),
        named=words.quoted(theme),
        value=themes.worth(session, theme),
        days=hours.working_days_late(occasion.calendar, ask.due_at, occasion.now),
        told=[ask],
        is_of_week=True,
    )
