"""People, departments and customers by the words somebody used for them, or a helpful no."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.utils import default_process
from sqlmodel import Session

from handlers.people import leads
from handlers.speech import phrases, typed, values
from handlers.speech.people_errors import (
    CcoOwns,
    GoneCustomer,
    GoneDepartment,
    NoDepartment,
    NoLead,
    NotReadYet,
    SeveralPeople,
    UnknownCustomer,
    UnknownDepartment,
    UnknownPerson,
)
from storage import customers, departments, people, workspaces
from storage.customers import Customer
from storage.departments import Department, key_of
from storage.people import Person, Role

CLOSE_ENOUGH = 70
SHOWN = 60
_HINT = "Did you mean "


def person(session: Session, team_id: str, words: str) -> Person:
    """The person of a mention, a handle or a full name.

    Raises SeveralPeople, or UnknownPerson: as NotReadYet while a first copy of the directory is
    under way, which takes minutes in a large workspace.
    """
    user_id = phrases.mentioned(words)
    found = people.find(session, team_id, user_id) if user_id else None
    if found:
        return found
    matches = [] if user_id else likeliest(people.named(session, team_id, words))
    if len(matches) > 1:
        raise SeveralPeople(name=quoted(words))
    if not matches:
        raise unknown(session, team_id, words)
    return matches[0]


def chosen_person(session: Session, team_id: str, user_id: str) -> Person:
    """The person with the Slack id that a form or a mention holds. Raises what `person` raises."""
    return person(session, team_id, f"<@{user_id}>")


def unknown(session: Session, team_id: str, words: str) -> UnknownPerson:
    """What is said of somebody whom nobody knows: not yet, or not at all."""
    workspace = workspaces.find(session, team_id)
    unread = workspace is not None and workspace.directory_at is None
    return (NotReadYet if unread else UnknownPerson)(name=quoted(words))


def likeliest(matches: list[Person]) -> list[Person]:
    """Of people with one name those who work here; the others only where nobody does."""
    return [each for each in matches if each.works_here] or matches


def department(session: Session, team_id: str, words: str) -> Department:
    """The department of this name.

    Raises UnknownDepartment with the nearest name.
    """
    found = named_department(session, team_id, words)
    if found is None:
        name = typed.seen(words)
        near = departments.NAMES.near(session, team_id, name)
        raise UnknownDepartment(name=quoted(words), **hinted(name, near))
    return found


def named_department(session: Session, team_id: str, words: str) -> Department | None:
    """The department that a command names, or whose channel it mentions, if there is one."""
    channel_id = phrases.mentioned_channel(words)
    living = departments.in_channel(session, team_id, channel_id) if channel_id else None
    keys = [key.removeprefix("#") for key in _keys(words)]
    found = {} if living else departments.called(session, team_id, keys)
    return living or next((found[key] for key in keys if key in found), None)


def customer(session: Session, team_id: str, words: str) -> Customer | None:
    """The customer of this name; None for no words.

    Raises UnknownCustomer with the nearest name.
    """
    if not words.strip():
        return None
    found = named_customer(session, team_id, words)
    if found is None:
        name = typed.seen(words)
        near = customers.NAMES.near(session, team_id, name)
        raise UnknownCustomer(name=quoted(words), **hinted(name, near))
    return found


def named_customer(session: Session, team_id: str, words: str) -> Customer | None:
    """The customer that a command names, if there is one."""
    keys = _keys(words)
    found = customers.called(session, team_id, keys)
    return next((found[key] for key in keys if key in found), None)


def chosen_customer(session: Session, team_id: str, value: str) -> Customer | None:
    """The customer whose id came back from a form; None where none was chosen.

    Raises GoneCustomer for an id that is none, or of nobody in this workspace.
    """
    if not value:
        return None
    found = customers.find(session, team_id, values.row_id(value))
    if found is None:
        raise GoneCustomer
    return found


def chosen_customers(session: Session, team_id: str, values: list[str]) -> list[Customer]:
    """Those whose ids came back from a form, each once. Raises what `chosen_customer` raises."""
    found = (chosen_customer(session, team_id, each) for each in dict.fromkeys(values))
    return [each for each in found if each]


def chosen_department(session: Session, team_id: str, value: str) -> Department | None:
    """The department whose id came back from a form; None where none was chosen.

    Raises GoneDepartment for an id that is none, or of nothing in this workspace.
    """
    if not value:
        return None
    found = departments.find(session, team_id, values.row_id(value))
    if found is None:
        raise GoneDepartment
    return found


def chosen_departments(session: Session, team_id: str, values: list[str]) -> list[Department]:
    """Those whose ids came back from a form, each once. Raises what `chosen_department` raises."""
    found = (chosen_department(session, team_id, each) for each in dict.fromkeys(values))
    return [each for each in found if each]


def department_for(session: Session, owner: Person, words: str, channel_id: str) -> Department:
    """The department that answers for a promise: the named one, else the owner's, the channel's.

    Raises UnknownDepartment, or NoDepartment when nothing says which.
    """
    if words:
        return department(session, owner.team_id, words)
    found = departments.find(session, owner.team_id, owner.department_id)
    if found is None:
        led = departments.led_by(session, owner.team_id, owner.user_id)
        here = departments.in_channel(session, owner.team_id, channel_id) if channel_id else None
        found = led[0] if led else here
    if found is None:
        raise NoDepartment(name=owner.name)
    return found


def lead(session: Session, of: Department) -> Person:
    """Who speaks for a department.

    Raises NoLead, or CcoOwns where only the CCO could answer there.
    """
    found = leads.lead_of(session, of)
    if found is None:
        named = people.find(session, of.team_id, of.lead_id) if of.lead_id else None
        if named is not None and named.role == Role.CCO:
            raise CcoOwns(name=named.name)
        raise NoLead(department=of.name)
    return found


def hint(words: str, known: list[str]) -> str:
    """“Did you mean …?” with the nearest of the known names, or nothing."""
    best = process.extractOne(
        words[:SHOWN], known, processor=default_process, score_cutoff=CLOSE_ENOUGH
    )
    # A name that stands there as it is called is no slip of itself.
    is_near = best is not None and key_of(best[0]) != key_of(words)
    return f"{_HINT}{best[0]}?" if best and is_near else ""


def hinted(words: str, known: list[str]) -> dict[str, str]:
    """What a refusal says of a name that is not known: the hint, and what is wrong and right."""
    said = hint(words, known)
    right = said.removeprefix(_HINT).removesuffix("?")
    return {"hint": said, "wrong": words, "right": right}


def quoted(words: str) -> str:
    """Somebody's words in quotation marks, cut short."""
    return values.quoted(typed.seen(words))


def _keys(words: str) -> list[str]:
    """The keys of what words may be the name of, the likeliest first."""
    return [key_of(name) for name in typed.names(typed.words(words))]
