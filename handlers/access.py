"""Who may do what, who may be given something, and who could do it instead: tables and no more."""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import Session

from handlers import phrases
from handlers.errors import (
    BotPerson,
    CcoLeads,
    CcoOwns,
    GonePerson,
    GuestMayNot,
    GuestPerson,
    NewcomerMayNot,
    NewcomerPerson,
    NotOfHere,
    NotYours,
    StrangerPerson,
    UserError,
)
from handlers.request import Request
from handlers.words import join_names
from storage import departments, handoffs, people, workspaces
from storage.items import Item
from storage.people import Person, Role, Standing


class Part(StrEnum):
    """What a person is to the thing they want to change."""

    ANYBODY = "anybody"
    OWNER = "owner"
    ASKER = "asker"
    LEAD = "lead"
    OFFERED = "offered"
    EXECUTIVE = "executive"
    CCO = "cco"
    ADMIN = "admin"
    """Of the workspace in Slack, while nobody holds the CCO's office."""


class Action(StrEnum):
    """What can be done."""

    CREATE_TASK = "create a task"
    CREATE_ISSUE = "report an issue"
    TAKE = "take"
    CHANGE_DATE = "give a new date"
    FINISH = "call it done"
    SNOOZE = "put off"
    DECLINE = "say no"
    HAND_OVER = "hand over"
    WITHDRAW = "take back"
    ACCEPT = "accept or return"
    ASK_FOR_HELP = "ask for help"
    TRIAGE = "send to a department"
    ASK_IMPACT = "ask about customer impact"
    ANSWER_IMPACT = "say what it means for customers"
    CHOOSE = "choose from customers and departments"
    READ = "read what is open"
    READ_DIGEST = "read a digest"
    SCHEDULE_DIGEST = "schedule a digest"
    SCHEDULE_PROMPT = "schedule a prompt"
    SET_UP = "set up Duly"
    CHANGE_POLICY = "change the rules"
    FREE = "send what is stuck again"


ALLOWED: dict[Action, frozenset[Part]] = {
    Action.CREATE_TASK: frozenset({Part.ANYBODY}),
    Action.CREATE_ISSUE: frozenset({Part.ANYBODY}),
    Action.CHOOSE: frozenset({Part.ANYBODY}),
    Action.READ: frozenset({Part.ANYBODY}),
    Action.READ_DIGEST: frozenset({Part.ANYBODY}),
    Action.TAKE: frozenset({Part.OWNER, Part.LEAD}),
    Action.CHANGE_DATE: frozenset({Part.OWNER, Part.LEAD, Part.CCO}),
    Action.FINISH: frozenset({Part.OWNER, Part.LEAD, Part.CCO}),
    Action.SNOOZE: frozenset({Part.OWNER, Part.LEAD}),
    Action.DECLINE: frozenset({Part.OWNER, Part.LEAD, Part.CCO}),
    Action.HAND_OVER: frozenset({Part.OWNER, Part.LEAD, Part.CCO}),
    Action.WITHDRAW: frozenset({Part.ASKER, Part.CCO}),
    Action.ACCEPT: frozenset({Part.OFFERED}),
    Action.ASK_FOR_HELP: frozenset({Part.OWNER, Part.LEAD}),
    Action.TRIAGE: frozenset({Part.CCO}),
    Action.ASK_IMPACT: frozenset({Part.EXECUTIVE, Part.CCO}),
    Action.ANSWER_IMPACT: frozenset({Part.EXECUTIVE, Part.CCO}),
    Action.SCHEDULE_DIGEST: frozenset({Part.LEAD, Part.EXECUTIVE, Part.CCO}),
    Action.SCHEDULE_PROMPT: frozenset({Part.EXECUTIVE, Part.CCO}),
    Action.SET_UP: frozenset({Part.CCO, Part.ADMIN}),
    Action.CHANGE_POLICY: frozenset({Part.CCO}),
    Action.FREE: frozenset({Part.CCO}),
}


OPEN_TO: dict[Standing, frozenset[Action]] = {
    Standing.MEMBER: frozenset(Action),
    # They hear customers, too, and see nothing else of ours. What was theirs while they were
    # members stays theirs until it is done or somebody else has taken it.
    Standing.GUEST: frozenset(
        {
            Action.CREATE_ISSUE,
            Action.TAKE,
            Action.CHANGE_DATE,
            Action.FINISH,
            Action.SNOOZE,
            Action.DECLINE,
            Action.HAND_OVER,
            Action.WITHDRAW,
            Action.ACCEPT,
            Action.ASK_FOR_HELP,
        }
    ),
    # Almost always a colleague who joined a minute ago: what they say is not lost, and what is
    # ours they read once the directory has brought them.
    Standing.NEWCOMER: frozenset({Action.CREATE_TASK, Action.CREATE_ISSUE, Action.WITHDRAW}),
    Standing.STRANGER: frozenset(),
}
"""What each standing may do at all; what a person is to the thing decides among these."""


def actor(session: Session, request: Request) -> Person:
    """The person who asks; made on the spot when the directory has not brought them yet.

    Raises NotOfHere for somebody of a connected workspace, who sees and changes nothing of ours.
    """
    # Whoever is mentioned is the next one that a command looks for.
    mentioned = phrases.mentioned(request.text) or request.user_id
    people.read_both(session, request.team_id, request.user_id, mentioned)
    person = people.find(session, request.team_id, request.user_id)
    if request.stranger or (person is not None and person.standing == Standing.STRANGER):
        raise NotOfHere(company=_company(session, request.team_id))
    return person or people.meet(session, request.team_id, request.user_id)


