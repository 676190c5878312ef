"""What people can do is called here as any program may call it, with rows and words and no request.

Each answers with what it made or changed, and refuses in a sentence that a person can read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.routes import REGISTERS
from handlers.people import access
from handlers.promises import answers, handoffs, helping, issues, items, lists, noes, tasks
from handlers.promises.issues import NewIssue
from handlers.promises.lists import Listing, reading
from handlers.promises.lists.filters import Filter, ListOwner
from handlers.promises.tasks import NewTask
from handlers.speech.errors import (
    DayMissing,
    DueMissing,
    IssueMissing,
    OwnerMissing,
    PastDate,
    ReceiverMissing,
    TaskMissing,
    TitleTooLong,
    UnclearDate,
    UnknownList,
    UserError,
    WhyMissing,
    WrongSeverity,
)
from handlers.speech.people_errors import (
    CcoOwns,
    GuestMayNot,
    NoLead,
    NotReadYet,
    NotYours,
    UnknownCustomer,
    UnknownDepartment,
)
from handlers.speech.promise_errors import (
    AlreadyClosed,
    AlreadyOffered,
    AlreadyRouted,
    AlreadyTaken,
    NoMoreSnoozes,
    NotAnIssue,
    NothingOwed,
    NothingToPutOff,
    NotOffered,
    SameOwner,
    SnoozeTooLong,
)
from handlers.speech.setup_errors import NameTooLong
from storage import counters, customers, departments, history
from storage import handoffs as stored_handoffs
from storage.asks import Ask
from storage.cards import Card, Face
from storage.database import Database
from storage.departments import Department
from storage.issues import Issue
from storage.items import State
from storage.people import Person, Standing
from storage.tasks import Task
from tests import replay
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM
from tests.rows import BESIDE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 1, 17, tzinfo=UTC)
"""The end of a day in Berlin."""
WHY = "Legal reads it on Monday"
Item = Task | Issue


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction, in whose end history tells what stands in the items."""
    with database.write() as session:
        yield session
        session.flush()
        told = replay.replayed(session, TEAM, strict=True)
    assert not told.differing, "\n".join(told.differing)


def person(session: Session, user: str) -> Person:
    return access.recognise(session, TEAM, user)


def department(session: Session, name: str) -> Department:
    found = departments.named(session, TEAM, name)
    assert found
    return found


def listed(found: Listing) -> list[str]:
    """What stands in a list, by name."""
    pending = [each.about.ref for each in found.waiting.first]
    return [*pending, *(item.ref for item in found.items)]


def held(session: Session, ref: str = "T-1") -> Item:
    """The promise as every use case wants it."""
    return items.get(session, person(session, OMAR), ref)


@pytest.fixture
def task(session: Session) -> Item:
    """T-1 from Ben to Sara by Friday, for Acme."""
    new = NewTask("Call them", "@sara", "friday", customer="Acme")
    tasks.give(session, MONDAY, person(session, BEN), new)
    return held(session)


def owed(session: Session, ref: str = "T-1") -> set[tuple[str, str]]:
    """What is still owed about a promise, and by whom; not what is asked beside it."""
    letter, number = ref.split("-")
    query = select(Ask).where(
        Ask.noun == items.NOUNS[letter], Ask.number == number, col(Ask.answered_at).is_(None),
        Ask.kind != BESIDE,
    )  # fmt: skip
    return {(ask.kind, ask.person_id) for ask in session.exec(query)}


def last(session: Session, item: Item) -> tuple[str, str]:
    """Who did what last."""
    event = history.of(session, TEAM, item.noun, item.number)[-1]
    return event.actor, event.verb


# --- tasks ---


@pytest.mark.parametrize("owner", ["@sara", "<@U0SARA>", "Sara Novak"])
@pytest.mark.parametrize("by", ["friday", "2026-11-27"])
def test_a_task_is_given_in_words(session: Session, owner: str, by: str) -> None:
    new = NewTask("Call  them ", owner, by, customer="acme", department="Support")
    given = tasks.give(session, MONDAY, person(session, BEN), new)
    assert (given.owner.user_id, given.read_at) == (SARA, MONDAY)
    assert given.customer
    assert given.customer.name == "Acme"
    task = held(session)
    assert (task.title, task.state, task.owner_id, task.created_by) == (
        "Call them", State.OPEN, SARA, BEN,
    )  # fmt: skip
    assert (task.due_at, task.original_due_at, task.due_zone) == (FRIDAY, FRIDAY, "Europe/Berlin")
    assert task.department_id == department(session, "Support").department_id
    assert owed(session) == {("acknowledge", SARA)}
    assert {card.lane for card in session.exec(select(Card))} == {"C0SUPPORT", SARA}


