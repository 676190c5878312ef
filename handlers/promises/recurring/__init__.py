"""What was to keep an issue from coming back did not: its task is open again, and people hear.

That is so where another issue turns out to have its cause, and where the same issue is back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from handlers.chasing import notes
from handlers.people import access, leads
from handlers.promises import afresh, items, lifecycle, moves
from handlers.promises.asked import CHECK
from handlers.promises.items.kinds import ACKNOWLEDGE
from handlers.promises.lifecycle import Asked, judging
from handlers.promises.recurring import repeats, words
from storage import asks, causes, history, issues, tasks
from storage.causes import REPEAT, Cause
from storage.issues import Issue
from storage.items import Item, State
from storage.people import Person
from storage.tasks import Task


def caused(
    session: Session, now: datetime, actor: Person, issue: Issue, cause: Cause
) -> list[Task]:
    """Do what follows when an issue turns out to have a cause that earlier ones have as well.

    What was done within 90 days before it was reported, so that it should not have come, is open
    again. Whoever still does such a task reads that it came back. Nobody is asked any more whether
    it held. The tasks that are open again.
    """
    earlier = [
        each
        for each in causes.issues_of(session, cause, causes.EVER, issue.created_at)
        if (each.created_at, each.number) < (issue.created_at, issue.number)
    ]
    # Issues are held before tasks, here as where two causes are joined: nobody waits in a ring.
    for each in earlier:
        _end_check(session, now, issue, each)
    again = []
    for task in _held(session, issue.team_id, [each.number for each in earlier]):
        again += _meets(session, now, actor, task, [issue])
    return again


def itself(session: Session, now: datetime, actor: Person, issue: Item) -> list[Task]:
    """Do what follows when an issue that was closed, and is held, is back itself.

    What was done within 90 days before to keep it from coming back is open again, and whoever still
    does it reads that it came back. The tasks that are open again; of a task none.
    """
    if not isinstance(issue, Issue):
        return []
    again = []
    for task in _held(session, issue.team_id, [issue.number]):
        if task.live:
            _tell_owner(session, now, issue, task)
        elif task.state == State.DONE and task.closed_at and now <= task.closed_at + REPEAT:
            again += _bring_back(session, now, actor, issue, task, words.why_it_is_back(issue))
    return again


def joined(
    session: Session,
    now: datetime,
    actor: Person,
    cause: Cause,
    ours: Sequence[Issue],
    theirs: Sequence[Issue],
) -> list[Task]:
    """Do what follows when two causes turn out to be one, whose issues were `ours` and `theirs`.

    That is what would have followed had it been said of each issue in its time. The tasks that are
    open again.
    """
    others = {each.number: theirs for each in ours} | {each.number: ours for each in theirs}
    for each in sorted((*ours, *theirs), key=lambda one: one.number):
        came = next((one for one in others[each.number] if _is_soon(each.prevented_at, one)), None)
        if came and each.created_at <= came.created_at:
            _end_check(session, now, came, each)
    again = []
    for task in _held(session, cause.team_id, sorted(others)):
        again += _meets(session, now, actor, task, others[task.issue_number or 0])
    repeats.tell_joined(session, now, actor, cause, ours, theirs)
    return again


def opened_by(session: Session, held: Sequence[Issue], others: Sequence[Issue]) -> list[Task]:
    """The tasks of `held` that are open since one of the `others` came, as Duly opened them."""
    reasons = {words.why_again(each) for each in others}
    numbers = {each.number for each in held}
    return [
        task
        for task in (tasks.preventions(session, held[0].team_id, numbers) if held else [])
        if task.live and _why(session, task) in reasons
    ]


def _why(session: Session, task: Task) -> str:
    """Why Duly opened a task again; empty where it did not, or somebody else did since."""
    event = history.latest(session, task.team_id, task.noun, task.number, moves.BRING_BACK.verb)
    return "" if event is None or event.actor else str(event.details.get("reason"))


def _held(session: Session, team_id: str, numbers: Collection[int]) -> Iterator[Task]:
    """The tasks that were to prevent these issues, held in the order of their numbers."""
    for each in tasks.preventions(session, team_id, numbers) if numbers else []:
        held = tasks.find(session, each.team_id, each.number, lock=True)
        if held:
            yield held


def _meets(
    session: Session, now: datetime, actor: Person, task: Task, came: Sequence[Issue]
) -> list[Task]:
    """Open a task again for the first of these issues that it should have prevented.

    Where it is still to be done its owner reads of the newest.
    """
    if task.live:
        meanwhile = [each for each in came if task.created_at <= each.created_at]
        if meanwhile:
            key = f"prevention:{task.ref}:{meanwhile[-1].ref}"
            _tell_owner(session, now, meanwhile[-1], task, key)
        return []
    first = next((each for each in came if _is_soon(task.closed_at, each)), None)
    if task.state != State.DONE or first is None:
        return []
    return _bring_back(session, now, actor, first, task, words.why_again(first))


def _is_soon(done_at: datetime | None, issue: Issue) -> bool:
    """Whether an issue was reported within 90 days of when something was done, and not before."""
    return done_at is not None and done_at <= issue.created_at <= done_at + REPEAT


def _bring_back(
    session: Session, now: datetime, actor: Person, issue: Issue, task: Task, why: str
) -> list[Task]:
    """Open a task that is done and held again, as Duly itself; none where nobody can do it.

    It is asked with as much time as at first where its date is past.
    """
    keeper = _keeper(session, issue, task)
    if keeper is None:
        return []
    judging.judge_reopened(session, now, task)
    lifecycle.pass_on(
        session, now, moves.BRING_BACK, task,
        changes=afresh.changes(session, now, task, keeper, None),
        asked=[Asked(ACKNOWLEDGE, keeper, task.department_id)],
        reason=why,
    )  # fmt: skip
    if keeper.user_id != task.created_by:
        items.show_owner(session, now, task, keeper)
    lead = leads.lead_of(session, items.department_of(session, task))
    if lead and lead.user_id not in (keeper.user_id, actor.user_id, task.created_by):
        notes.send(
            session, now, lead, words.is_open_again(task, keeper, _seen(session, lead, issue))
        )
    return [task]


def _keeper(session: Session, issue: Issue, task: Task) -> Person | None:
    """Who is to do it again: its owner, else who leads there, else where the issue is now.

    Nobody where none of them is there.
    """
    owner = items.owner_of(session, task)
    if owner and access.can_own(owner):
        return owner
    led = (items.department_of(session, each) for each in (task, issue))
    return next(filter(None, (leads.lead_of(session, each) for each in led)), None)


def _tell_owner(session: Session, now: datetime, issue: Issue, task: Task, key: str = "") -> None:
    """Let whoever still does it read that it came back; by a `key` once."""
    owner = items.owner_of(session, task)
    if owner is None or not owner.works_here:
        return
    said = words.came_meanwhile(task, _seen(session, owner, issue))
    # Once of each issue, also where its cause is taken back and said again.
    its_key = f"{key}:{owner.user_id}" if key else ""
    notes.send(session, now, owner, said, key=its_key, once=bool(key))


def _seen(session: Session, reader: Person, issue: Issue) -> Issue | None:
    """The issue, where somebody may see it."""
    return issue if access.may_see(session, reader, issue) else None


def _end_check(session: Session, now: datetime, issue: Issue, earlier: Issue) -> None:
    """Ask nobody any more whether what was to prevent an earlier issue held: it did not."""
    if earlier.state != State.DONE or not _is_soon(earlier.prevented_at, issue):
        return
    held = issues.find(session, earlier.team_id, earlier.number, lock=True)
    if held is None or held.state != State.DONE:
        return
    about = asks.open_about(session, held.team_id, held.noun, held.number)
    if any(ask.kind == CHECK for ask in about):
        lifecycle.pass_on(session, now, moves.NOT_HELD, held, reason=words.why_again(issue))
