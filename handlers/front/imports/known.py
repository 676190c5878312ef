"""People, departments and customers that a file names, each looked up once per batch."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlmodel import Session

from handlers.front.imports import brought_cards, cards
from handlers.people import access, lookup
from handlers.speech import cleaning, phrases
from handlers.speech.errors import UserError
from handlers.speech.file_errors import RowRejected
from storage import customer_outcomes, imports, people
from storage.customer_outcomes import CustomerOutcome, OutcomeState
from storage.customers import Customer
from storage.departments import Department
from storage.people import Person, Role

_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.[^\s<>()\[\],;:\"']+")
_ADDED = re.compile(r"\s*(?:<[^<>]*>|\([^()]*\))\s*$")
"""An address or a remark behind a name."""
_BETWEEN = re.compile(r"[,;|/&\n]|\band\b")
Thing = TypeVar("Thing", Person, Department, Customer, CustomerOutcome)
NONE = "none"
OUTCOMES = "outcomes"
"""What a file of outcomes is called as it is exported, and so the source of their numbers."""
KEPT = tuple(each for each in OutcomeState if each is not OutcomeState.TAKEN_BACK)


class Known:
    """Lookups by the words of a file. A miss is remembered as well, with its sentence."""

    def __init__(self, session: Session, team_id: str) -> None:
        self._session = session
        self._team_id = team_id
        self._people: dict[str, Person | str] = {}
        self._departments: dict[str, Department | str] = {}
        self._customers: dict[str, Customer | str] = {}
        self._outcomes: dict[str, CustomerOutcome | str] = {}

    def person(self, words: str) -> Person:
        """The person with this handle, e-mail address, full name or Slack id.

        Raises RowRejected.
        """
        return _remembered(self._people, words, self._find_person)

    def present(self, words: str) -> Person:
        """The same, when they work here.

        Raises RowRejected, and what `access.check_works_here` raises.
        """
        person = self.person(words)
        access.check_works_here(person)
        return person

    def owner(self, words: str) -> Person:
        """The same, when they may own something.

        Raises RowRejected, and what `access.check_owner` raises.
        """
        person = self.person(words)
        access.check_owner(person)
        return person

    def sponsor(self, words: str) -> Person:
        """The executive of a name, as a person's. Raises RowRejected for anybody else, too."""
        found = self.present(words)
        if found.role != Role.EXECUTIVE:
            raise RowRejected(reason=cards.no_executive(found.name))
        return found

    def lead(self, words: str) -> Person:
        """The same, when they may lead a department or stand in for somebody.

        Raises RowRejected, and what `access.check_lead` raises.
        """
        person = self.person(words)
        access.check_lead(person)
        return person

    def let_in(self, words: str) -> tuple[Person, ...]:
        """Those who are named between semicolons, else commas, each once; who left may be one.

        Raises RowRejected, and what `access.check_works_here` raises.
        """
        between = ";" if ";" in words else ","
        parts = [each.strip() for each in words.split(between) if each.strip()]
        found = {each.user_id: each for each in map(self.person, parts)}
        for person in found.values():
            if not person.gone:
                access.check_works_here(person)
        return tuple(found.values())

    def department(self, words: str) -> Department:
        """The department of this name. Raises RowRejected."""
        return _remembered(self._departments, words, self._find_department)

    def customer(self, words: str) -> Customer | None:
        """The customer of this name; None for no words. Raises RowRejected."""
        if not words:
            return None
        return _remembered(self._customers, words, self._find_customer)

    def customers(self, words: str) -> list[Customer]:
        """Those who are named between semicolons, else commas; a name may have a comma.

        Raises RowRejected.
        """
        parts = words.split(";")
        if ";" not in words:
            parts = [words] if self._is_customer(words) else words.split(",")
        found = (self.customer(each.strip()) for each in parts if each.strip())
        return list({each.customer_id: each for each in found if each}.values())

    def _is_customer(self, words: str) -> bool:
        try:
            return self.customer(words) is not None
        except RowRejected:
            return False

    def outcome(self, words: str, elsewhere: str = "") -> CustomerOutcome | None:
        """The outcome of this number or of these words; None for no words, and for “none”.

        A number in a line of another workspace is one of there: it is what came in from its
        outcomes under the name `elsewhere`. One that has ended counts, as a task that is done may
        have moved it. Raises RowRejected.
        """
        if cleaning.says_nothing(words) or words.casefold() == NONE:
            return None
        find = partial(self._find_outcome, words, elsewhere)
        return _remembered(self._outcomes, f"{elsewhere}/{words}", lambda _: find())

    def _find_outcome(self, words: str, elsewhere: str) -> CustomerOutcome:
        said = phrases.reference(words)
        known = customer_outcomes.in_states(self._session, self._team_id, KEPT)
        if said and said.letter == CustomerOutcome.letter:
            number = self._number_of(said.number, elsewhere) if elsewhere else said.number
            found = [each for each in known if each.number == number]
            if elsewhere and not found:
                raise RowRejected(reason=brought_cards.outcome_elsewhere(words))
        else:
            wanted = cleaning.line(words).casefold()
            found = [each for each in known if each.title.casefold() == wanted]
            found = [each for each in found if each.is_open] or found
        if not found:
            raise RowRejected(reason=brought_cards.unknown_outcome(words))
        if len(found) > 1:
            raise RowRejected(reason=brought_cards.several_outcomes([each.ref for each in found]))
        return found[0]

    def _number_of(self, theirs: int, elsewhere: str) -> int:
        """The number here of an outcome that came in from another workspace; 0 for none."""
        keys = [
            f"{source}/{CustomerOutcome.letter}-{theirs}"
            for source in dict.fromkeys((elsewhere, OUTCOMES))
        ]
        came = imports.known(self._session, self._team_id, CustomerOutcome.noun, keys)
        return next((came[key].number for key in keys if key in came), 0)

    def _find_person(self, words: str) -> Person:
        addresses = {address.casefold() for address in _ADDRESS.findall(words)}
        for name in (phrases.mentioned(words) or words, *_written_otherwise(words)):
            here = lookup.likeliest(people.named(self._session, self._team_id, name))
            if len(here) > 1:
                raise RowRejected(reason=cards.several_people(words))
            if here:
                return here[0]
        if len(addresses) > 1 or self._names_several(words):
            raise RowRejected(reason=cards.names_several(words))
        raise RowRejected(reason=cards.unknown_person(words))

    def _names_several(self, words: str) -> bool:
        """Whether somebody here is named in each of several parts."""
        parts = [part.strip() for part in _BETWEEN.split(_bare(words)) if part.strip()]
        found = (people.named(self._session, self._team_id, part) for part in parts)
        return len(parts) > 1 and any(lookup.likeliest(each) for each in found)

    def _find_department(self, words: str) -> Department:
        return lookup.department(self._session, self._team_id, words)

    def _find_customer(self, words: str) -> Customer:
        customer = lookup.customer(self._session, self._team_id, words)
        if customer is None:
            raise RowRejected(reason=cards.missing("customer"))
        return customer


def _bare(words: str) -> str:
    """A cell without the brackets of a list: [Ann Lee]."""
    return words.strip().strip("[]{}").strip("\"' ")


def _written_otherwise(words: str) -> list[str]:
    """The same name as other systems write it: Lee, Ann; Ann Lee (away); Ann <ann@x.example>."""
    bare = _bare(words)
    addresses = _ADDRESS.findall(bare)
    if len(addresses) > 1:
        return []
    name = _ADDED.sub("", bare).strip().strip("\"'")
    last, comma, first = name.partition(",")
    turned = f"{first.strip()} {last.strip()}" if comma and first.strip() else name.strip(", ;")
    # An address is one person's; a name may be several people's.
    return [*addresses, *(each for each in dict.fromkeys((bare, name, turned)) if each != words)]


def _remembered(
    memory: dict[str, Thing | str], words: str, look_up: Callable[[str], Thing]
) -> Thing:
    if words not in memory:
        try:
            memory[words] = look_up(words)
        except UserError as error:
            memory[words] = error.message
    known = memory[words]
    if isinstance(known, str):
        raise RowRejected(reason=known)
    return known