def test_a_task_follows_from_an_issue_and_is_given_with_rows(session: Session) -> None:
    reported = issues.report(session, MONDAY, person(session, BEN), NewIssue("Paid twice"))
    issue, ben = held(session, f"I-{reported.issue.number}"), person(session, BEN)
    assert isinstance(issue, Issue)
    globex = customers.named(session, TEAM, "Globex")
    new = NewTask("Call", "@ben", "friday", globex, department(session, "Sales"), issue=issue)
    given = tasks.give(session, MONDAY, ben, new)
    task = held(session)
    assert isinstance(task, Task)
    assert (task.number, task.issue_number, task.state) == (
        given.task.number, issue.number, State.ACKNOWLEDGED,
    )  # fmt: skip
    assert task.customer_id == (globex and globex.customer_id)
    assert owed(session) == {("finish", BEN)}
    assert last(session, issue) == (BEN, "tasked")


def test_the_channel_says_which_department_answers_where_nothing_else_does(
    session: Session,
) -> None:
    sara = person(session, SARA)
    sara.department_id = None
    new = NewTask("Call them", "@sara", "friday", channel_id="C0LOGIST")
    tasks.give(session, MONDAY, person(session, BEN), new)
    assert held(session).department_id == department(session, "Logistics").department_id


def test_whoever_asked_takes_it_back(session: Session, task: Item) -> None:
    assert tasks.withdraw(session, MONDAY, person(session, BEN), task).item is task
    assert (task.state, owed(session)) == (State.WITHDRAWN, set())


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewTask(" … ", "", ""), TaskMissing),
        (NewTask("Call", "", ""), OwnerMissing),
        (NewTask("Call", "@sara", ""), DueMissing),
        (NewTask("x" * 301, "@nobody", "blah"), TitleTooLong),
        (NewTask("Call", "@nobody", "blah"), NotReadYet),
        (NewTask("Call", "@omar", "blah", "Acne"), CcoOwns),
        (NewTask("Call", "@sara", "blah", "Acne"), UnknownCustomer),
        (NewTask("Call", "@sara", "blah", "Acme", "Bling"), UnknownDepartment),
        (NewTask("Call", "@sara", "blah", "Acme", "Billing"), UnclearDate),
        (NewTask("Call", "@omar", "2026-11-20"), CcoOwns),
        (NewTask("Call", "@sara", "2026-11-20"), PastDate),
    ],
)
def test_a_task_that_nobody_can_keep_is_not_given(
    session: Session, new: NewTask, refusal: type[UserError]
) -> None:
    with pytest.raises(refusal) as refused:
        tasks.give(session, MONDAY, person(session, BEN), new)
    assert type(refused.value) is refusal
    assert session.exec(select(Task)).all() == []
    assert counters.next_number(session, TEAM, "task") == 1, "no number was used up"


# --- issues ---


def test_an_issue_is_reported_and_waits_for_a_department(session: Session) -> None:
    acme = customers.named(session, TEAM, "Acme")
    new = NewIssue("Refund  promised twice", "They rang", "Invoice", "sev 2", acme)
    reported = issues.report(session, MONDAY, person(session, BEN), new)
    assert (reported.department, reported.owner) == (None, None)
    issue = held(session, "I-1")
    assert isinstance(issue, Issue)
    assert (issue.title, issue.story, issue.touchpoint, issue.severity, issue.owner_id) == (
        "Refund promised twice", "They rang", "Invoice", 2, None,
    )  # fmt: skip
    assert issue.customer_id == (acme and acme.customer_id)
    assert owed(session, "I-1") == {("triage", OMAR)}
    assert last(session, issue) == (BEN, "reported")


