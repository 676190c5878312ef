"""Who may do what: one table of role × action, and who could do it instead."""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import Session

from handlers import phrases
from handlers.errors import NotYours
from handlers.request import Request
from handlers.words import join_names
from storage import departments, handoffs, people
from storage.items import Item
from storage.people import Person, Role


class Part(StrEnum):
    """What a person is to the thing they want to change."""

    ANYBODY = "anybody"
    OWNER = "owner"
    ASKER = "asker"
    LEAD = "lead"
    OFFERED = "offered"
    EXECUTIVE = "executive"
    CCO = "cco"


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
    READ_DIGEST = "read a digest"
    SCHEDULE_DIGEST = "schedule a digest"
    SCHEDULE_PROMPT = "schedule a prompt"
    SET_UP = "set up Duly"
    FREE = "send what is stuck again"


ALLOWED: dict[Action, frozenset[Part]] = {
    Action.CREATE_TASK: frozenset({Part.ANYBODY}),
    Action.CREATE_ISSUE: frozenset({Part.ANYBODY}),
    Action.CHOOSE: frozenset({Part.ANYBODY}),
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
    Action.SET_UP: frozenset({Part.CCO}),
    Action.FREE: frozenset({Part.CCO}),
}


def actor(session: Session, request: Request) -> Person:
    """The person who asks; made on the spot when the directory has not brought them yet."""
    # Whoever is mentioned is the next one that a command looks for.
    mentioned = phrases.mentioned(request.text) or request.user_id
    people.read_both(session, request.team_id, request.user_id, mentioned)
    person = people.find(session, request.team_id, request.user_id)
    if person is None:
        person = Person(team_id=request.team_id, user_id=request.user_id, name=request.user_id)
        session.add(person)
        session.flush()
    return person


def check(session: Session, person: Person, action: Action, item: Item | None = None) -> None:
    """Let a person go on, or raise NotYours naming who could do it instead."""
    if not may(session, person, action, item):
        raise NotYours(who=_who_could(session, person.team_id, action, item))


def may(session: Session, person: Person, action: Action, item: Item | None = None) -> bool:
    """Whether this person may do this."""
    allowed = ALLOWED[action]
    return Part.ANYBODY in allowed or bool(allowed & parts_of(session, person, item))


def parts_of(session: Session, person: Person, item: Item | None) -> frozenset[Part]:
    """What a person is here: by role, and to this item or, without one, to any department."""
    found = {Part.ANYBODY}
    if person.role == Role.CCO:
        found.add(Part.CCO)
    if person.role == Role.EXECUTIVE:
        found.add(Part.EXECUTIVE)
    led = {
        dept.department_id for dept in departments.led_by(session, person.team_id, person.user_id)
    }
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
    return [found[user_id].name for user_id in wanted if user_id in found]
