"""How a typed task is read: what, to whom, by when, for which customer, in which department, why.

The clauses may stand in any order. What is known is filed; what only looks like a clause stays in
the title, and where it may have been meant as one, whoever typed it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.speech import cleaning, grammar, phrases
from handlers.speech.clauses import DROPPED, ME, Clause, KnownNames, last_date, with_its_day
from handlers.speech.filing import Filing, Unknown
from handlers.speech.runs import Slot
from handlers.speech.typed import Word
from storage.audiences import Audience
from storage.customers import Customer
from storage.departments import Department

_COMMON = ("at", "in", "on")
"""Little words whose dates are none where another date is said, as they are common in titles."""
_ASKED_OF = frozenset({"by", "until", "till", "before", "due"})
"""Little words behind which a date is looked for, and asked about."""


_ASKING = frozenset({"for", "ask", "tell", "remind", "have", "get"})
"""First words behind which somebody is mentioned who is to do what follows."""
_ABOUT = frozenset({"for", "with", "from", "of", "about", "by", "and", "as", "like"})
"""Little words behind which somebody is mentioned whom something is about."""


@dataclass
class TypedTask:
    """A task as far as it was written; empty where something is missing.

    `owner` is a mention or a name. Customer and department are rows, or the words for one that is
    not known. `rivals` are those of whom only one can be the owner, `group` the user group that
    was named instead of a person.
    """

    what: str = ""
    owner: str = ""
    when: str = ""
    customer: Customer | str = ""
    department: Department | str = ""
    reason: str = ""
    audience: Audience | None = None
    rivals: list[str] = field(default_factory=list)
    group: str = ""
    outcome: str = ""
    """What it is to move, as it was named: O-2."""
    initiative: str = ""
    """On what it is to hang, as it was named: N-5."""
    unplaced: list[tuple[Slot, str]] = field(default_factory=list)
    """What looks like a clause and stands in the title, with what it would be."""
    guessed: bool = False
    """Whether the owner is only mentioned somewhere, or the date stands at the end of the words."""

    @property
    def complete(self) -> bool:
        """Whether nothing has to be asked in a form."""
        open_questions = self.rivals or self.group or self.unplaced or self.guessed
        said = self.owner and self.when and not cleaning.says_nothing(self.what)
        return bool(said and not open_questions)


def read(words: Sequence[Word], known: KnownNames, myself: str) -> TypedTask:
    """Read `<what> to @owner by <when> [for <customer>] [in <department>] [because …]`.

    `myself` is the Slack id of whoever types it.
    """
    task, filing = TypedTask(), Filing(words, grammar.clauses(words, known))
    _file_owner(task, filing, myself)
    _file_date(task, filing)
    _file_rest(task, filing)
    _find_mention(task, filing)
    for each in filing.unknown():
        _ask_about(task, filing, each)
    _find_date(task, filing)
    task.what = filing.title
    return task


def choose_owner(task: TypedTask, user_id: str) -> None:
    """Let one of those who were named own it; nobody else can be chosen so."""
    chosen = [each for each in task.rivals if phrases.mentioned(each) == user_id]
    if chosen:
        task.owner, task.rivals = chosen[0], []


def _file_owner(task: TypedTask, filing: Filing, myself: str) -> None:
    """Whoever is named with “to”; with an @ before all others."""
    said = filing.known(Slot.OWNER)
    marked = [each for each in said if each.said.startswith("@") or _is_listed(each, said)] or said
    people = list(dict.fromkeys(each.value for each in marked))
    filing.filed += marked
    if len(people) > 1:
        task.rivals = [_named(each, myself) for each in marked]
    elif marked and marked[0].group:
        task.group = marked[0].said
    elif marked:
        task.owner = _named(marked[0], myself)


def _is_listed(owner: Clause, said: Sequence[Clause]) -> bool:
    """Whether somebody is named together with another: “to me and @sara”."""
    return any(each.start == owner.end or each.end == owner.start for each in said)


def _named(owner: Clause, myself: str) -> str:
    user_id = myself if owner.value == ME else str(owner.value)
    is_id = user_id != owner.said
    return f"<@{user_id}|{owner.said.removeprefix('@')}>" if is_id else user_id


def _file_date(task: TypedTask, filing: Filing) -> None:
    said = filing.known(Slot.DATE)
    for common in _COMMON:
        others = [each for each in said if filing.words[each.start].lead != common]
        said = others or said
    for found in said:
        is_hour = filing.words[found.start].lead == "at"
        each = with_its_day(filing.words, found) if is_hour else found
        if task.when.lower() in ("", each.said.lower()):
            task.when = each.said
            filing.filed.append(each)
        else:
            task.unplaced.append((Slot.DATE, filing.as_typed(each)))


def _file_rest(task: TypedTask, filing: Filing) -> None:
    for each in filing.found:
        if isinstance(each.value, Customer) and task.customer in ("", each.value):
            task.customer = each.value
        elif isinstance(each.value, Department) and task.department in ("", each.value):
            task.department = each.value
        elif each.kind is Slot.REASON:
            task.reason = each.said
        elif isinstance(each.value, Audience) and task.audience in (None, each.value):
            task.audience = each.value
        else:
            if isinstance(each.value, Customer | Department | Audience):
                task.unplaced.append((each.kind, filing.as_typed(each)))
            continue
        filing.filed.append(each)


def _find_mention(task: TypedTask, filing: Filing) -> None:
    """Without “to”, who is mentioned where a clause could begin; else, whoever is mentioned."""
    if filing.known(Slot.OWNER):
        return
    words = filing.words
    mentions = [at for at, word in enumerate(words) if word.person and not filing.is_filed(at)]
    leading = [at for at in mentions if at == 0 or _is_led_to(filing, at)]
    people = {words[at].person for at in leading or mentions}
    if len(people) != 1:
        return
    word = words[(leading or mentions)[0]]
    task.owner = f"<@{word.person}|{word.plain.removeprefix('@')}>"
    task.guessed = not leading
    for at in leading:
        start = at - (at == 1 and words[0].lead in _ASKING)
        to = at + 1 < len(words) and words[at + 1].lead == "to" and start < at
        filing.filed.append(Clause(Slot.OWNER, start, at + 1 + to, word.seen, word.person))


def _is_led_to(filing: Filing, at: int) -> bool:
    """Whether somebody is mentioned where a clause ends, and not as part of a sentence."""
    before = filing.words[at - 1].lead
    if at == 1 and before in _ASKING:
        return before == "for" or (len(filing.words) > 2 and filing.words[2].lead == "to")
    return filing.ends_at(at + 1) and before not in _ABOUT


def _find_date(task: TypedTask, filing: Filing) -> None:
    """Without any other date, one that stands at the end of the words before a clause is asked."""
    words = filing.words
    if task.when or not words:
        return
    gone = {at for each in filing.filed for at in range(each.start, each.end)}
    ends = {len(words), *(each.start for each in filing.filed)} - {0}
    for end in sorted(each for each in ends if each - 1 not in gone):
        found = last_date(words, end)
        if found and gone.isdisjoint(range(found.start, found.end)):
            task.when, task.guessed = found.said, True
            filing.filed.append(found)
            return


def _ask_about(task: TypedTask, filing: Filing, unknown: Unknown) -> None:
    """File what follows another clause as it was said; of other words only ask."""
    kind, said, follows = unknown.clause.kind, unknown.said, unknown.follows
    if kind is Slot.DATE:
        lead = unknown.lead.lower()
        if task.when or lead not in _ASKED_OF:
            return
        task.when = said if lead in DROPPED else f"{lead} {said}"
    elif kind is Slot.CUSTOMER and follows and not task.customer:
        task.customer = said
    elif kind is Slot.DEPARTMENT and follows and not task.department:
        task.department = said
    else:
        if kind is Slot.OWNER:
            is_asked = not (task.owner or task.rivals or task.group)
        else:
            filed = task.customer if kind is Slot.CUSTOMER else task.department
            is_asked = unknown.named and (follows or not filed)
        if is_asked:
            task.unplaced.append((kind, unknown.typed))
        return
    if follows:
        filing.filed.append(unknown.clause)