def test_an_issue_is_sent_to_a_department_and_what_is_like_it_follows(session: Session) -> None:
    ben, omar = person(session, BEN), person(session, OMAR)
    issues.report(session, MONDAY, ben, NewIssue("Refund promised twice", severity=1))
    billing = department(session, "Billing")
    routed = issues.route(
        session, MONDAY, omar, held(session, "I-1"), billing, "refund, invoice; Refund"
    )
    assert (routed.department, routed.owner.user_id) == (billing, MARIA)
    issue = held(session, "I-1")
    assert (issue.state, issue.owner_id, issue.department_id, issue.due_zone) == (
        State.OPEN, MARIA, billing.department_id, "Europe/Berlin",
    )  # fmt: skip
    assert issue.due_at == issue.original_due_at is not None
    assert owed(session, "I-1") == {("acknowledge", MARIA)}
    learnt = departments.routes(session, TEAM, "words")
    assert sorted(each.pattern for each in learnt) == ["invoice", "refund"]
    again = issues.report(session, MONDAY, ben, NewIssue("The invoice is wrong"))
    assert (again.department, again.owner) == (billing, routed.owner)
    assert owed(session, "I-2") == {("acknowledge", MARIA)}


def test_whoever_reports_may_know_whose_it_is(session: Session) -> None:
    new = NewIssue("Paid twice", department=department(session, "Logistics"))
    reported = issues.report(session, MONDAY, person(session, BEN), new)
    assert reported.owner
    assert held(session, "I-1").owner_id == reported.owner.user_id == TOM


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewIssue("?"), IssueMissing),
        (NewIssue("x" * 301, severity=9), TitleTooLong),
        (NewIssue("Paid twice", severity=9), WrongSeverity),
        (NewIssue("Paid twice", severity="bad"), WrongSeverity),
    ],
)
def test_an_issue_that_says_too_little_is_not_stored(
    session: Session, new: NewIssue, refusal: type[UserError]
) -> None:
    with pytest.raises(refusal):
        issues.report(session, MONDAY, person(session, BEN), new)
    assert session.exec(select(Issue)).all() == []
    assert counters.next_number(session, TEAM, "issue") == 1, "no number was used up"


def test_an_issue_is_sent_once_by_whoever_may(session: Session, task: Item) -> None:
    ben, omar, billing = person(session, BEN), person(session, OMAR), department(session, "Billing")
    issues.report(session, MONDAY, ben, NewIssue("Paid twice"))
    issue = held(session, "I-1")
    with pytest.raises(NotYours):
        issues.route(session, MONDAY, ben, issue, billing)
    with pytest.raises(NotAnIssue):
        issues.route(session, MONDAY, omar, task, billing)
    with pytest.raises(NameTooLong):
        issues.route(session, MONDAY, omar, issue, billing, "x" * 201)
    billing.lead_id = billing.deputy_id = None
    with pytest.raises(NoLead):
        issues.route(session, MONDAY, omar, issue, billing)
    assert (issue.owner_id, owed(session, "I-1")) == (None, {("triage", OMAR)})
    issues.route(session, MONDAY, omar, issue, department(session, "Logistics"))
    with pytest.raises(AlreadyRouted):
        issues.route(session, MONDAY, omar, issue, billing)
    assert issue.owner_id == TOM


# --- lists ---


def look(session: Session, now: datetime, actor: Person, words: str) -> Listing:
    of = reading.read(session, actor, words)
    return lists.look(REGISTERS, session, now, actor, of)


def refs(listing: Listing) -> list[str]:
    return [line.ref for line in listing.lines]


