"""What somebody types to change a promise: “title …”, “for Acme”, “by friday”, “to @lee”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.people import vocabulary
from handlers.promises import deadlines, items
from handlers.speech import blocks, grammar
from handlers.speech.answered import TypedAnswer
from handlers.speech.clauses import ME, Clause
from handlers.speech.errors import WrongDate
from handlers.speech.filing import Filing
from handlers.speech.runs import Slot
from handlers.speech.typed import Word
from storage.customers import Customer
from storage.departments import Department
from storage.issues import Issue
from storage.items import Item
from storage.people import Person

_FIELDS = {
    "customer": "for", "account": "for", "department": "in", "team": "in", "date": "by",
    "day": "by", "deadline": "by", "owner": "to", "severity": "sev",
}  # fmt: skip
"""The names of the fields of the form, and the little words that lead to what they hold."""
_NOBODY = frozenset({
    *(f"{lead}{nobody}" for lead in ("for ", "customer ", "customer: ", "customer to ", "for: ")
      for nobody in ("nobody", "no one", "none", "no customer", "-", "–")),
    "no customer", "without customer", "without a customer", "remove customer",
    "remove the customer",
})  # fmt: skip
"""What says that it is for no customer."""
_MOST_NOBODY = 4
_TITLE = frozenset({"title", "titled"})
_CALLED = frozenset({"name", "text"})
"""Names of the title that also begin one: “Name the price”, “Text the customer”."""
_MOST_LEVEL = 2
"""Words of “high priority”."""
_IS = frozenset({"to", "is", "=", "as", "into"})


@dataclass
class EditSaid:
    """What was said of how it is to be; empty where nothing was.

    `day` is in ISO, `hour` is “15:00” on the clock of whoever does it.
    """

    title: str
    customer: Customer | None = None
    is_nobodys: bool = False
    """Whether it is for no customer any more."""
    department: Department | None = None
    day: str = ""
    hour: str = ""
    owner: str = ""
    severity: str = ""
    reason: str = ""
    outcome: str = ""
    """What it is to move, such as O-2."""
    initiative: str = ""
    """What it is to hang on, such as N-5."""


def read(
    session: Session, now: datetime, person: Person, item: Item, answer: TypedAnswer
) -> EditSaid:
    """What the words say of each field; what says nothing of another is the title."""
    rest, is_nobodys = _without_nobody(answer.words)
    words, names = _with_leads(rest)
    known = vocabulary.of(session, person.team_id, words, severities=True)
    # In a new title “urgent” is a word like others.
    known = replace(known, levels=isinstance(item, Issue) and len(words) <= _MOST_LEVEL)
    filing = Filing(words, grammar.clauses(words, known))
    said = EditSaid(item.title, is_nobodys=is_nobodys, reason=answer.reason)
    for each in filing.found:
        if _begins_title(filing, each, names):
            continue
        if isinstance(each.value, Customer) and said.customer is None:
            said.customer = each.value
        elif isinstance(each.value, Department) and said.department is None:
            said.department = each.value
        elif each.kind is Slot.OWNER and each.value and not each.group and not said.owner:
            said.owner = person.user_id if each.value == ME else str(each.value)
        elif each.kind is Slot.SEVERITY and each.value and not said.severity:
            said.severity = str(each.value)
        elif each.kind is Slot.DATE and each.value and not said.day:
            by = _by_when(session, now, person, item, each.said)
            if by is None:
                continue
            said.day, said.hour = by.deadline.day.isoformat(), by.hour
        else:
            continue
        filing.filed.append(each)
    left = grammar.rest(_with_names(filing, names), filing.filed)
    said.title = blocks.clip(left, items.TITLE) if left else item.title
    return said


def _without_nobody(words: Sequence[Word]) -> tuple[list[Word], bool]:
    """The words without those that say for no customer: “for nobody”, “no customer”, “customer -”.

    They stand first, or behind a comma, and go up to the end or to a comma: else they are a title.
    """
    for at in range(len(words)):
        if at and not words[at - 1].seen.endswith((",", ";")):
            continue
        for end in range(min(len(words), at + _MOST_NOBODY), at, -1):
            said = " ".join(word.seen.lower() for word in words[at:end]).rstrip(",;.")
            is_apart = end == len(words) or words[end - 1].seen.endswith((",", ";"))
            if is_apart and said in _NOBODY:
                return [*words[:at], *words[end:]], True
    return list(words), False


def _with_leads(words: Sequence[Word]) -> tuple[list[Word], dict[int, str]]:
    """The words with the names of fields as the little words of the grammar: “customer to Acme”.

    With them, what was typed in the place of each of these little words.
    """
    told: list[Word] = []
    names: dict[int, str] = {}
    at = 0
    while at < len(words):
        behind = _behind_name(words, at)
        lead = _lead(words, at)
        if lead:
            names[len(told)] = " ".join(word.seen for word in words[at:behind])
            told.append(Word(lead.title() if words[at].seen.istitle() else lead))
            at = behind
        elif at == 0 and _names_title(words, behind):
            at = behind
        else:
            told.append(words[at])
            at += 1
    return told, names


def _behind_name(words: Sequence[Word], at: int) -> int:
    """Where what a field is to hold begins: behind its name, and behind “is” and the like."""
    at += 1
    return at + (at < len(words) and words[at].plain.lower() in _IS)


def _lead(words: Sequence[Word], at: int) -> str:
    """The little word for a field's name, first of all or behind a comma; empty for other words."""
    # “Call the customer” is a title, “title Call, customer Acme” is not.
    is_first = at == 0 or words[at - 1].seen.endswith((",", ";"))
    return _FIELDS.get(words[at].plain.lower(), "") if is_first and not words[at].quoted else ""


def _names_title(words: Sequence[Word], behind: int) -> bool:
    """Whether the first word only says that a title follows."""
    name = words[0].plain.lower()
    if name == "to":
        return len(words) > 1 and not words[1].person
    if name in _CALLED:
        # “Name is misspelt” is a title, “name is Misspelt bill” is not.
        is_typed_as_name = behind > 1 and not words[0].seen[:1].isupper()
        return words[0].seen.endswith(":") or is_typed_as_name
    return name in _TITLE


def _begins_title(filing: Filing, clause: Clause, names: dict[int, str]) -> bool:
    """Whether a clause that stands first is how a sentence begins: “Customer Acme is angry”."""
    is_name = clause.start in names or clause.kind in (Slot.CUSTOMER, Slot.DEPARTMENT)
    if clause.start or not is_name or filing.ends_at(clause.end):
        return False
    is_apart = filing.words[clause.end - 1].seen.endswith((",", ";", ":"))
    return not is_apart and filing.begins_sentence(clause.end)


def _with_names(filing: Filing, names: dict[int, str]) -> list[Word]:
    """The words with the names of fields put back where nothing was read behind them."""
    return [
        Word(names[at]) if at in names and not filing.is_filed(at) else word
        for at, word in enumerate(filing.words)
    ]


def _by_when(
    session: Session, now: datetime, person: Person, item: Item, said: str
) -> deadlines.ByWhen | None:
    keeper = items.owner_of(session, item) or person
    try:
        return deadlines.read(session, now, keeper, said, item)
    except WrongDate:
        return None
