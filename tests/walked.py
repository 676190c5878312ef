"""Issues are led by whoever may, one move after the other, and what then has to hold is looked at.

A walk is a row of steps: some time passes, and somebody does something with one of the issues.
After each step all that has to hold of every issue is read from the rows alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, col, select

from bot import routes
from handlers.chasing import audits, nudges
from handlers.front import leavers
from handlers.people import office
from handlers.promises import (
    issues,
    items,
    lifecycle,
    waits,
)
from handlers.promises.asked import (
    ACCEPT,
    ACKNOWLEDGE,
    CHECK,
    DATE,
    FINISH,
    HELP,
    INFORM,
    REVIEW,
    TELL,
    TRIAGE,
)
from handlers.promises.issues import NewIssue
from handlers.promises.items import loop, parts
from handlers.promises.steps import checks
from handlers.speech.errors import UserError
from storage import asks, customers, departments, history, tasks
from storage import handoffs as stored_handoffs
from storage import issues as stored_issues
from storage.asks import Ask
from storage.audits import Audit
from storage.history import Event
from storage.issues import Issue
from storage.items import Item, State
from storage.tasks import Task
from tests import recount, replay, walked_concerns, walked_offers, walked_people, walked_waits
from tests.cast import BEN, GRACE, MONDAY, OMAR, SARA, TEAM
from tests.walking import ACTS, MOST, SAME, Stride, accounts, person

MINUTE = timedelta(minutes=1)


@dataclass
class Walk:
    """A walk under way: when it is, and how each issue stood after the last step."""

    session: Session
    now: datetime = MONDAY
    states: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)
    last: int = 1
    """The number of the issue with which something was done last."""


def _named(walk: Walk, who: str, issue: Issue) -> str:
    """The Slack id of whoever is meant."""
    match who:
        case "owner":
            return issue.owner_id or OMAR
        case "reporter":
            return issue.created_by
        case "lead":
            home = departments.find(walk.session, TEAM, issue.department_id)
            return (home and home.lead_id) or OMAR
        case "asked":
            about = asks.open_about(walk.session, TEAM, Issue.noun, issue.number)
            return about[-1].person_id if about else issue.created_by
        case "its part":
            known = tasks.parts(walk.session, TEAM, [issue.number])
            newest = max(known, key=lambda part: (part.live, part.number), default=None)
            return (newest and newest.owner_id) or OMAR
        case "the same":
            last = history.latest(walk.session, TEAM, Issue.noun, issue.number)
            return (last and last.actor) or OMAR
        case _:
            return who


# --- one step after the other ---


def begin(session: Session) -> Walk:
    """Three issues, of a key account, of nobody's department and of a small customer."""
    accounts(BEN)(session, MONDAY, person(session, OMAR), Issue())
    new = [
        (GRACE, NewIssue("Paid twice", severity=1, customer=customers.named(session, TEAM, "Acme"),
                         department=departments.named(session, TEAM, "Billing"))),
        (BEN, NewIssue("Late again", severity=2,
                       customer=customers.named(session, TEAM, "Globex"))),
        (SARA, NewIssue("Rude", severity=3, customer=customers.named(session, TEAM, "Corner Café"),
                        department=departments.named(session, TEAM, "Logistics"))),
    ]  # fmt: skip
    for user, each in new:
        issues.report(session, MONDAY, person(session, user), each)
    session.flush()
    walk = Walk(session)
    check(walk)
    return walk


def stride(walk: Walk, step: Stride) -> None:
    """Let time pass, and somebody do something; then look at all that has to hold."""
    _pass(walk, step.minutes * MINUTE)
    check(walk, f"{step.minutes} minutes before {step}")
    numbers = sorted(walk.session.exec(select(Issue.number).where(Issue.team_id == TEAM)))
    number = walk.last if step.number == SAME else numbers[step.number % len(numbers)]
    issue = stored_issues.find(walk.session, TEAM, number)
    assert issue
    if step.act.startswith("report") and len(numbers) >= MOST:
        return
    actor = person(walk.session, _named(walk, step.who, issue))
    if actor.gone:
        return
    try:
        with walk.session.begin_nested():
            held = items.get(walk.session, actor, issue.ref)
            ACTS[step.act](walk.session, walk.now, actor, held)
            walk.session.flush()
        walk.made[step.act] += 1
        walk.last = number
    except UserError:
        walk.session.expire_all()
    _duties(walk)
    check(walk, str(step))