def test_what_is_open_is_listed(session: Session, task: Item) -> None:
    sara, omar = person(session, SARA), person(session, OMAR)
    issues.report(session, MONDAY, omar, NewIssue("Paid twice"))
    later = MONDAY + timedelta(days=7)
    found = {
        "": look(session, MONDAY, sara, ""),
        "mine to send on": look(session, MONDAY, omar, "mine"),
        "late": look(session, later, omar, "late"),
        "not late yet": look(session, MONDAY, omar, "overdue"),
        "triage": look(session, MONDAY, omar, "triage"),
        "Billing": look(session, MONDAY, omar, "billing"),
        "its channel": look(session, MONDAY, omar, "<#C0BILLING>"),
        "Acme": look(session, MONDAY, omar, "acme"),
        "Sara": look(session, MONDAY, omar, "@sara"),
        "given": look(session, MONDAY, omar, "given by me"),
        "late in Billing": look(session, later, omar, "late in Billing for Acme"),
    }
    shown = {
        name: (listing.of.whose, listing.name or listing.customer, refs(listing))
        for name, listing in found.items()
    }
    assert shown == {
        "": (ListOwner.ME, "", ["T-1"]),
        "mine to send on": (ListOwner.ME, "", ["I-1"]),
        "late": (ListOwner.ALL, "", ["T-1", "I-1"]),
        "not late yet": (ListOwner.ALL, "", []),
        "triage": (ListOwner.TRIAGE, "", ["I-1"]),
        "Billing": (ListOwner.DEPARTMENT, "Billing", ["T-1"]),
        "its channel": (ListOwner.DEPARTMENT, "Billing", ["T-1"]),
        "Acme": (ListOwner.ALL, "Acme", ["T-1"]),
        "Sara": (ListOwner.PERSON, "Sara Novak", ["T-1"]),
        "given": (ListOwner.GIVEN, "", ["I-1"]),
        "late in Billing": (ListOwner.DEPARTMENT, "Billing", ["T-1"]),
    }
    assert [each.about.ref for each in lists.mine(REGISTERS, session, sara, 5).first] == ["T-1"]
    names = [each.name for each in lists.all_departments(session, omar)]
    assert names == ["Billing", "Logistics", "Product", "Sales", "Support"]
    first, total = lists.first_customers(session, omar, 2)
    assert ([each.name for each in first], total) == (["Acme", "Corner Café"], 4)


def test_a_list_in_a_message_asks_no_more_the_more_it_names(session: Session, task: Item) -> None:
    """A page also says what one can do with each thing; a message does not."""
    omar, of = person(session, OMAR), Filter(ListOwner.ALL)
    asked: list[str] = []

    def hear(_c: object, _cursor: object, words: str, *_: object) -> None:
        asked.append(words)

    def count() -> tuple[int, int]:
        asked.clear()
        found = lists.look(REGISTERS, session, MONDAY, omar, of)
        return len(found.lines), len(asked)

    event.listen(session.get_bind(), "before_cursor_execute", hear)
    lines, questions = count()
    for number in range(5):
        tasks.give(session, MONDAY, omar, NewTask(f"Call {number}", "@sara", "friday"))
    session.flush()
    more_lines, as_many = count()
    event.remove(session.get_bind(), "before_cursor_execute", hear)
    assert (lines, more_lines, as_many) == (1, 6, questions)


def test_a_guest_lists_what_is_their_own_and_nothing_else(session: Session, task: Item) -> None:
    guest = person(session, SARA)
    guest.standing = Standing.GUEST
    assert refs(look(session, MONDAY, guest, "")) == [task.ref]
    for words in ("late", "triage", "Billing", "acme", "given", "all", "done", "nonsense", "@sara"):
        with pytest.raises(GuestMayNot):
            look(session, MONDAY, guest, words)
    with pytest.raises(GuestMayNot):
        lists.look(REGISTERS, session, MONDAY, guest, Filter(words="refund"))
    with pytest.raises(GuestMayNot):
        lists.all_departments(session, guest)
    with pytest.raises(GuestMayNot):
        lists.first_customers(session, guest, 2)


def test_a_list_that_there_is_not_is_named_with_the_nearest(session: Session) -> None:
    with pytest.raises(UnknownList) as refused:
        look(session, MONDAY, person(session, OMAR), "Biling")
    assert "Did you mean Billing?" in refused.value.message


# --- answers ---


def test_somebody_takes_a_promise_by_the_day_they_name(session: Session, task: Item) -> None:
    taken = answers.take(session, MONDAY, person(session, SARA), task, "2026-12-01")
    assert (taken.item, taken.owner.user_id) == (task, SARA)
    assert (task.state, task.acknowledged_at, task.due_at, task.due_zone) == (
        State.ACKNOWLEDGED, MONDAY, TUESDAY, "Europe/Berlin",
    )  # fmt: skip
    assert owed(session) == {("finish", SARA)}
    assert last(session, task) == (SARA, "acknowledged")


def test_somebody_keeps_a_promise_early(session: Session, task: Item) -> None:
    finished = answers.finish(session, MONDAY, person(session, SARA), task)
    assert finished.early == 4
    assert finished.customer
    assert finished.customer.name == "Acme"
    assert (task.state, task.closed_at) == (State.DONE, MONDAY)
    assert owed(session) == set()


