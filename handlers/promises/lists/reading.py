"""What somebody types to see a list: whose, which, for whom, in any order and their own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from handlers.people import access, lookup, vocabulary
from handlers.promises.lists.filters import Filter, ListOwner, OneSort, Sorting
from handlers.speech import runs, typed
from handlers.speech.errors import NoOwnDepartment, UnknownList
from handlers.speech.people_errors import SeveralPeople
from handlers.speech.typed import Word
from handlers.speech.typing_errors import TwoLists
from storage import customers, departments, people
from storage.departments import key_of
from storage.listings import Which
from storage.people import Person
from storage.signs import plain

Meaning = ListOwner | Which | Sorting | OneSort
SAID: Mapping[Meaning, str] = {
    ListOwner.ME: "mine|me|my|my tasks|my things|what i owe|i owe",
    ListOwner.GIVEN: "given|given by me|by me|i gave|what i gave|asked|i asked for|"
    "what i asked for|asked by me|what i asked|i asked",
    ListOwner.FOLLOWED: "followed|following|follow|follows|i follow|what i follow|my follows|"
    "watched|watching|watch|i watch|what i watch",
    ListOwner.DEPARTMENT: "my department|our department|department|my team|our team|team|ours|us|"
    "my department's|our department's",
    ListOwner.ALL: "all|everything|everybody|everyone|everybody's|company",
    ListOwner.TRIAGE: "triage|unrouted|without a department|no department",
    Which.LATE: "late|overdue",
    Which.OPEN: "open",
    Which.WAITING: "waiting|unanswered|waiting for an answer|not taken",
    Which.WEEK: "week|this week|due this week|due",
    Which.OFFERED: "offered|on offer|offers",
    Which.DONE: "done|done this week|finished|completed|kept",
    Which.NO: "no|no this month|noes|declined|said no",
    Which.CLOSED: "closed|ended|closed ones",
    OneSort.TASKS: "tasks|task|promises|todos",
    OneSort.ISSUES: "issues|issue|complaints|problems",
    Sorting.NEWEST: "newest|newest first|latest",
    Sorting.DUE: "by date|due first|by due date",
    Sorting.URGENT: "most urgent|urgent|urgent first",
}
"""What each word means, or several of them."""
PHRASES: Mapping[tuple[str, ...], Meaning] = {
    tuple(phrase.split()): meaning for meaning, said in SAID.items() for phrase in said.split("|")
}
LONGEST = max(map(len, PHRASES))
LEADS = frozenset(
    {"in", "for", "of", "with", "from", "the", "and", "by", "to", "at"} | {"list", "ones", "things"}
)
"""Little words that lead to a name, or say nothing."""
MOST_WORDS = 40
_NAMED = frozenset({"in", "for", "of", "with", "from"})
"""Behind these a word is somebody's name before it is anything else."""


@dataclass(frozen=True)
class _Names:
    """What is known by the words of a command, under `key_of` them."""

    departments: Mapping[str, UUID]
    customers: Mapping[str, UUID]
    people: Mapping[str, Sequence[Person]]
    channels: Mapping[str, UUID]


def read(session: Session, actor: Person, text: str) -> Filter:
    """The list that somebody means; nothing they type is passed over.

    Raises UnknownList for words that are none, TwoLists for two of them, SeveralPeople and
    UnknownPerson, NoOwnDepartment, and what `access.check` raises where it is not the reader's own.
    """
    words = vocabulary.words(session, actor.team_id, text)
    if len(words) > MOST_WORDS:
        raise _unknown(session, actor.team_id, words[:MOST_WORDS])
    if words and _phrase(words, 0) != (len(words), ListOwner.ME):
        access.check(session, actor, access.READ)
    names = _known(session, actor.team_id, words)
    whole = _named(words, 0, names, exactly=len(words)) if len(words) > 1 else None
    if whole and not _phrase(words, 0):
        return _chosen(Filter(whose=ListOwner.ALL), whole[1])
    found = _read(session, actor, words, names)
    if found.whose is ListOwner.DEPARTMENT and not found.department_id:
        if not actor.department_id:
            raise NoOwnDepartment
        found = replace(found, department_id=actor.department_id)
    if found.person_id:
        lookup.chosen_person(session, actor.team_id, found.person_id)
    return found


def _read(session: Session, actor: Person, words: list[Word], names: _Names) -> Filter:
    said: dict[str, object] = {}
    at = 0
    while at < len(words):
        after_lead = at > 0 and _word(words[at - 1]) in _NAMED
        phrase, named = _phrase(words, at), _named(words, at, names)
        found: tuple[int, object] | None = phrase
        if named and (after_lead or phrase is None):
            found = named
        if found:
            at, meaning = found
        elif _word(words[at]) in LEADS:
            at += 1
            continue
        else:
            raise _unknown(session, actor.team_id, words[at:])
        _say(said, meaning)
    return _filter(said)


