"""People say no here, with all that was weighed; of a key account somebody else looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from handlers.calendar import calendars
from handlers.calendar.hours import Calendar
from handlers.chasing import asks as chasing_asks
from handlers.chasing import policy as policies
from handlers.people import access, leads, office
from handlers.people.relations import Relation, is_one_of
from handlers.promises import deadlines, hearers, items, lifecycle, moves, reopening
from handlers.promises.asked import REVIEW as REVIEWED
from handlers.promises.asked import TELL as TOLD
from handlers.promises.items import following, parts
from handlers.promises.lifecycle import Asked
from handlers.promises.noes.kind import REVIEW, TELL
from handlers.promises.reopening import Reopened
from handlers.speech import reasons
from handlers.speech.answer_errors import MayNotSee, OwnNo
from handlers.speech.people_errors import UnknownPerson
from handlers.speech.promise_errors import NothingOwed
from storage import asks, history, noes, people, workspaces
from storage.asks import Ask
from storage.cards import Face
from storage.customers import Customer, Tier
from storage.items import Item
from storage.noes import No
from storage.people import Person


class WhoTells(StrEnum):
    """Who tells the customer of a no, as a form offers it."""

    ME = "me"
    ASKER = "asker"
    ACCOUNT_LEAD = "account lead"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Weighed:
    """What is said with a no beside its reason; all of it may be left open.

    Without `tells` it is whoever asked. `by` is a day in words or ISO; `avoids` and `causes` are
    costs in whole units of the workspace's currency.
    """

    tells: WhoTells | Person | None = None
    by: str = ""
    weighed: str = ""
    instead: str = ""
    avoids: int | None = None
    causes: int | None = None


NOTHING = Weighed()


@dataclass(frozen=True)
class Declined:
    """A promise that was answered with a no, and for whom it was.

    `teller` is asked to tell them, `reviewer` whether it stands.
    """

    item: Item
    teller: Person | None
    customer: Customer | None
    reviewer: Person | None = None


@dataclass(frozen=True)
class Stood:
    """A promise of which somebody has said that its no stands."""

    item: Item


# --- no, because ---


def decline(
    session: Session,
    now: datetime,
    actor: Person,
    item: Item,
    reason: str,
    said: Weighed = NOTHING,
    *,
    anyway: bool = False,
) -> Declined:
    """Answer with a no, and say why; whoever tells the customer is asked to, by the day named.

    The no to a key account is looked at by somebody else. `anyway` closes an issue over tasks that
    are still open. Raises what `lifecycle.permit` and `access.check_works_here` raise, WhyMissing,
    NoteTooLong, WrongDate, MayNotSee, UnknownPerson, PartsStillOpen and TasksStillOpen.
    """
    lifecycle.permit(session, actor, item, moves.DECLINE)
    reasons.check(reason)
    for words in (said.weighed, said.instead):
        items.check_note(words)
    parts.check_none_open(session, item)
    if not anyway:
        following.check_none_open(session, actor, item, "no")
    # What one department does not do is no no to the customer: others are still at it.
    customer = None if parts.is_part(item) else items.customer_of(session, item)
    teller = _teller(session, actor, item, said.tells) if customer else None
    by = deadlines.read(session, now, teller, said.by).at if teller and said.by.strip() else None
    reviewer = reviewer_of(session, actor, item, customer)
    asked = [Asked(TELL, teller, item.department_id, by=by)] if teller else []
    if reviewer:
        asked.append(Asked(REVIEW, reviewer, item.department_id))
    facts = _facts(session, item, said, teller, by)
    lifecycle.make(session, now, moves.DECLINE, item, actor, asked=asked, reason=reason, **facts)
    if teller and reviewer:
        _let_wait(session, item, by)
    _remember(session, now, actor, item, said, teller)
    _show(session, now, actor, item, teller, reviewer)
    return Declined(item, teller, customer, reviewer)


def _let_wait(session: Session, item: Item, by: datetime | None) -> None:
    """Ask to tell the customer only when the time for saying whether it stands is up.

    So nobody hears a no that is then taken back. Who says sooner that it stands has it asked then.
    """
    wanted = _open_asks(session, item)
    stands_by = wanted[REVIEWED].due_at
    tell = wanted[TOLD]
    if by is None:
        tell.due_at = _tell_by(session, tell, stands_by)
    chasing_asks.rest(session, tell, min(stands_by, tell.due_at))


def _open_asks(session: Session, item: Item) -> dict[str, Ask]:
    """What is asked about it at the moment, by kind."""
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    return {ask.kind: ask for ask in about}


def _tell_by(session: Session, tell: Ask, start: datetime) -> datetime:
    """By when (UTC) a customer hears a no, seen from an instant."""
    teller = people.find(session, tell.team_id, tell.person_id)
    calendar = calendars.for_person(session, teller) if teller else Calendar()
    return policies.after(calendar, start, policies.of(session, tell.team_id).tell_customer)


def _show(
    session: Session, now: datetime, actor: Person, item: Item, *asked: Person | None
) -> None:
    """Bring a no at once to those who are asked about it; who waits for it reads of it anyway."""
    read = {actor.user_id, item.created_by, item.owner_id, *hearers.followers(session, item)}
    for person in {each.user_id: each for each in asked if each}.values():
        if person.user_id not in read:
            reader = items.asked_of(session, item, person)
            items.show_person(session, now, item, Face.HEARER, reader)


def _teller(
    session: Session, actor: Person, item: Item, tells: WhoTells | Person | None
) -> Person | None:
    """Who tells a customer of a no; without anybody's word whoever asked, while they are there."""
    if tells is WhoTells.NOBODY:
        return None
    if tells is None:
        return asker_of(session, item)
    named = _named(session, actor, item, tells) if isinstance(tells, WhoTells) else tells
    if named is None:
        raise UnknownPerson(name=str(tells))
    access.check_works_here(named)
    if not access.may_see(session, named, item):
        raise MayNotSee(ref=item.ref, name=named.name)
    return named