@pytest.mark.parametrize(
    ("user", "state", "asked"),
    [(SARA, State.ACKNOWLEDGED, "finish"), (MARIA, State.ACKNOWLEDGED, "finish"),
     (OMAR, State.OPEN, "acknowledge")],
)  # fmt: skip
def test_a_new_date_is_a_promise_of_whoever_may_give_one(
    session: Session, task: Item, user: str, state: State, asked: str
) -> None:
    redated = answers.redate(session, MONDAY, person(session, user), task, "2026-12-01", WHY)
    assert redated.taken == (state == State.ACKNOWLEDGED)
    assert (task.state, task.due_at, task.original_due_at) == (state, TUESDAY, FRIDAY)
    assert owed(session) == {(asked, SARA)}
    assert last(session, task) == (user, "dated")


def test_it_is_quiet_about_a_promise_until_the_morning_of_a_day(
    session: Session, task: Item
) -> None:
    sara = person(session, SARA)
    before = answers.rest(session, MONDAY, sara, task)
    snoozed = answers.snooze(session, MONDAY, sara, task, "2026-11-25", WHY)
    assert snoozed.wake == datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
    assert snoozed.left == before.left - 1 == 1
    assert (before.ask.snoozed_until, before.ask.snooze_reason) == (snoozed.wake, WHY)
    assert task.state == State.OPEN
    assert owed(session) == {("acknowledge", SARA)}


def test_a_no_asks_for_a_word_to_the_customer_who_then_hears_it(
    session: Session, task: Item
) -> None:
    declined = noes.decline(session, MONDAY, person(session, SARA), task, WHY)
    assert declined.teller
    assert declined.customer
    assert (declined.teller.user_id, declined.customer.name) == (BEN, "Acme")
    assert (task.state, task.close_reason) == (State.DECLINED, WHY)
    assert owed(session) == {("tell", BEN), ("review", MARIA)}
    assert answers.tell(session, MONDAY, person(session, BEN), task).item is task
    assert owed(session) == {("review", MARIA)}
    assert noes.stand(session, MONDAY, person(session, MARIA), task).item is task
    assert owed(session) == set()
    assert last(session, task) == (MARIA, "stood by")


def test_those_who_can_help_read_what_would(session: Session, task: Item) -> None:
    helped = helping.ask(session, MONDAY, person(session, SARA), task, "A lawyer")
    assert [each.user_id for each in helped.helpers] == [MARIA, LEE]
    shown = {card.lane for card in session.exec(select(Card)) if card.face == Face.HELPER}
    assert shown == {MARIA, LEE}
    assert owed(session) == {("acknowledge", SARA), ("help", MARIA), ("help", LEE)}


# --- hand-offs ---


@pytest.mark.parametrize("named", ["Logistics", "<#C0LOGIST>", "@tom", "<@U0TOM>", "Tom Becker"])
def test_a_promise_is_offered_in_words_and_taken_over(
    session: Session, task: Item, named: str
) -> None:
    offered = handoffs.offer(session, MONDAY, person(session, SARA), task, named, WHY)
    assert offered.to.user_id == TOM
    assert (offered.department is not None) == (named in {"Logistics", "<#C0LOGIST>"})
    assert (task.state, task.owner_id) == (State.OPEN, SARA), "it stays with her until then"
    assert owed(session) == {("acknowledge", SARA), ("accept", TOM)}
    accepted = handoffs.accept(session, MONDAY, person(session, TOM), task)
    assert (accepted.owner.user_id, accepted.department.name) == (TOM, "Logistics")
    assert (task.state, task.owner_id) == (State.ACKNOWLEDGED, TOM)
    assert task.department_id == accepted.department.department_id
    assert owed(session) == {("finish", TOM)}
    cards = {card.lane for card in session.exec(select(Card))}
    assert {"C0LOGIST", TOM} <= cards


def test_a_promise_is_offered_to_a_department_that_was_chosen_and_comes_back(
    session: Session, task: Item
) -> None:
    logistics = department(session, "Logistics")
    handoffs.offer(session, MONDAY, person(session, SARA), task, logistics, WHY)
    returned = handoffs.give_back(session, MONDAY, person(session, AISHA), task, "It is yours")
    assert returned.giver
    assert returned.giver.user_id == SARA
    assert (task.state, task.owner_id) == (State.OPEN, SARA)
    assert stored_handoffs.offered(session, TEAM, "task", 1) is None
    assert owed(session) == {("acknowledge", SARA)}
    assert last(session, task) == (AISHA, "returned")


