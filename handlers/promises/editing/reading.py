"""What somebody types to change a promise: “title …”, “for Acme”, “by friday”, “to @lee”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.people import vocabulary
from handlers.promises import deadlines, items
from handlers.speech import blocks, grammar
from handlers.speech.answered import TypedAnswer
from handlers.speech.errors import WrongDate
from handlers.speech.filing import Filing
from handlers.speech.grammar import ME, Slot
from handlers.speech.typed import Word
from storage.customers import Customer
from storage.departments import Department
from storage.items import Item
from storage.people import Person

_FIELDS = {
    "customer": "for", "account": "for", "department": "in", "team": "in", "date": "by",
    "day": "by", "deadline": "by", "owner": "to", "severity": "sev",
}  # fmt: skip
"""The names of the fields of the form, and the little words that lead to what they hold."""
_TITLE = frozenset({"title", "name", "titled", "text"})
_IS = frozenset({"to", "is", "=", "as", "into"})


@dataclass
class EditSaid:
    """What was said of how it is to be; empty where nothing was. `day` is in ISO."""

    title: str
    customer: Customer | None = None
    department: Department | None = None
    day: str = ""
    owner: str = ""
    severity: str = ""
    reason: str = ""


def read(
    session: Session, now: datetime, person: Person, item: Item, answer: TypedAnswer
) -> EditSaid:
    """What the words say of each field; what says nothing of another is the title."""
    words = _with_leads(answer.words)
    known = vocabulary.of(session, person.team_id, words, severities=True)
    filing = Filing(words, grammar.clauses(words, known))
    said = EditSaid(item.title, reason=answer.reason)
    for each in filing.found:
        if isinstance(each.value, Customer) and said.customer is None:
            said.customer = each.value
        elif isinstance(each.value, Department) and said.department is None:
            said.department = each.value
        elif each.kind is Slot.OWNER and each.value and not each.group and not said.owner:
            said.owner = person.user_id if each.value == ME else str(each.value)
        elif each.kind is Slot.SEVERITY and each.value and not said.severity:
            said.severity = str(each.value)
        elif each.kind is Slot.DATE and each.value and not said.day:
            said.day = _day(session, now, person, item, each.said)
            if not said.day:
                continue
        else:
            continue
        filing.filed.append(each)
    left = grammar.rest(words, filing.filed)
    said.title = blocks.clip(left, items.TITLE) if left else item.title
    return said


def _with_leads(words: Sequence[Word]) -> list[Word]:
    """The words with the names of fields as the little words of the grammar: “customer to Acme”."""
    told: list[Word] = []
    at = 0
    while at < len(words):
        name = words[at].plain.lower()
        # “Call the customer” is a title, “title Call, customer Acme” is not.
        is_field = not words[at].quoted and (at == 0 or words[at - 1].seen.endswith((",", ";")))
        lead = _FIELDS.get(name) if is_field else None
        if lead or (at == 0 and name in _TITLE) or (at == 0 and name == "to" and len(words) > 1):
            is_name = name == "to" and words[1].person
            told += [words[0]] if is_name else [Word(lead)] if lead else []
            at += 1
            at += at < len(words) and words[at].plain.lower() in _IS
            continue
        told.append(words[at])
        at += 1
    return told


def _day(session: Session, now: datetime, person: Person, item: Item, said: str) -> str:
    keeper = items.owner_of(session, item) or person
    try:
        return deadlines.read(session, now, keeper, said, item.due_at).deadline.day.isoformat()
    except WrongDate:
        return ""
