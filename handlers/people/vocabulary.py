"""What of a typed command is known here: one question for each sort of name that may be in it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from handlers.people import lookup
from handlers.speech import grammar, typed
from handlers.speech import mentions as naming
from handlers.speech.clauses import KnownNames
from handlers.speech.typed import Word
from storage import customers, departments, people
from storage.customers import Customer
from storage.departments import Department
from storage.people import Person


def words(session: Session, team_id: str, text: str) -> list[Word]:
    """A text word by word; people who are mentioned by id alone are called by their handles."""
    return typed.words(text, handles(session, team_id, text))


def seen(session: Session, team_id: str, text: str) -> str:
    """A text as its writer saw it, links with where they lead."""
    return typed.seen(text, handles(session, team_id, text), addresses=True)


def handles(session: Session, team_id: str, text: str) -> dict[str, str]:
    """The handles of people who are mentioned by id alone, by Slack id."""
    mentioned = typed.unlabelled(text)
    if not mentioned:
        return {}
    people.read(session, team_id, mentioned)
    known = [people.find(session, team_id, user_id) for user_id in mentioned]
    return {each.user_id: each.handle or each.name for each in known if each}


def of(
    session: Session,
    team_id: str,
    said: list[Word],
    *,
    severities: bool = False,
    mentions: bool = False,
) -> KnownNames:
    """What is known of the names in a command. A task has a reason, an issue a severity.

    With `mentions`, customers are looked for in all of its words.
    """
    wanted = grammar.wanted(said)
    called = wanted.customers | (naming.customers_in_title(said) if mentions else set())
    return KnownNames(
        people=_people(session, team_id, wanted.people),
        customers=customers.called(session, team_id, called),
        departments=_departments(session, team_id, said, wanted.departments),
        reasons=not severities,
        severities=severities,
        levels=severities,
    )


def customers_in(session: Session, team_id: str, text: str) -> list[Customer]:
    """The customers whom a text surely names in its first words, in their order, each once."""
    said = words(session, team_id, text)
    known = of(session, team_id, said, mentions=True)
    found = [
        each.customer
        for each in naming.find(said, known, lambda _: False)
        if naming.is_sure(said, each)
    ]
    return list({each.customer_id: each for each in found}.values())


def _people(session: Session, team_id: str, keys: Iterable[str]) -> dict[str, str]:
    """The one who is called so, of several those who work here; two of them are nobody."""
    called: dict[str, list[Person]] = {}
    for person in people.called(session, team_id, keys):
        for key in {person.handle, person.key, person.email or ""}:
            called.setdefault(key, []).append(person)
    likely = {key: lookup.likeliest(found) for key, found in called.items()}
    return {key: found[0].user_id for key, found in likely.items() if len(found) == 1}


def _departments(
    session: Session, team_id: str, said: list[Word], keys: Iterable[str]
) -> dict[str, Department]:
    """Departments by their names, and by the ids of their channels."""
    found = departments.called(session, team_id, keys)
    channels = {word.channel for word in said if word.channel}
    living = departments.in_channels(session, team_id, channels)
    return found | {str(each.channel_id): each for each in living}
