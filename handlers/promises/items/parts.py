"""Which departments must each take their part of an issue, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from handlers.promises import items
from handlers.promises.items.titles import TITLE
from handlers.promises.items.words import DONE_SIGN, LATE_SIGN, NO_SIGN, NOW_SIGN, due
from handlers.speech import blocks, words
from handlers.speech.lengths import cut
from handlers.speech.promise_errors import PartOfEnded, PartOfPrivate, PartsStillOpen
from storage import asks, issues, people, tasks
from storage.asks import OverdueAsk
from storage.issues import Issue
from storage.items import Item, State
from storage.tasks import Promise, Task

HEAD = "*Each of them must take it*"
WHOLE = "{department} answers for all of {ref} now"
"""Why the part of a department ends that takes over the issue."""
ANOTHER = "another department"
"""What stands for a department whose part only some may see, in an issue that everybody may."""
SHOWN = 20
"""So many are shown line by line; of more, how many there are."""
_TAKEN = (State.ACKNOWLEDGED, State.CORRECTED, State.DONE)


@dataclass(frozen=True)
class Taking:
    """Where one department stands that must take an issue: by its part, or by the issue itself.

    `since` (UTC) is when it was asked; `is_late` says that its answer is due.
    """

    item: Item
    name: str
    since: datetime
    is_late: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether somebody there has said that they do it, or has done it."""
        return self.item.state in _TAKEN

    @property
    def is_awaited(self) -> bool:
        """Whether nobody there has answered yet."""
        return self.item.state == State.OPEN


# --- what there is ---


def is_part(thing: object) -> bool:
    """Whether a thing is the part of a department in an issue."""
    return isinstance(thing, Promise) and thing.is_part


def title_of(issue: Item) -> str:
    """What the part of an issue is called: “Part of I-7: The checkout is down”."""
    return cut(TITLE.format(ref=issue.ref, title=issue.title), items.TITLE)


def asked(session: Session, issue: Issue) -> list[Task]:
    """The parts of an issue, and of what was joined to it, but for those that were taken back."""
    numbers = [issue.number, *(each.number for each in items.joined(session, issue))]
    found = tasks.parts(session, issue.team_id, numbers)
    return [each for each in found if each.state != State.WITHDRAWN]


def still_open(session: Session, item: Item) -> list[Task]:
    """Those of them that are neither done nor answered with a no; none of a task."""
    return [each for each in asked(session, item) if each.live] if isinstance(item, Issue) else []


def own(session: Session, item: Item) -> list[Task]:
    """The open parts of an issue itself, without those of what was joined to it; none of a task."""
    if not isinstance(item, Issue):
        return []
    found = tasks.parts(session, item.team_id, [item.number])
    return [each for each in found if each.live]


def issue_of(session: Session, item: Item) -> Issue | None:
    """The issue of which a thing is a part, the one it was joined to where it was; None for none.

    An issue that several departments must take is itself the one.
    """
    if isinstance(item, Issue):
        return item
    number = item.issue_number if isinstance(item, Promise) and item.is_part else None
    return issues.whole(session, item.team_id, number) if number else None


def takings(session: Session, item: Item, now: datetime) -> list[Taking]:
    """Every department that must take an issue, or that of a part, whoever answers for it first.

    None where it is one department's alone.
    """
    issue = issue_of(session, item)
    found = [each for each in asked(session, issue) if _is_apart(each, issue)] if issue else []
    if issue is None or not found:
        return []
    open_since, late = _asked_since(session, found, None), _asked_since(session, found, now)
    first = _since(asks.overdue_since(session, issue.team_id, issue.noun, [issue.number], now))
    return [
        _taking(session, issue, issue, first, first),
        *(_taking(session, issue, each, open_since, late) for each in found),
    ]


def _is_apart(part: Task, issue: Issue) -> bool:
    """Whether it is said of a part where it stands; one line is enough for whoever has it all."""
    return part.live or part.department_id != issue.department_id


def _asked_since(
    session: Session, found: Sequence[Task], now: datetime | None
) -> dict[int, datetime]:
    """When (UTC) those were asked who have not answered, by number; by `now` those who are late."""
    numbers = [each.number for each in found if each.state == State.OPEN]
    if not numbers:
        return {}
    return _since(asks.overdue_since(session, found[0].team_id, Task.noun, numbers, now))


def _since(overdue: Mapping[int, OverdueAsk]) -> dict[int, datetime]:
    return {number: each.opened_at for number, each in overdue.items()}


