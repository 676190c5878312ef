"""Who reads of a dispute: its department's lead and deputy, the CCO, and whoever began it."""

from __future__ import annotations

from sqlmodel import Session

from handlers.executives import scores
from handlers.executives.scores import subjects
from handlers.executives.scores.subjects import CountedThing
from handlers.people import access
from storage import departments
from storage.disputes import Dispute
from storage.people import Person


def concerns(session: Session, person: Person, dispute: Dispute) -> bool:
    """Whether somebody may read that there is a dispute, and how it stands."""
    if not person.works_here:
        return False
    if access.may(session, person, access.ANSWER_DISPUTE, dispute):
        return True
    began_or_answered = person.user_id in (dispute.asked_by, dispute.answered_by)
    return began_or_answered or leads_it(session, person, dispute)


def leads_it(session: Session, person: Person, dispute: Dispute) -> bool:
    """Whether somebody is lead or deputy of the department whose figure is disputed."""
    department = departments.find(session, dispute.team_id, dispute.department_id)
    return department is not None and scores.leads(person, department)


def is_own(session: Session, person: Person, dispute: Dispute) -> bool:
    """Whether somebody disputed it themselves, or leads the department whose figure it is."""
    return dispute.asked_by == person.user_id or leads_it(session, person, dispute)


def check_concerns(session: Session, person: Person, dispute: Dispute) -> None:
    """Raises what `access.refuse` raises for whom it does not concern."""
    if not concerns(session, person, dispute):
        access.refuse(session, person, access.ANSWER_DISPUTE)


def may_read_words(session: Session, person: Person, dispute: Dispute) -> bool:
    """Whether somebody whom it concerns may read what it says: not of what they may not see."""
    if dispute.item_noun is None:
        return True
    item = item_of(session, dispute)
    return item is not None and subjects.may_see(session, person, item)


def item_of(session: Session, dispute: Dispute) -> CountedThing | None:
    """The thing that a dispute is about, where somebody said which."""
    if dispute.item_noun is None or dispute.item_number is None:
        return None
    return subjects.find(session, dispute.team_id, dispute.item_noun, dispute.item_number)