def _say(said: dict[str, object], meaning: object) -> None:
    """Keep what was said. Raises TwoLists for a second of a kind, SeveralPeople."""
    kind = "owner"
    if isinstance(meaning, Which | Sorting | OneSort):
        kind = type(meaning).__name__
    elif isinstance(meaning, tuple) and meaning[0] == "customer":
        kind = "customer"
    if said.setdefault(kind, meaning) != meaning:
        raise TwoLists


def _filter(said: Mapping[str, object]) -> Filter:
    owner, customer = said.get("owner"), said.get("customer")
    which = said.get("Which", Which.OPEN)
    # Whoever says only which, or for whom, means everybody's; whoever says nothing, their own.
    found = Filter(whose=ListOwner.ALL if said else ListOwner.ME, which=Which(str(which)))
    if isinstance(owner, ListOwner):
        found = replace(found, whose=owner)
    elif owner:
        found = _chosen(found, owner)
    if customer:
        found = _chosen(found, customer)
    order = Sorting(str(said.get("Sorting", Sorting.URGENT)))
    return replace(found, order=order, noun=str(said.get("OneSort", "")))


def _chosen(of: Filter, meaning: object) -> Filter:
    """A list of what somebody has, or is waiting for."""
    kind, row = meaning if isinstance(meaning, tuple) else ("", None)
    match kind:
        case "department":
            return replace(of, whose=ListOwner.DEPARTMENT, department_id=row)
        case "person":
            return replace(of, whose=ListOwner.PERSON, person_id=row)
        case _:
            return replace(of, customer_id=row)


def _phrase(words: Sequence[Word], at: int) -> tuple[int, Meaning] | None:
    """What the words from one on mean, and where that ends; the longest phrase counts."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        said = tuple(_word(word) for word in words[at : at + length])
        if said in PHRASES:
            return at + length, PHRASES[said]
    return None


def _word(word: Word) -> str:
    return "" if word.person or word.channel else plain(word.plain).lower().rstrip(".,")


def _named(
    words: Sequence[Word], at: int, names: _Names, exactly: int = 0
) -> tuple[int, tuple[str, object]] | None:
    """Who is named from a word on, and where that ends. Raises SeveralPeople."""
    first = words[at]
    if first.person and not exactly:
        return at + 1, ("person", first.person)
    if first.channel in names.channels:
        return at + 1, ("department", names.channels[first.channel])
    for end, said in runs.runs(words, at):
        if exactly and end != exactly:
            continue
        found = _by_key(key_of(said), said, names)
        if found:
            return end, found
    return None


def _by_key(key: str, said: str, names: _Names) -> tuple[str, object] | None:
    if key.removeprefix("#") in names.departments and not key.startswith("@"):
        return "department", names.departments[key.removeprefix("#")]
    if key in names.customers:
        return "customer", names.customers[key]
    called = names.people.get(key.removeprefix("@"), ())
    if len(called) > 1:
        raise SeveralPeople(name=lookup.quoted(said))
    return ("person", called[0].user_id) if called else None


def _known(session: Session, team_id: str, words: Sequence[Word]) -> _Names:
    """Everybody and everything that may be named, asked for at once."""
    keys = {key_of(said) for at in range(len(words)) for _, said in runs.runs(words, at)}
    bare = {key.lstrip("@#") for key in keys if key}
    called: dict[str, list[Person]] = {}
    for person in people.called(session, team_id, bare):
        for key in {person.handle, person.key, person.email or ""}:
            called.setdefault(key, []).append(person)
    living = departments.in_channels(session, team_id, {w.channel for w in words if w.channel})
    return _Names(
        departments={
            key: each.department_id
            for key, each in departments.called(session, team_id, bare).items()
        },
        customers={
            key: each.customer_id for key, each in customers.called(session, team_id, bare).items()
        },
        people={key: lookup.likeliest(found) for key, found in called.items()},
        channels={str(each.channel_id): each.department_id for each in living},
    )


def _unknown(session: Session, team_id: str, words: Sequence[Word]) -> UnknownList:
    """With the nearest name of whatever could be listed."""
    name = typed.line(words)
    near = list(_near(session, team_id, name))
    return UnknownList(name=lookup.quoted(name), **lookup.hinted(name, near))


def _near(session: Session, team_id: str, name: str) -> Iterator[str]:
    yield from ("mine", "late", "triage", "open", "given", "done", "all")
    for known in (departments.NAMES, customers.NAMES):
        yield from known.near(session, team_id, name)