def _named(session: Session, actor: Person, item: Item, tells: WhoTells) -> Person | None:
    match tells:
        case WhoTells.ME:
            return actor
        case WhoTells.ASKER:
            return asker_of(session, item)
        case _:
            return leads.of_account(session, items.customer_of(session, item))


def asker_of(session: Session, item: Item) -> Person | None:
    """Whoever asked for it, while they can tell a customer of a no."""
    asker = people.find(session, item.team_id, item.created_by)
    return None if asker is None or asker.gone or asker.is_bot else asker


def _facts(
    session: Session, item: Item, said: Weighed, teller: Person | None, by: datetime | None
) -> dict[str, Any]:
    """What history keeps of it beside the reason."""
    workspace = workspaces.find(session, item.team_id)
    has_cost = said.avoids or said.causes
    # That whoever asked tells them goes without saying.
    is_named = by or said.tells not in (None, WhoTells.ASKER)
    return {
        "teller": teller.user_id if teller and is_named else "",
        "by": by,
        "weighed": said.weighed,
        "instead": said.instead,
        "avoids": said.avoids or 0,
        "causes": said.causes or 0,
        "currency": (workspace and workspace.currency if has_cost else "") or "",
    }


def _remember(
    session: Session, now: datetime, actor: Person, item: Item, said: Weighed, teller: Person | None
) -> None:
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    tell_by = next((ask.due_at for ask in about if ask.kind == TOLD), None)
    session.add(
        No(
            team_id=item.team_id,
            noun=item.noun,
            number=item.number,
            said_by=actor.user_id,
            said_at=now,
            department_id=item.department_id,
            weighed=said.weighed,
            instead=said.instead,
            cost_avoided=said.avoids,
            cost_caused=said.causes,
            teller_id=teller.user_id if teller else None,
            tell_by=tell_by,
        )
    )
    session.flush()


# --- whether it stands ---


def reviewer_of(
    session: Session, actor: Person, item: Item, customer: Customer | None
) -> Person | None:
    """Who looks at a no to a key account: the lead of its department, unless they say it.

    The no of a lead is looked at by the CCO and, without one, by the department's deputy. Source:
    customer-experience reference, section 2, feature 4. A no to what follows from a decision comes
    back to whoever decides that.
    """
    decider = following.decider_of(session, item)
    if decider and decider.user_id != actor.user_id:
        return decider
    if customer is None or customer.tier != Tier.KEY:
        return None
    department = items.department_of(session, item)
    lead = leads.lead_of(session, department)
    deputy = leads.deputy_of(session, actor, department)
    ccos = office.holders(session, item.team_id)
    row = (lead, *ccos, deputy)
    return next((each for each in row if each and each.user_id != actor.user_id), None)


def stand(session: Session, now: datetime, actor: Person, item: Item) -> Stood:
    """Say that a no stands.

    Raises OwnNo to whoever said it, NothingOwed, and what `lifecycle.permit` raises.
    """
    lifecycle.permit(session, actor, item, moves.STAND)
    _check_reviews(session, actor, item)
    lifecycle.make(session, now, moves.STAND, item, actor)
    tell = _open_asks(session, item).get(TOLD)
    if tell and tell.snoozed_until and tell.snoozed_until > now:
        _ask_to_tell(session, now, item, tell)
    return Stood(item)


def _ask_to_tell(session: Session, now: datetime, item: Item, tell: Ask) -> None:
    """Whoever tells the customer is asked now, by the day that was named for it or from now on."""
    said = history.latest(session, item.team_id, item.noun, item.number, moves.DECLINE.verb)
    is_named = bool(said and said.details.get("by"))
    due_at = tell.due_at if is_named else _tell_by(session, tell, now)
    chasing_asks.begin_anew(session, now, tell, due_at)
    no = noes.standing(session, item.team_id, item.noun, item.number)
    if no:
        no.tell_by = due_at
        session.add(no)


def take_back(session: Session, now: datetime, actor: Person, item: Item, reason: str) -> Reopened:
    """Say that a no does not stand, and why: it is open again.

    Raises what `stand` and `reopening.reopen` raise.
    """
    lifecycle.permit(session, actor, item, moves.STAND)
    _check_reviews(session, actor, item)
    return reopening.reopen(session, now, actor, item, reason)


def _check_reviews(session: Session, actor: Person, item: Item) -> None:
    """Raises NothingOwed, or OwnNo to whoever said no themselves."""
    about = asks.open_about(session, item.team_id, item.noun, item.number)
    wanted = [ask for ask in about if ask.kind == REVIEWED]
    if not wanted:
        raise NothingOwed(ref=item.ref)
    said = history.latest(session, item.team_id, item.noun, item.number, moves.DECLINE.verb)
    if said and said.actor == actor.user_id:
        raise OwnNo(ref=item.ref)
    if not _may_review(session, actor, item, wanted):
        raise NothingOwed(ref=item.ref)


def _may_review(session: Session, actor: Person, item: Item, wanted: list[Ask]) -> bool:
    """Whether somebody was asked whether it stands, or stands above those who were."""
    if any(actor.user_id in (ask.person_id, ask.for_id) for ask in wanted):
        return True
    return is_one_of(session, actor, {Relation.LEAD, Relation.CCO}, item)
