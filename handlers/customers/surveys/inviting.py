"""Whom a survey asks by name: those who decide at some customers are put on its list, or taken off.

So it is known who was asked and has not answered, and who was never asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from handlers.people import records
from handlers.people.records import Occurrence
from handlers.speech.survey_errors import (
    AskedWithoutNames,
    FewerThanListed,
    NobodyToAsk,
    NothingToNarrow,
    TooManyToAsk,
)
from storage import contacts, invitations
from storage.contacts import Contact
from storage.customers import Customer, Tier
from storage.invitations import SurveyInvitation
from storage.segments import Facet
from storage.surveys import Survey

ASKED = Occurrence("survey list", "changed", {"row": str, "added": int, "removed": int})
"""Who is asked has changed. Who they are is not history's, so that a name can go."""
MOST = 2_000
"""So many people stand on one list."""
BETWEEN = invitations.BETWEEN
narrowed_by = invitations.narrowed_by


@dataclass(frozen=True)
class AskedOf:
    """Whom somebody wants a survey to ask: those who decide at all customers of these tiers.

    With a `facet` only those of customers who have these very `words` in it; and whoever decides at
    `customers`, of whichever tier.
    """

    tiers: Sequence[Tier] = ()
    customers: Sequence[Customer] = ()
    facet: Facet | None = None
    words: str = ""

    @property
    def is_nobody(self) -> bool:
        """Whether nobody was chosen."""
        return not (self.tiers or self.customers or self.facet)


NOBODY = AskedOf()
"""Nobody is asked by name."""


def asked_of(session: Session, survey: Survey) -> AskedOf:
    """Whom a survey asks so far, as it can be said again.

    Customers whom none of its tiers has stand there by name.
    """
    found = invitations.customers_of(session, survey.team_id, [survey.survey_id])
    facet, words = narrowed_by(survey.narrowed) or (None, "")
    of_survey = found.get(survey.survey_id, ())
    named = invitations.apart(survey.tiers, facet, words, of_survey)
    return AskedOf([Tier(each) for each in survey.tiers], named, facet, words)


@dataclass(frozen=True)
class ListChange:
    """How many stand on the list of a survey now, and how many came to it and went from it."""

    listed: int = 0
    added: int = 0
    removed: int = 0


def check(survey: Survey, wanted: AskedOf) -> None:
    """Raises AskedWithoutNames, and NothingToNarrow for a facet without a tier."""
    if wanted.is_nobody:
        return
    if not survey.is_named:
        raise AskedWithoutNames
    if wanted.facet and not wanted.tiers:
        raise NothingToNarrow


def choose(session: Session, team_id: str, wanted: AskedOf) -> list[Contact]:
    """Who decides where somebody wants to ask, by number. Raises NobodyToAsk and TooManyToAsk."""
    found = {
        contact.number: contact
        for contact, _ in invitations.deciding(
            session, team_id, wanted.tiers, MOST + 1, wanted.facet, wanted.words
        )
    }
    ids = [each.customer_id for each in wanted.customers if each.left_on is None]
    for there in contacts.at_these(session, team_id, ids).values() if ids else ():
        found |= {each.number: each for each in there if each.decides}
    if not found:
        raise NobodyToAsk
    if len(found) > MOST:
        raise TooManyToAsk(most=f"{MOST:,}")
    return [found[number] for number in sorted(found)]


def put(
    session: Session,
    now: datetime,
    actor_id: str,
    survey: Survey,
    wanted: AskedOf,
    on: date,
    count: int | None = None,
) -> ListChange:
    """Let a survey ask these since a local day, and nobody else who has not answered it by now.

    `count` is how many are asked altogether, where that is more than stand on the list. History of
    the survey itself is written by whoever calls this. Raises FewerThanListed, and what `check` and
    `choose` raise.
    """
    check(survey, wanted)
    team_id = survey.team_id
    people = [] if wanted.is_nobody else choose(session, team_id, wanted)
    before = {
        each.contact.number: each for each in invitations.lines(session, team_id, survey.survey_id)
    }
    new = [each for each in people if each.number not in before]
    kept = {each.number for each in people}
    gone = [number for number, line in before.items()
            if number not in kept and not line.has_answered]  # fmt: skip
    listed = len(before) - len(gone) + len(new)
    if count is not None and count < listed:
        raise FewerThanListed(number=f"{listed:,}")
    invitations.add_all(session, [
        SurveyInvitation(
            team_id=team_id, survey_id=survey.survey_id, number=each.number,
            customer_id=each.customer_id, asked_on=on, asked_by=actor_id,
        )
        for each in new
    ])  # fmt: skip
    if gone:
        invitations.remove(session, team_id, survey.survey_id, gone)
    survey.tiers = [str(each) for each in wanted.tiers]
    survey.narrowed = f"{wanted.facet}{BETWEEN}{wanted.words}" if wanted.facet else ""
    survey.asked = count or listed or None
    session.add(survey)
    if new or gone:
        records.write(
            session, now, team_id, actor_id, ASKED,
            row=str(survey.survey_id), added=len(new), removed=len(gone),
        )  # fmt: skip
    return ListChange(listed, len(new), len(gone))