def _pass(walk: Walk, span: timedelta) -> None:
    """Time passes: people are reminded, and asked whether what was closed has held."""
    walk.now += span
    if span > 10 * MINUTE:
        _until_none(walk, partial(nudges.handle_one, routes.REGISTERS))
    _duties(walk)


def _duties(walk: Walk) -> None:
    _until_none(walk, partial(leavers.handle_one, routes.REGISTERS))
    _until_none(walk, checks.handle_one)
    _until_none(walk, waits.handle_one)


def _until_none(walk: Walk, duty: Callable[[Session, datetime], bool]) -> None:
    for _ in range(300):
        if not duty(walk.session, walk.now):
            break
        walk.session.flush()
    else:
        raise AssertionError(f"{duty} does not come to an end")
    walk.session.flush()


def end(walk: Walk) -> None:
    """What has to hold once a walk is over: nothing to repair, and history tells all of it."""
    session = walk.session
    for _ in range(4):
        walk.now += MINUTE
        _until_none(walk, partial(audits.handle_one, routes.REGISTERS))
    audit = session.exec(select(Audit).where(Audit.team_id == TEAM)).one()
    repairs = session.exec(select(Event).where(Event.noun == "audit")).all()
    wrong = [f"audits {each.verb} {each.details}" for each in repairs]
    wrong += [f"audits found {audit.found}"] if audit.found else []
    wrong += replay.replayed(session, TEAM).differing
    wrong += recount.figures_told_otherwise(session, TEAM, walk.now)
    assert not wrong, "in the end:\n" + "\n".join(wrong)


# --- what has to hold ---


def check(walk: Walk, after: str = "the beginning") -> None:
    """All that has to hold of every issue, at any moment."""
    walk.session.flush()
    wrong = walked_people.wrong(walk.session)
    found = walk.session.exec(
        select(Issue).where(Issue.team_id == TEAM).order_by(col(Issue.number))
    ).all()
    for issue in found:
        wrong += [f"{issue.ref} ({issue.state}): {each}" for each in _of_issue(walk, issue)]
        for part in tasks.parts(walk.session, TEAM, [issue.number]):
            wrong += [f"{part.ref} ({part.state}): {each}" for each in _of_part(walk, issue, part)]
    wrong += walked_waits.wrong(walk.session, walk.now)
    wrong += walked_concerns.wrong(walk.session)
    assert not wrong, f"after {after}:\n" + "\n".join(wrong)


def _of_issue(walk: Walk, issue: Issue) -> Iterator[str]:
    yield from _of_table(walk, issue)
    yield from _of_row(issue, walk.now)
    owed = asks.open_about(walk.session, TEAM, Issue.noun, issue.number)
    wanted = _wanted(walk.session, issue) | walked_concerns.asked(walk.session, issue)
    yield from _of_asks(issue, wanted, owed)
    yield from walked_concerns.of_issue(walk.session, issue)
    yield from walked_offers.wrong(walk.session, issue)
    if issue.state == State.CORRECTED and not loop.left(walk.session, issue):
        yield "is corrected, and nothing is left of its loop"


def _of_table(walk: Walk, item: Item) -> Iterator[str]:
    """Each thing that happened to it is a move of the table, from the state before it."""
    told = history.of(walk.session, TEAM, item.noun, item.number)
    before = walk.states.get(item.ref)
    for event in told[walk.seen.get(item.ref, 0) :]:
        if event.state is None:
            continue
        rows = [row for row in routes.MOVES if row.verb == event.verb and item.noun in row.nouns]
        if not any(_fits(row, before, event.state) for row in rows):
            yield f"“{event.verb}” made {event.state} of {before}"
        before = event.state
    if before != item.state:
        yield f"history says {before}"
    walk.states[item.ref], walk.seen[item.ref] = item.state, len(told)


def _fits(row: lifecycle.Move, before: str | None, after: str) -> bool:
    if row.takes_back:
        return True
    starts = before in row.start if row.start else before is None
    return starts and after == (row.end or before)


