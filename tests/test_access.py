"""Who may do what: every entry of the table, for every person around one item."""

from __future__ import annotations

from operator import attrgetter

import pytest
from sqlmodel import Session, select

from handlers.people import access
from handlers.people.access import Right
from handlers.speech.errors import UserError
from handlers.speech.people_errors import GuestMayNot, NewcomerMayNot, NotOfHere, NotYours
from storage import asks, departments, people
from storage.asks import Owed
from storage.database import Database
from storage.handoffs import Handoff
from storage.people import Person, Role, Standing
from storage.tasks import Task
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM

WORDS = attrgetter("words")
EVERYBODY = {OMAR, NORA, MARIA, LEE, SARA, TOM, AISHA, GRACE, BEN}

# Sara owns T-1, Maria leads her department and Lee stands in; Ben asked for it; it is on offer
# to Tom's department, in which Aisha stands in. Grace owes an answer about it. Omar is CCO and Nora
# an executive.
ABOUT_AN_ITEM = {
    access.TAKE: {SARA, MARIA, LEE},
    access.CHANGE_DATE: {SARA, MARIA, LEE, OMAR},
    access.FINISH: {SARA, MARIA, LEE, OMAR},
    access.SNOOZE: {SARA, MARIA, LEE},
    access.WAIT: {SARA, MARIA, LEE},
    access.WAIT_WITH_STEP: {GRACE, SARA, MARIA, LEE},
    access.RESUME: {GRACE, BEN, SARA, MARIA, LEE, OMAR},
    access.SUPPLY: {GRACE, OMAR},
    access.DECLINE: {SARA, MARIA, LEE, OMAR},
    access.HAND_OVER: {SARA, MARIA, LEE, OMAR},
    access.WITHDRAW: {BEN, OMAR},
    access.ACCEPT: {TOM, AISHA},
    access.TELL: {GRACE, MARIA, LEE, OMAR},
    access.REVIEW: {GRACE, MARIA, LEE, OMAR},
    access.INFORM: {GRACE, SARA, BEN, MARIA, LEE, OMAR},
    access.VERIFY: {GRACE, BEN, MARIA, LEE, OMAR},
    access.INVOLVE: {SARA, BEN, MARIA, LEE, OMAR},
    access.CONCERN: {SARA, BEN, MARIA, LEE, OMAR},
    access.WARN: {GRACE, SARA, BEN, MARIA, LEE, OMAR},
    access.LET_GO: EVERYBODY,
    access.MERGE: {SARA, BEN, MARIA, LEE, OMAR},
    access.TALK: {MARIA, LEE, OMAR},
    access.JOIN: EVERYBODY,
    access.FIND_HELP: {GRACE, MARIA, LEE, OMAR},
    access.PASS_ON: {GRACE, MARIA, LEE, OMAR},
    access.ASK_FOR_HELP: {SARA, MARIA, LEE},
    access.NOTE: EVERYBODY,
    access.UNDO: EVERYBODY,
    access.FOLLOW: EVERYBODY,
    access.REOPEN: {SARA, MARIA, LEE, OMAR, BEN, GRACE},
    access.GIVE_TO: {MARIA, LEE, OMAR},
    access.SETTLE: {OMAR, NORA},
    access.EDIT: {SARA, MARIA, LEE, OMAR, BEN},
    access.TRIAGE: {OMAR},
    access.CHANGE_AUDIENCE: {BEN, MARIA, LEE, OMAR},
}
ABOUT_NOTHING = {
    access.CREATE_TASK: EVERYBODY,
    access.CREATE_ISSUE: EVERYBODY,
    access.CHOOSE: EVERYBODY,
    access.KEEP_ANSWER: EVERYBODY,
    access.READ: EVERYBODY,
    access.BE_AWAY: EVERYBODY,
    access.READ_DIGEST: EVERYBODY,
    access.ASK_IMPACT: {OMAR, NORA},
    access.ANSWER_IMPACT: {OMAR, NORA},
    access.DECIDE: {OMAR, NORA},
    access.ANSWER_INQUIRY: {OMAR, NORA},
    access.HEAR_CUSTOMERS: {OMAR, NORA},
    access.RECORD_LOSS: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.READ_LOSSES: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.READ_ANSWERS: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.MAKE_KEY: {OMAR},
    access.ANSWER_LOOK_BACK: {OMAR, NORA},
    access.OPEN_SURVEY: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.PLACE_CUSTOMERS: {OMAR},
    access.KEEP_TERMS: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.ANSWER_WAY: set(),
    access.WRITE_AIM: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.NAME_LEAD: {OMAR},
    access.ANSWER_MATTER: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.PROPOSE_PLACING: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.READ_PLACING: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.NAME_CONTACT: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.READ_CONTACTS: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.ANSWER_CONTACT: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.READ_GROWTH: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.GIVE_CALL: {OMAR, NORA},
    access.ANSWER_LOSS: {OMAR},
    access.ANSWER_THEME: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.RECORD_SALE: EVERYBODY,
    access.READ_SALES: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.ANSWER_SALE: {OMAR},
    access.SAY_RENEWAL: {OMAR},
    access.READ_RENEWALS: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.WRITE_INITIATIVE: EVERYBODY,
    access.CHANGE_INITIATIVE: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.ANSWER_TWIN: {OMAR},
    access.READ_BUDGETS: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.BEGIN_ASSESSMENT: {OMAR},
    access.READ_ASSESSMENTS: EVERYBODY,
    access.RATE: EVERYBODY,
    access.CHOOSE_NEXT: {OMAR, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.POST_PLAN: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.WRITE_OUTCOME: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.CHANGE_OUTCOME: {OMAR},
    access.TAKE_OUTCOME: set(),
    access.ANSWER_OUTCOME: {OMAR},
    access.SCHEDULE_DIGEST: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.CHANGE_CAUSE: {OMAR, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.SCHEDULE_PROMPT: {OMAR, NORA},
    access.ORDER_ROOM: {OMAR, NORA},
    access.READ_BANK: {OMAR, NORA},
    access.CHANGE_BANK: {OMAR},
    access.SET_UP: {OMAR},
    access.CHANGE_POLICY: {OMAR},
    access.FREE: {OMAR},
    access.FREEZE: {OMAR},
    access.REMIND_FULLY: {OMAR},
    access.DISPUTE: {MARIA, LEE, TOM, AISHA, GRACE, BEN},
    access.ANSWER_DISPUTE: {OMAR},
    access.IMPORT: {OMAR},
    access.OPEN_DECISION: {OMAR, NORA},
}


@pytest.fixture
def task(database: Database) -> Task:
    """T-1 as described above."""
    with database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        logistics = departments.named(session, TEAM, "Logistics")
        assert billing
        assert logistics
        task = Task(
            team_id=TEAM, number=1, title="Call", owner_id=SARA, created_by=BEN,
            department_id=billing.department_id, created_at=MONDAY, due_at=MONDAY,
        )  # fmt: skip
        session.add(task)
        session.add(
            Handoff(
                team_id=TEAM, noun="task", number=1, from_id=SARA, to_id=TOM, offered_at=MONDAY,
                to_department_id=logistics.department_id,
            )
        )  # fmt: skip
        _ask(session, GRACE)
    return task


def _ask(session: Session, user: str) -> None:
    owed = Owed(
        team_id=TEAM, kind="tell", noun="task", number=1, person_id=user, opened_at=MONDAY,
        due_at=MONDAY,
    )  # fmt: skip
    asks.add(session, owed)


def allowed(session: Session, right: Right, item: Task | None) -> set[str]:
    found = people.by_id(session, TEAM, EVERYBODY)
    return {user for user, person in found.items() if access.may(session, person, right, item)}


@pytest.mark.parametrize("right", list(ABOUT_AN_ITEM), ids=WORDS)
def test_rights_on_an_item(database: Database, task: Task, right: Right) -> None:
    with database.read() as session:
        assert allowed(session, right, task) == ABOUT_AN_ITEM[right]


@pytest.mark.parametrize("right", list(ABOUT_NOTHING), ids=WORDS)
def test_rights_on_no_item(database: Database, right: Right) -> None:
    with database.read() as session:
        assert allowed(session, right, None) == ABOUT_NOTHING[right]


def test_every_right_has_its_entry() -> None:
    written = {each for each in vars(access).values() if isinstance(each, Right)}
    assert written == set(access.RIGHTS) == {*ABOUT_AN_ITEM, *ABOUT_NOTHING}
    assert len({right.words for right in access.RIGHTS}) == len(access.RIGHTS)


@pytest.mark.parametrize(
    ("right", "who"),
    [
        (access.TAKE, "Sara Novak, Maria Costa or Lee Park"),
        (access.FINISH, "Sara Novak, Maria Costa, Lee Park or Omar Haddad"),
        (access.WITHDRAW, "Ben Fischer or Omar Haddad"),
        (access.TRIAGE, "Omar Haddad"),
        (access.TELL, "Grace Miller, Maria Costa, Lee Park or Omar Haddad"),
    ],
)
def test_a_refusal_names_who_could(database: Database, task: Task, right: Right, who: str) -> None:
    with database.read() as session:
        nora = people.find(session, TEAM, NORA)
        assert nora
        with pytest.raises(NotYours) as refusal:
            access.check(session, nora, right, task)
    assert refusal.value.message == f"That is for {who} to do. Nothing was changed."


# --- guests, strangers and those who are not known yet ---

OWN = {
    access.TAKE, access.CHANGE_DATE, access.FINISH, access.SNOOZE, access.WAIT,
    access.DECLINE, access.HAND_OVER, access.ASK_FOR_HELP, access.REOPEN,
}  # fmt: skip
# What they may do when they own the item and asked for it and it is on offer to them, and hold
# every role and lead every department besides: a standing is stronger than all of these.
STANDINGS = {
    Standing.MEMBER: set(access.RIGHTS),
    Standing.GUEST: OWN
    | {
        access.WAIT_WITH_STEP,
        access.RESUME,
        access.SUPPLY,
        access.CREATE_ISSUE,
        access.WITHDRAW,
        access.ACCEPT,
        access.TELL,
        access.INFORM,
        access.VERIFY,
        access.LET_GO,
        access.MERGE,
        access.NOTE,
        access.UNDO,
        access.FIND_HELP,
        access.PASS_ON,
    },
    Standing.NEWCOMER: {
        access.WAIT_WITH_STEP,
        access.RESUME,
        access.CREATE_TASK,
        access.CREATE_ISSUE,
        access.WITHDRAW,
        access.TELL,
        access.INFORM,
        access.VERIFY,
        access.PASS_ON,
        access.INVOLVE,
        access.LET_GO,
        access.MERGE,
        access.NOTE,
        access.UNDO,
    },
    Standing.STRANGER: set(),
}
REFUSED = {
    Standing.GUEST: (GuestMayNot, "As a guest you can report what a customer experienced"),
    Standing.NEWCOMER: (NewcomerMayNot, "Please try again in a minute"),
    Standing.STRANGER: (NotOfHere, "This is for people of Brightwater. Nothing was changed."),
}


@pytest.mark.parametrize("role", [Role.CCO, Role.EXECUTIVE])
@pytest.mark.parametrize("standing", list(Standing), ids=str)
@pytest.mark.parametrize("right", access.RIGHTS, ids=WORDS)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_standing_is_stronger_than_any_role(
    database: Database, task: Task, right: Right, standing: Standing, role: Role
) -> None:
    with database.write() as session:
        person = people.find(session, TEAM, SARA)
        billing = departments.named(session, TEAM, "Billing")
        assert person
        assert billing
        person.role, person.standing = role, standing
        billing.lead_id, task.created_by = SARA, SARA
        offer = session.exec(select(Handoff)).one()
        offer.to_id = SARA
        session.add_all([person, billing, offer])
        _ask(session, SARA)
        session.flush()
        about = task if right in ABOUT_AN_ITEM else None
        may = access.may(session, person, right, about)
        if standing != Standing.MEMBER:
            assert may == (right in STANDINGS[standing])
        if may:
            access.check(session, person, right, about)
        elif standing in REFUSED:
            kind, words = REFUSED[standing]
            with pytest.raises(kind, match=words):
                access.check(session, person, right, about)


def test_every_standing_has_its_row() -> None:
    rows = {
        standing: {right for right in access.RIGHTS if standing in right.open_to}
        for standing in Standing
    }
    assert rows == STANDINGS


# --- who may be given something ---

GIVEN = {
    "a member": ({}, ""),
    "an executive": ({"role": Role.EXECUTIVE}, ""),
    "gone": ({"gone": True}, "Sara Novak no longer works here."),
    "a bot": ({"is_bot": True}, "Sara Novak is a bot"),
    "a guest": ({"standing": Standing.GUEST}, "Sara Novak is a guest here"),
    "a stranger": ({"standing": Standing.STRANGER}, "Sara Novak works for another company."),
    "a newcomer": ({"standing": Standing.NEWCOMER}, "Slack has not told me yet who Sara Novak is."),
    "the CCO": ({"role": Role.CCO}, "Sara Novak looks after all customers"),
}


@pytest.mark.parametrize(("facts", "words"), GIVEN.values(), ids=GIVEN)
def test_who_may_be_given_something(facts: dict[str, object], words: str) -> None:
    person = Person(team_id=TEAM, user_id=SARA, name="Sara Novak", **facts)
    assert access.can_own(person) == (not words)
    for check in (access.check_owner, access.check_lead):
        said = ""
        try:
            check(person)
        except UserError as error:
            said = error.message
        assert said.startswith(words)
        assert bool(said) == bool(words)


def test_the_cco_may_be_asked_for_what_is_no_promise() -> None:
    access.check_works_here(Person(team_id=TEAM, user_id=OMAR, name="Omar", role=Role.CCO))


# --- who asks ---


def test_somebody_unknown_is_met_once_and_without_power(database: Database) -> None:
    for _ in range(2):
        with database.write() as session:
            person = access.recognise(session, TEAM, "U1NEW")
            assert (person.standing, person.role) == (Standing.NEWCOMER, Role.MEMBER)
    with database.read() as session:
        assert "U1NEW" not in {each.user_id for each in people.present(session, TEAM)}


@pytest.mark.parametrize("user", [SARA, OMAR, "U1INES"])
def test_whoever_comes_from_a_connected_workspace_is_a_stranger(
    database: Database, user: str
) -> None:
    with database.write() as session, pytest.raises(NotOfHere, match="people of Brightwater"):
        access.recognise(session, TEAM, user, stranger=True)


def test_a_stranger_whom_the_directory_lists_stays_one(database: Database) -> None:
    with database.write() as session:
        session.add(Person(team_id=TEAM, user_id="U1INES", standing=Standing.STRANGER))
    with database.write() as session, pytest.raises(NotOfHere):
        access.recognise(session, TEAM, "U1INES")