# --- what is refused ---


def _offered(session: Session, task: Item) -> None:
    handoffs.offer(session, MONDAY, person(session, SARA), task, "@lee", WHY)


def _taken(session: Session, task: Item) -> None:
    answers.take(session, MONDAY, person(session, SARA), task)


def _closed(session: Session, task: Item) -> None:
    answers.finish(session, MONDAY, person(session, SARA), task)


def _snoozed_twice(session: Session, task: Item) -> None:
    for _ in range(2):
        answers.snooze(session, MONDAY, person(session, SARA), task, "2026-11-25", WHY)


def _unasked(session: Session, task: Item) -> None:
    for ask in session.exec(select(Ask)):
        ask.answered_at, ask.outcome = MONDAY, "withdrawn"


def _as_it_is(session: Session, task: Item) -> None:
    del session, task


@pytest.mark.parametrize(
    ("before", "user", "use_case", "said", "refusal"),
    [
        (_closed, GRACE, answers.take, (), AlreadyClosed),
        (_as_it_is, GRACE, answers.take, ("blah",), NotYours),
        (_as_it_is, SARA, answers.take, ("blah",), UnclearDate),
        (_taken, MARIA, answers.take, (), AlreadyTaken),
        (_as_it_is, GRACE, answers.finish, (), NotYours),
        (_closed, SARA, answers.redate, ("", ""), AlreadyClosed),
        (_as_it_is, GRACE, answers.redate, ("", ""), NotYours),
        (_as_it_is, SARA, answers.redate, (" ", ""), DayMissing),
        (_as_it_is, SARA, answers.redate, ("x", "…"), WhyMissing),
        (_as_it_is, SARA, answers.redate, ("x", WHY), UnclearDate),
        (_as_it_is, OMAR, answers.snooze, ("", ""), NotYours),
        (_unasked, SARA, answers.snooze, ("", ""), NothingToPutOff),
        (_snoozed_twice, SARA, answers.rest, (), NoMoreSnoozes),
        (_as_it_is, SARA, answers.snooze, ("", WHY), DayMissing),
        (_as_it_is, SARA, answers.snooze, ("2026-11-20", WHY), PastDate),
        (_as_it_is, SARA, answers.snooze, ("2027-01-20", WHY), SnoozeTooLong),
        (_as_it_is, GRACE, noes.decline, ("",), NotYours),
        (_as_it_is, SARA, noes.decline, (" ",), WhyMissing),
        (_as_it_is, SARA, answers.tell, (), NothingOwed),
        (_as_it_is, OMAR, helping.ask, ("x",), NotYours),
        (_as_it_is, SARA, helping.ask, ("?",), WhyMissing),
        (_as_it_is, GRACE, handoffs.offer, ("", ""), NotYours),
        (_as_it_is, SARA, handoffs.offer, ("", ""), ReceiverMissing),
        (_as_it_is, SARA, handoffs.offer, ("nobody", ""), WhyMissing),
        (_as_it_is, SARA, handoffs.offer, ("nobody", WHY), UnknownDepartment),
        (_as_it_is, SARA, handoffs.offer, ("@nobody", WHY), NotReadYet),
        (_as_it_is, SARA, handoffs.offer, ("@omar", WHY), CcoOwns),
        (_as_it_is, MARIA, handoffs.offer, ("@sara", WHY), SameOwner),
        (_offered, SARA, handoffs.offer, ("@tom", WHY), AlreadyOffered),
        (_as_it_is, LEE, handoffs.accept, (), NotOffered),
        (_offered, TOM, handoffs.accept, (), NotYours),
        (_offered, LEE, handoffs.give_back, ("",), WhyMissing),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(
    session: Session, task: Item, before: Callable[[Session, Item], None], user: str,
    use_case: Callable[..., object], said: tuple[str, ...], refusal: type[UserError],
) -> None:  # fmt: skip
    before(session, task)
    session.flush()
    stood = task.model_dump(), owed(session), len(history.of(session, TEAM, "task", 1))
    with pytest.raises(UserError) as refused:
        use_case(session, MONDAY, person(session, user), task, *said)
    assert type(refused.value) is refusal, refused.value
    session.flush()
    assert (task.model_dump(), owed(session), len(history.of(session, TEAM, "task", 1))) == stood