def _of_row(issue: Issue, now: datetime) -> Iterator[str]:
    """What the columns of a state have to be."""
    facts = {
        "has ended when": (issue.closed_at is None) == issue.live,
        "is taken since": issue.state != State.ACKNOWLEDGED or issue.acknowledged_at,
        "is corrected since": issue.state != State.CORRECTED or issue.corrected_at,
        "is joined": issue.joined_to is None or issue.state == State.WITHDRAWN,
        "is with somebody": (issue.owner_id is None) == (issue.department_id is None),
        "is to be checked": issue.check_at is None or issue.state == State.DONE,
        "is to be checked later": issue.check_at is None or issue.check_at > now,
    }
    yield from (f"{name}: not so" for name, holds in facts.items() if not holds)


def _of_part(walk: Walk, issue: Issue, part: Task) -> Iterator[str]:
    """What a department takes of an issue is with one person, and as that is."""
    yield from _of_table(walk, part)
    owed = asks.open_about(walk.session, TEAM, Task.noun, part.number)
    yield from _of_asks(part, _wanted_of_part(walk.session, part), owed)
    if not part.live:
        return
    whole = parts.issue_of(walk.session, part)
    assert whole
    if not whole.is_promised:
        yield f"is open, and {whole.ref} is {whole.state}"
    facts = {
        "seen by no more people": part.is_private or not issue.is_private,
        "with somebody": part.owner_id is not None and part.department_id is not None,
    }
    yield from (f"{name}: not so" for name, holds in facts.items() if not holds)


def _wanted_of_part(session: Session, part: Task) -> dict[str, tuple[int, int]]:
    offer = stored_handoffs.offered(session, TEAM, Task.noun, part.number)
    accept = {ACCEPT: (1, 1)} if offer else {}
    match State(part.state):
        case State.OPEN:
            return {ACKNOWLEDGE: (1, 1), DATE: (0, 1), **accept}
        case State.ACKNOWLEDGED:
            return {FINISH: (1, 1), **accept, **walked_waits.supplying(session, part)}
        case _:
            return {}


def _of_asks(
    item: Item, wanted: Mapping[str, tuple[int, int]], owed: Sequence[Ask]
) -> Iterator[str]:
    """Of each kind just those are asked who have to be."""
    found = Counter(ask.kind for ask in owed if ask.kind != HELP)
    for kind in sorted({*wanted, *found}):
        least, most = wanted.get(kind, (0, 0))
        if not least <= found[kind] <= most:
            yield f"{found[kind]} are asked to {kind}, not {least} to {most}"
    helpers = Counter(ask.person_id for ask in owed if ask.kind == HELP)
    if any(number > 1 for number in helpers.values()) or (helpers and not item.live):
        yield f"help is asked of {dict(helpers)}"
    for ask in owed:
        whose = (ask.person_id, ask.for_id)
        if ask.kind in (ACKNOWLEDGE, DATE, FINISH) and item.owner_id not in whose:
            yield f"{ask.kind} is asked of {whose}, and it is with {item.owner_id}"


def _wanted(session: Session, issue: Issue) -> dict[str, tuple[int, int]]:
    """How many have to be asked for each kind of answer, at least and at most."""
    offer = stored_handoffs.offered(session, TEAM, Issue.noun, issue.number)
    whose = items.customer_of(session, issue)
    # Where nobody is there to do it, whoever was asked may have it still.
    left_over = {
        step: int(loop.can_do(session, issue, step, whose) is not None)
        for step in loop.left(session, issue)
        if step in loop.KINDS
    }
    steps_left = {loop.KINDS[step]: (least, 1) for step, least in left_over.items()}
    told = {INFORM: steps_left[INFORM]} if INFORM in steps_left else {}
    accept = {ACCEPT: (1, 1)} if offer else {}
    match State(issue.state):
        case State.OPEN if issue.owner_id is None:
            ccos = len(office.holders(session, TEAM))
            return {TRIAGE: (ccos, max(1, ccos))}
        case State.OPEN:
            return {ACKNOWLEDGE: (1, 1), DATE: (0, 1), **accept}
        case State.ACKNOWLEDGED:
            supply = walked_waits.supplying(session, issue)
            return {FINISH: (1, 1), **told, **accept, **supply}
        case State.CORRECTED:
            return {**steps_left, **walked_waits.supplying(session, issue)}
        case State.DONE:
            return {CHECK: (0, 1)}
        case State.DECLINED:
            return {TELL: (0, 1), REVIEW: (0, 1)}
        case _:
            return {INFORM: (0, 1)} if issue.joined_to else {}
