"""How a typed issue is read: what happened, to which customer, whose it is, how bad it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from handlers.speech import grades, grammar, mentions
from handlers.speech.clauses import Clause, KnownNames
from handlers.speech.filing import Filing, Unknown
from handlers.speech.runs import Slot
from handlers.speech.typed import Word
from storage.audiences import Audience
from storage.customers import Customer
from storage.departments import Department, key_of
from storage.issues import Feeling

_FILED = frozenset({Slot.CUSTOMER, Slot.DEPARTMENT, Slot.SEVERITY, Slot.AUDIENCE})


class Touchpoint(StrEnum):
    """Where something happens to a customer, as a form offers it; an import may say others."""

    UNKNOWN = "not known"
    SALES = "sales"
    CONTRACT = "contract"
    DELIVERY = "delivery"
    PRODUCT = "product"
    INVOICE = "invoice"
    SUPPORT = "support"
    WEBSITE = "website"
    OTHER = "other"


@dataclass
class TypedIssue:
    """An issue as it was written; None, or empty, where nothing was said.

    `severity` is the word that was used. `unplaced` is what looks like a clause and stands in the
    title: what it would be, the words, and whether they begin like a name.
    """

    what: str = ""
    customer: Customer | None = None
    department: Department | None = None
    severity: str = ""
    also: list[Department] = field(default_factory=list)
    """The further departments that are listed behind the first."""
    audience: Audience | None = None
    perhaps_customers: list[Customer] = field(default_factory=list)
    """Who may be meant by words of the title, where it is not said for whom it is."""
    perhaps_severity: str = ""
    """The word of the title that may say how bad it is, where nothing else does."""
    unplaced: list[tuple[Slot, str, bool]] = field(default_factory=list)
    felt: Feeling | None = None
    """How the customer felt."""


def read(words: Sequence[Word], known: KnownNames) -> TypedIssue:
    """Read `<what> [for <customer>] [in <department>] [sev 1-4]`, in any order.

    Departments that are listed, as “in Billing, Support and Sales” or “to Billing and Support”,
    must each take it; the first of them answers for it.
    """
    issue, filing = TypedIssue(), Filing(words, _found(words, known))
    listed = _listed(filing)
    issue.also = [each.value for each in listed if isinstance(each.value, Department)]
    filing.filed += listed
    for each in filing.found:
        if isinstance(each.value, Customer) and issue.customer in (None, each.value):
            issue.customer = each.value
        elif isinstance(each.value, Department) and issue.department in (None, each.value):
            issue.department = each.value
        elif each.kind is Slot.SEVERITY and each.value and issue.severity in ("", each.value):
            issue.severity = str(each.value)
        elif isinstance(each.value, Audience) and issue.audience in (None, each.value):
            issue.audience = each.value
        else:
            if each not in listed and _is_asked_about(filing, each):
                issue.unplaced.append((each.kind, filing.as_typed(each), True))
            continue
        filing.filed.append(each)
    for unknown in filing.unknown():
        _ask_about(issue, filing, unknown)
    is_asked = any(kind is Slot.CUSTOMER and named for kind, _, named in issue.unplaced)
    if issue.customer is None and not is_asked:
        _find_customer(issue, filing, known)
    issue.what = filing.title
    if not issue.severity:
        left = [word for at, word in enumerate(words) if not filing.is_filed(at)]
        issue.perhaps_severity = grades.perhaps(left)
    return issue


def _found(words: Sequence[Word], known: KnownNames) -> list[Clause]:
    """The clauses of an issue: departments that several are asked “to” are no owners of it."""
    found = grammar.clauses(words, known)
    departments = [_as_department(each, known) for each in found]
    return [
        department if department and _is_one_of_many(each, departments) else each
        for each, department in zip(found, departments, strict=True)
    ]


def _as_department(clause: Clause, known: KnownNames) -> Clause | None:
    """The department that a clause names; None for any other clause."""
    if clause.kind is Slot.DEPARTMENT:
        return clause if clause.value is not None else None
    is_group = clause.kind is Slot.OWNER and clause.group
    department = known.departments.get(key_of(str(clause.value))) if is_group else None
    return replace(clause, kind=Slot.DEPARTMENT, value=department) if department else None


def _is_one_of_many(clause: Clause, all_of_them: Sequence[Clause | None]) -> bool:
    """Whether another department is named right before it, or right behind."""
    others = [each for each in all_of_them if each and each.start != clause.start]
    return any(clause.start == each.end or clause.end == each.start for each in others)


def _listed(filing: Filing) -> list[Clause]:
    """The departments behind the first one of a list with which a clause ends.

    “in Billing, Support and Sales” names three; “an error in Billing and Support screens” is a
    part of the title, and asked about.
    """
    found = filing.known(Slot.DEPARTMENT)
    listed: list[Clause] = []
    for before, each in pairwise(found):
        if each.start != before.end:
            break
        listed.append(each)
    return listed if listed and filing.ends_at(listed[-1].end) else []


def _is_asked_about(filing: Filing, clause: Clause) -> bool:
    """Whether a clause that has no place is asked about: one too many, or who is to do it."""
    if clause.kind is Slot.OWNER:
        return clause.said.startswith("@") and filing.ends_at(clause.end)
    return clause.value is not None and clause.kind in _FILED


def _find_customer(issue: TypedIssue, filing: Filing, known: KnownNames) -> None:
    """Take the one customer whom the title names; who may be meant otherwise is asked about."""
    named = mentions.find(filing.words, known, filing.is_filed)
    customers = list({each.customer.key: each.customer for each in named}.values())
    if len(customers) != 1 or not mentions.is_sure(filing.words, named[0]):
        issue.perhaps_customers = customers
        return
    issue.customer, only = customers[0], named[0]
    if mentions.is_apart(filing.words, only) and filing.ends_at(only.end):
        said = filing.words[only.start].seen
        filing.filed.append(Clause(Slot.CUSTOMER, only.start, only.end, said, only.customer))


def _ask_about(issue: TypedIssue, filing: Filing, unknown: Unknown) -> None:
    """A severity that is none is refused; what may be a name is asked about."""
    kind = unknown.clause.kind
    said_already = {Slot.CUSTOMER: issue.customer, Slot.DEPARTMENT: issue.department}
    if kind is Slot.SEVERITY:
        if not issue.severity and (" " not in unknown.said or unknown.said[:1].isdigit()):
            first = unknown.said.partition(" ")[0]
            issue.severity = first.rstrip(":,;.")
            length = 1 if unknown.clause.value is None else 2
            end = unknown.clause.start + length
            filing.filed.append(replace(unknown.clause, end=end))
    elif kind in said_already and (unknown.follows or said_already[kind] is None):
        issue.unplaced.append((kind, unknown.typed, unknown.named or unknown.follows))
