"""How a typed task is read: what, to whom, by when, for which customer, in which department, why.

The clauses may stand in any order. What is known is filed; what only looks like a clause stays in
the title, and where it may have been meant as one, whoever typed it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.speech import cleaning, grammar
from handlers.speech.grammar import ME, Clause, Kind, Known
from handlers.speech.typed import Word
from storage.customers import Customer
from storage.departments import Department

_BY_PREFERENCE = (("on",), ("in",))
"""Little words whose dates are none where another date is said, as they are common in titles."""
_ASKED_OF = frozenset({"by", "until", "till", "before", "due"})
"""Little words behind which a date is looked for, and asked about."""


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
    rivals: list[str] = field(default_factory=list)
    group: str = ""
    unplaced: list[tuple[Kind, str]] = field(default_factory=list)
    """What looks like a clause and stands in the title, with what it would be."""
    guessed: bool = False
    """Whether the owner is only mentioned somewhere."""

    @property
    def complete(self) -> bool:
        """Whether nothing has to be asked in a form."""
        open_questions = self.rivals or self.group or self.unplaced or self.guessed
        said = self.owner and self.when and not cleaning.says_nothing(self.what)
        return bool(said and not open_questions)


def read(words: Sequence[Word], known: Known, myself: str) -> TypedTask:
    """Read `<what> to @owner by <when> [for <customer>] [in <department>] [because …]`.

    `myself` is the Slack id of whoever types it.
    """
    return _Reading(words, known, myself).task


class _Reading:
    """One command while it is read: its clauses, and those that are filed so far."""

    def __init__(self, words: Sequence[Word], known: Known, myself: str) -> None:
        self.task = TypedTask()
        self._words, self._myself = words, myself
        self._found = grammar.clauses(words, known)
        self._filed: list[Clause] = []
        self._file_owner()
        self._file_date()
        self._file_rest()
        self._find_mention()
        self._ask_about_the_rest()
        self.task.what = grammar.rest(words, [each for each in self._filed if self._goes(each)])

    def _of(self, kind: Kind) -> list[Clause]:
        return [each for each in self._found if each.kind is kind and each.value is not None]

    def _file_owner(self) -> None:
        """Whoever is named with “to”; with an @ before all others."""
        said = self._of(Kind.OWNER)
        marked = [each for each in said if each.said.startswith("@")] or said
        people = list(dict.fromkeys(str(each.value) for each in marked))
        self._filed += marked
        if len(people) > 1:
            self.task.rivals = [self._named(each) for each in marked]
        elif marked and marked[0].group:
            self.task.group = marked[0].said
        elif marked:
            self.task.owner = self._named(marked[0])

    def _named(self, owner: Clause) -> str:
        user_id = self._myself if owner.value == ME else str(owner.value)
        is_id = user_id != owner.said
        return f"<@{user_id}|{owner.said.removeprefix('@')}>" if is_id else user_id

    def _file_date(self) -> None:
        said = self._of(Kind.DATE)
        for common in _BY_PREFERENCE:
            others = [each for each in said if self._words[each.start].lead not in common]
            said = others or said
        for each in said:
            if not self.task.when or each.said.lower() == self.task.when.lower():
                self.task.when = each.said
                self._filed.append(each)
            else:
                self.task.unplaced.append((Kind.DATE, self._as_typed(each)))

    def _file_rest(self) -> None:
        task = self.task
        for each in self._found:
            if isinstance(each.value, Customer) and task.customer in ("", each.value):
                task.customer = each.value
            elif isinstance(each.value, Department) and task.department in ("", each.value):
                task.department = each.value
            elif each.kind is Kind.REASON:
                task.reason = each.said
            else:
                if isinstance(each.value, Customer | Department):
                    task.unplaced.append((each.kind, self._as_typed(each)))
                continue
            self._filed.append(each)

    def _find_mention(self) -> None:
        """Without “to”, who is mentioned where a clause could begin; else, whoever is mentioned."""
        if self._of(Kind.OWNER):
            return
        mentions = [at for at, word in enumerate(self._words) if word.person and not self._is(at)]
        leading = [at for at in mentions if at == 0 or self._ends_at(at + 1)]
        people = {self._words[at].person for at in leading or mentions}
        if len(people) != 1:
            return
        word = self._words[(leading or mentions)[0]]
        self.task.owner = f"<@{word.person}|{word.seen.strip('@,.;:')}>"
        self.task.guessed = not leading
        self._filed += [Clause(Kind.OWNER, at, at + 1, word.seen, word.person) for at in leading]

    def _ask_about_the_rest(self) -> None:
        """What stands behind a little word, where nothing of that name is known."""
        for each in [clause for clause in self._found if clause.value is None]:
            said = grammar.behind(self._words, each, self._found)
            end = min(
                (other.start for other in self._found if other.start > each.start),
                default=len(self._words),
            )
            follows = each.start > 0 and self._is(each.start - 1)
            ends_there = self._ends_at(end)
            if said and (follows or ends_there):
                self._ask_about(each, said, end, follows=follows)

    def _ask_about(self, clause: Clause, said: str, end: int, *, follows: bool) -> None:
        """File what follows another clause as it was said; of other words only ask."""
        task, lead = self.task, self._words[clause.start].lead
        whole = Clause(clause.kind, clause.start, end, said, said)
        if clause.kind is Kind.DATE:
            if task.when or lead not in _ASKED_OF:
                return
            task.when = said if lead in grammar.DROPPED else f"{lead} {said}"
        elif clause.kind is Kind.CUSTOMER and follows and not task.customer:
            task.customer = said
        elif clause.kind is Kind.DEPARTMENT and follows and not task.department:
            task.department = said
        elif clause.kind is Kind.OWNER and (task.owner or task.rivals or task.group):
            return
        else:
            if clause.kind is Kind.OWNER or self._is_name(clause.start + 1):
                task.unplaced.append((clause.kind, f"{self._words[clause.start].seen} {said}"))
            return
        if follows:
            self._filed.append(whole)

    def _is_name(self, at: int) -> bool:
        word = self._words[at]
        return word.quoted or word.seen[:1].isupper()

    def _is(self, at: int) -> bool:
        """Whether a word belongs to a clause that is filed."""
        return any(each.start <= at < each.end for each in self._filed)

    def _ends_at(self, at: int) -> bool:
        """Whether nothing stands there, or a clause begins."""
        return at >= len(self._words) or any(each.start == at for each in self._found)

    def _goes(self, clause: Clause) -> bool:
        """Whether a clause leaves the title; in the midst of it, for whom and where may be said."""
        if clause.kind not in (Kind.CUSTOMER, Kind.DEPARTMENT):
            return True
        before, behind = clause.start - 1, clause.end
        return before < 0 or behind >= len(self._words) or self._is(before) or self._is(behind)

    def _as_typed(self, clause: Clause) -> str:
        return " ".join(word.seen for word in self._words[clause.start : clause.end])