def _taking(
    session: Session,
    issue: Issue,
    item: Item,
    since: Mapping[int, datetime],
    late: Mapping[int, datetime],
) -> Taking:
    is_hidden = item.is_private and not issue.is_private
    department = None if is_hidden else items.department_of(session, item)
    return Taking(
        item,
        department.name if department else ANOTHER,
        since.get(item.number, item.created_at),
        is_late=item.number in late,
    )


# --- what is refused ---


def check_none_open(session: Session, item: Item) -> None:
    """Refuse to end an issue while a department still has its part to do.

    Raises PartsStillOpen, which names them.
    """
    still = still_open(session, item)
    if not still or not isinstance(item, Issue):
        return
    named = [_named(session, item, each) for each in still[:SHOWN]]
    left = len(still) - len(named)
    raise PartsStillOpen(
        ref=item.ref,
        parts=words.join_names([*named, *([words.count(left, "more")] if left else [])]),
        one=still[0].ref,
    )


def _named(session: Session, issue: Issue, part: Task) -> str:
    """“Billing (T-5, Maria Costa)”."""
    if part.is_private and not issue.is_private:
        return ANOTHER
    department = items.department_of(session, part)
    owner = people.find(session, part.team_id, part.owner_id) if part.owner_id else None
    who = f", {owner.name}" if owner else ""
    return f"{department.name if department else ANOTHER} ({part.ref}{who})"


def check_wanted(session: Session, item: Item) -> None:
    """Refuse to open a part again of an issue that is corrected or has ended.

    Raises PartOfEnded.
    """
    issue = issue_of(session, item) if is_part(item) else None
    if issue and not issue.is_promised:
        raise PartOfEnded(ref=item.ref, issue=issue.ref)


def check_may_be_shown(session: Session, item: Item) -> None:
    """Refuse to show the part of a private issue to everybody, as its title says what that is.

    Raises PartOfPrivate.
    """
    number = item.issue_number if isinstance(item, Promise) and item.is_part else None
    issue = issues.find(session, item.team_id, number) if number else None
    if issue and issue.is_private:
        raise PartOfPrivate(ref=item.ref, issue=issue.ref)


# --- what is said of it ---


def lines(found: Sequence[Taking], now: datetime) -> list[str]:
    """Where each department stands, as lines of markup below a head; none without parts."""
    if not found:
        return []
    shown = [_line(each, now) for each in found[:SHOWN]]
    left = len(found) - len(shown)
    more = [f"and {words.count(left, 'more department')}"] if left else []
    return [HEAD, *shown, *more]


def _line(taking: Taking, now: datetime) -> str:
    item, name = taking.item, f"{blocks.safe(taking.name, 80)}"
    ref = "" if isinstance(item, Issue) or taking.name == ANOTHER else f" · {item.ref}"
    since = words.day(taking.since, item.due_zone, now)
    match item.state:
        case State.OPEN:
            sign = LATE_SIGN if taking.is_late else NOW_SIGN
            return f"{sign} {name} has not answered since {since}{ref}"
        case State.ACKNOWLEDGED:
            return f"{DONE_SIGN} {name} has taken it, by {due(item, now)}{ref}"
        case State.DECLINED:
            why = blocks.safe(item.close_reason, 200) if taking.name != ANOTHER else ""
            return f"{NO_SIGN} {name} said no{f': “{why}”' if why else ''}{ref}"
        case _:
            return f"{DONE_SIGN} {name} has done it{ref}"


def summary(found: Sequence[Taking], since: str = "") -> str:
    """“two of three have taken it; Support has not answered”, as markup; empty without parts.

    `since` says how long those who have not, as in “for two days”.
    """
    if not found:
        return ""
    taken = sum(each.is_taken for each in found)
    total = words.number(len(found))
    has = "has" if taken == 1 else "have"
    said = f"{words.number(taken) if taken else 'none'} of {total} {has} taken it"
    if taken == len(found):
        said = f"all {total} have taken it"
    return "; ".join([said, *missing(found, since)])


def missing(found: Sequence[Taking], since: str = "") -> list[str]:
    """Who has not answered, and who said no: “Support has not answered”, “Sales said no”."""
    silent = [blocks.safe(each.name, 80) for each in found if each.is_awaited]
    against = [blocks.safe(each.name, 80) for each in found if each.item.state == State.DECLINED]
    has = "has" if len(silent) == 1 else "have"
    said = [f"{words.join_names(silent)} {has} not answered"] if silent else []
    said = [f"{each} {since}".rstrip() for each in said]
    return [*said, *([f"{words.join_names(against)} said no"] if against else [])]
