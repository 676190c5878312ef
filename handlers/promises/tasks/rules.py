"""How a typed task is read: what, to whom, by when, for which customer, in which department."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.speech import phrases, reasons

# Of a text on one line; that each of them is quick on the longest one is tested.
_CLAUSE = re.compile(r"(?:^| )(by|for|in) ", re.IGNORECASE)
_LAST = re.compile(r"^(?P<rest>.*\S) (?P<word>by|for|in) (?P<value>\S.*)$", re.IGNORECASE)
_TO = re.compile(r" ?\b(?:to|from) ?$", re.IGNORECASE)
_PLAIN_OWNER = re.compile(r"(?:^| )to @(?P<name>[\w.\-]+)", re.IGNORECASE)
_OPTIONS = 4


@dataclass(frozen=True)
class Vocabulary:
    """What the workspace knows, so that words can be told from names."""

    is_date: Callable[[str], bool]
    is_customer: Callable[[str], bool]
    is_department: Callable[[str], bool]


@dataclass
class TypedTask:
    """A task as far as it was written; empty where something is missing."""

    what: str = ""
    owner: str = ""
    when: str = ""
    customer: str = ""
    department: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing has to be asked in a form."""
        return bool(self.owner and self.when) and not reasons.says_nothing(self.what)


def read(text: str, known: Vocabulary) -> TypedTask:
    """Read `<what> to @owner by <when> [for <customer>] [in <department>]`.

    The owner's mention is the anchor. After it the little words always lead a clause; before it
    they do so only where what follows is a date, a customer or a department that is known,
    because "for" and "in" are words of ordinary titles.
    """
    task = TypedTask()
    before, after = _split_at_owner(phrases.one_line(text), task)
    rest = _read_clauses(after, task, known)
    what = f"{_peel(before, task, known)} {rest}"
    task.what = phrases.readable(what).strip(" ,.")
    return task


def _split_at_owner(text: str, task: TypedTask) -> tuple[str, str]:
    match = phrases.mention_at(text) or _PLAIN_OWNER.search(text)
    if match is None:
        return text.strip(), ""
    task.owner = match[0] if "<@" in match[0] else f"@{match['name']}"
    return _TO.sub("", text[: match.start()]).strip(), text[match.end() :].strip()


def _read_clauses(after: str, task: TypedTask, known: Vocabulary) -> str:
    """File each clause; words before the first one belong to the title, unless they are a date."""
    pieces = _CLAUSE.split(f" {after}")
    rest = pieces[0].strip(" ,.")
    if rest and known.is_date(rest):
        task.when, rest = rest, ""
    led_by = ""
    for word, value in zip(pieces[1::2], pieces[2::2], strict=True):
        said = value.strip(" ,.")
        if not said:
            led_by = word.lower()
            continue
        _file_clause(led_by or word.lower(), f"{word} {said}" if led_by else said, task, known)
        led_by = ""
    return rest


def _file_clause(word: str, said: str, task: TypedTask, known: Vocabulary) -> None:
    """Put a clause where it belongs; “in 3 days” is a date and “in Billing” is not."""
    # The shape of a date is seen at once; a department has to be looked for.
    ahead = word == "in" and known.is_date(f"in {said}") and not known.is_department(said)
    if word == "by" or ahead:
        task.when = task.when or (said if word == "by" else f"in {said}")
    elif word == "for":
        task.customer = task.customer or phrases.readable(said)
    else:
        task.department = task.department or phrases.readable(said)


def _peel(before: str, task: TypedTask, known: Vocabulary) -> str:
    """Take known clauses off the end of the words before the owner."""
    for _ in range(_OPTIONS):
        match = _LAST.match(before)
        if match is None or not _take(match["word"].lower(), match["value"], task, known):
            return before
        before = match["rest"]
    return before


def _take(word: str, value: str, task: TypedTask, known: Vocabulary) -> bool:
    said = value.strip(" ,.")
    if word == "by" and not task.when and known.is_date(said):
        task.when = said
    elif word == "for" and not task.customer and known.is_customer(said):
        task.customer = said
    elif word == "in" and not task.department and known.is_department(said):
        task.department = said
    elif word == "in" and not task.when and known.is_date(f"in {said}"):
        task.when = f"in {said}"
    else:
        return False
    return True
