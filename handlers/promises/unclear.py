"""Where one thing alone is not clear in what somebody typed, it is asked what they mean.

What is asked for names the answers that there are, each of which can be given with one click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from handlers.people import access, lookup
from handlers.speech.errors import UserError
from handlers.speech.people_errors import UnknownCustomer, UnknownDepartment
from handlers.speech.runs import Slot
from handlers.speech.typing_errors import OneOwner
from handlers.speech.words import join_names
from storage import customers, departments
from storage.names import Names
from storage.people import Person

NAMED: Mapping[Slot, Names] = {
    Slot.CUSTOMER: customers.NAMES,
    Slot.DEPARTMENT: departments.NAMES,
}
"""What is said by a name that has to be known."""
_UNKNOWN: Mapping[Slot, type[UserError]] = {
    Slot.CUSTOMER: UnknownCustomer,
    Slot.DEPARTMENT: UnknownDepartment,
}


def check_near(session: Session, person: Person, kind: Slot, words: str) -> None:
    """Ask about words such as “for Akme” where a name is near, if they may choose from those.

    Raises UnknownCustomer or UnknownDepartment.
    """
    if kind not in NAMED or not access.may(session, person, access.CHOOSE):
        return
    lead, _, name = words.partition(" ")
    found = lookup.hinted(name, NAMED[kind].near(session, person.team_id, name))
    if found["right"]:
        called, right = found["right"], f"{lead} {found['right']}"
        mended = {**found, "wrong": words, "right": right, "called": called}
        raise _UNKNOWN[kind](name=lookup.quoted(name), **mended)


def one_owner(rivals: Sequence[Person]) -> OneOwner:
    """Which of several people owns a promise."""
    people = list(dict.fromkeys((each.user_id, each.name) for each in rivals))
    names = [name for _, name in people]
    ids = " ".join(user_id for user_id, _ in people)
    return OneOwner(names=join_names(names, "or"), ids=ids, called="\n".join(names))