def check(session: Session, person: Person, action: Action, item: Item | None = None) -> None:
    """Let a person go on.

    Raises NotYours naming who could do it instead, or NotOfHere, GuestMayNot or NewcomerMayNot
    for those who do not work here or are not known yet.
    """
    if may(session, person, action, item):
        return
    if action in OPEN_TO[standing_of(person)]:
        raise NotYours(who=_who_could(session, person.team_id, action, item))
    raise _closed_to(session, person)


def may(session: Session, person: Person, action: Action, item: Item | None = None) -> bool:
    """Whether this person may do this."""
    if action not in OPEN_TO[standing_of(person)]:
        return False
    allowed = ALLOWED[action]
    return Part.ANYBODY in allowed or bool(allowed & parts_of(session, person, item))


def standing_of(person: Person) -> Standing:
    """What a person is here when they act; Slack lets nobody act whose account is closed.

    Whoever does so nevertheless came back, and the directory has not said so yet.
    """
    return Standing.NEWCOMER if person.gone or person.is_bot else Standing(person.standing)


def _closed_to(session: Session, person: Person) -> UserError:
    company = _company(session, person.team_id)
    match standing_of(person):
        case Standing.GUEST:
            return GuestMayNot(company=company)
        case Standing.NEWCOMER:
            return NewcomerMayNot(company=company)
        case _:
            return NotOfHere(company=company)


def _company(session: Session, team_id: str) -> str:
    workspace = workspaces.find(session, team_id)
    return (workspace and workspace.name) or "this workspace"


# --- who may be given something ---


def check_works_here(person: Person) -> None:
    """Refuse somebody who cannot be asked for anything here, whatever it is.

    Raises GonePerson, BotPerson, GuestPerson, StrangerPerson or NewcomerPerson.
    """
    if person.gone:
        raise GonePerson(name=person.name)
    if person.is_bot:
        raise BotPerson(name=person.name)
    match Standing(person.standing):
        case Standing.GUEST:
            raise GuestPerson(name=person.name)
        case Standing.STRANGER:
            raise StrangerPerson(name=person.name)
        case Standing.NEWCOMER:
            raise NewcomerPerson(name=person.name)


def check_owner(person: Person) -> None:
    """Refuse an owner who cannot keep a promise, however it would come to them.

    Raises CcoOwns, as accountability stays with those who can correct and prevent (domain
    reference, section 2, feature 5), and what `check_works_here` raises.
    """
    check_works_here(person)
    if person.role == Role.CCO:
        raise CcoOwns(name=person.name)


def check_lead(person: Person) -> None:
    """Refuse a lead or deputy to whom what others leave behind could not come.

    Raises CcoLeads, and what `check_works_here` raises.
    """
    check_works_here(person)
    if person.role == Role.CCO:
        raise CcoLeads(name=person.name)


def can_own(person: Person) -> bool:
    """Whether a person may be given something: the question that `check_owner` answers."""
    try:
        check_owner(person)
    except UserError:
        return False
    return True


# --- what a person is to a thing ---


def parts_of(session: Session, person: Person, item: Item | None) -> frozenset[Part]:
    """What a person is here: by role, and to this item or, without one, to any department."""
    found = {Part.ANYBODY}
    led = set()
    if person.works_here:
        if person.role == Role.CCO:
            found.add(Part.CCO)
        if person.role == Role.EXECUTIVE:
            found.add(Part.EXECUTIVE)
        if person.is_admin and not people.with_role(session, person.team_id, Role.CCO):
            found.add(Part.ADMIN)
        mine = departments.led_by(session, person.team_id, person.user_id)
        led = {department.department_id for department in mine}
    if item is None:
        return frozenset(found | ({Part.LEAD} if led else set()))
    if item.owner_id == person.user_id:
        found.add(Part.OWNER)
    if item.created_by == person.user_id:
        found.add(Part.ASKER)
    if item.department_id in led:
        found.add(Part.LEAD)
    offer = handoffs.offered(session, item.team_id, item.noun, item.number)
    if offer and (offer.to_id == person.user_id or offer.to_department_id in led):
        found.add(Part.OFFERED)
    return frozenset(found)


def _who_could(session: Session, team_id: str, action: Action, item: Item | None) -> str:
    allowed = ALLOWED[action]
    named = _names(session, item, allowed) if item else []
    titles = {
        Part.LEAD: "a department lead",
        Part.EXECUTIVE: "an executive",
        Part.CCO: "the CCO",
        Part.OFFERED: "whoever it is offered to",
    }
    if item is None or Part.OFFERED in allowed:
        named += [title for part, title in titles.items() if part in allowed]
    elif Part.CCO in allowed:
        named += [cco.name for cco in people.with_role(session, team_id, Role.CCO)]
    return join_names(list(dict.fromkeys(named)) or ["the CCO"], "or")


def _names(session: Session, item: Item, allowed: frozenset[Part]) -> list[str]:
    wanted: list[str | None] = []
    if Part.OWNER in allowed:
        wanted.append(item.owner_id)
    if Part.ASKER in allowed:
        wanted.append(item.created_by)
    department = departments.find(session, item.team_id, item.department_id)
    if Part.LEAD in allowed and department:
        wanted += [department.lead_id, department.deputy_id]
    found = people.by_id(session, item.team_id, [user_id for user_id in wanted if user_id])
    here = {user_id: person for user_id, person in found.items() if person.works_here}
    return [here[user_id].name for user_id in wanted if user_id in here]
