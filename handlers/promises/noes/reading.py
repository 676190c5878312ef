"""What is typed with a no before its reason: who tells the customer by when, and what instead."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from handlers.people import lookup
from handlers.promises.noes import Weighed, WhoTells
from handlers.speech import typed
from handlers.speech.typed import Word
from storage.customers import Customer
from storage.departments import key_of
from storage.people import Person

_TELLS = frozenset({"tell", "tells"})
_INSTEAD = "instead"
_ME = frozenset({"i", "me", "myself"})
_THEM = frozenset({"them", "the customer"})
_BY = frozenset({"by", "until", "on"})
_SIGNS = ",;:.-–— "
_LONGEST_NAME = 4
"""Words of somebody's name."""


def read(
    session: Session, actor: Person, words: Sequence[Word], customer: Customer | None
) -> Weighed | None:
    """“Omar tells them by friday, instead a credit note”; None for words that may be anything else.

    All of the words have to be one of both, so that nothing of them is lost. Raises what
    `lookup.person` raises for a teller whom nobody knows.
    """
    instead = next((at for at, word in enumerate(words) if _plain(word) == _INSTEAD), len(words))
    told, offered = words[:instead], words[instead + 1 :]
    if instead < len(words) and not _is_offer(offered):
        return None
    said = Weighed(instead=typed.line(offered).strip(_SIGNS))
    if not told:
        return said
    return _who_tells(session, actor, told, customer, said.instead)


def _is_offer(words: Sequence[Word]) -> bool:
    """Whether these words say what is offered: not “instead of …”, nor who tells of it."""
    plain = [_plain(word) for word in words]
    return bool(plain) and plain[0] != "of" and _TELLS.isdisjoint(plain)


def _who_tells(
    session: Session, actor: Person, words: Sequence[Word], customer: Customer | None, instead: str
) -> Weighed | None:
    at = next((at for at, word in enumerate(words) if _plain(word) in _TELLS), None)
    if at is None or customer is None:
        return None
    who = [word for word in words[:at] if _plain(word) != "will"]
    by = next((at for at, word in enumerate(words) if _plain(word) in _BY), len(words))
    whom = " ".join(_plain(word) for word in words[at + 1 : by])
    is_them = whom in _THEM or key_of(whom) == customer.key
    if by < at or not is_them or not 0 < len(who) <= _LONGEST_NAME:
        return None
    return Weighed(
        tells=_teller(session, actor, who),
        by=typed.value(words[by + 1 :]).strip(_SIGNS),
        instead=instead,
    )


def _teller(session: Session, actor: Person, who: Sequence[Word]) -> WhoTells | Person:
    if len(who) == 1 and who[0].person:
        return lookup.chosen_person(session, actor.team_id, who[0].person)
    name = typed.line(who)
    if name.lower() in _ME:
        return WhoTells.ME
    return lookup.person(session, actor.team_id, name)


def _plain(word: Word) -> str:
    return word.plain.lower().strip(_SIGNS)
