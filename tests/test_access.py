"""Who may do what: every entry of the table, for every person around one item."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from handlers import access
from handlers.access import Action
from handlers.errors import NotYours
from storage import departments, people
from storage.database import Database
from storage.handoffs import Handoff
from storage.tasks import Task
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM

EVERYBODY = {OMAR, NORA, MARIA, LEE, SARA, TOM, AISHA, GRACE, BEN}

# Sara owns T-1, Maria leads her department and Lee stands in; Ben asked for it; it is on offer
# to Tom's department, in which Aisha stands in. Omar is CCO and Nora an executive.
ABOUT_AN_ITEM = {
    Action.TAKE: {SARA, MARIA, LEE},
    Action.CHANGE_DATE: {SARA, MARIA, LEE, OMAR},
    Action.FINISH: {SARA, MARIA, LEE, OMAR},
    Action.SNOOZE: {SARA, MARIA, LEE},
    Action.DECLINE: {SARA, MARIA, LEE, OMAR},
    Action.HAND_OVER: {SARA, MARIA, LEE, OMAR},
    Action.WITHDRAW: {BEN, OMAR},
    Action.ACCEPT: {TOM, AISHA},
    Action.ASK_FOR_HELP: {SARA, MARIA, LEE},
    Action.TRIAGE: {OMAR},
}
ABOUT_NOTHING = {
    Action.CREATE_TASK: EVERYBODY,
    Action.CREATE_ISSUE: EVERYBODY,
    Action.CHOOSE: EVERYBODY,
    Action.READ_DIGEST: EVERYBODY,
    Action.ASK_IMPACT: {OMAR, NORA},
    Action.ANSWER_IMPACT: {OMAR, NORA},
    Action.SCHEDULE_DIGEST: {OMAR, NORA, MARIA, LEE, TOM, AISHA, GRACE, BEN},
    Action.SCHEDULE_PROMPT: {OMAR, NORA},
    Action.SET_UP: {OMAR},
    Action.FREE: {OMAR},
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
    return task


def allowed(session: Session, action: Action, item: Task | None) -> set[str]:
    found = people.by_id(session, TEAM, EVERYBODY)
    return {user for user, person in found.items() if access.may(session, person, action, item)}


@pytest.mark.parametrize("action", list(ABOUT_AN_ITEM), ids=str)
def test_actions_on_an_item(database: Database, task: Task, action: Action) -> None:
    with database.read() as session:
        assert allowed(session, action, task) == ABOUT_AN_ITEM[action]


@pytest.mark.parametrize("action", list(ABOUT_NOTHING), ids=str)
def test_actions_on_no_item(database: Database, action: Action) -> None:
    with database.read() as session:
        assert allowed(session, action, None) == ABOUT_NOTHING[action]


def test_every_action_has_its_entry() -> None:
    assert set(access.ALLOWED) == set(Action) == {*ABOUT_AN_ITEM, *ABOUT_NOTHING}


@pytest.mark.parametrize(
    ("action", "who"),
    [
        (Action.TAKE, "Sara Novak, Maria Costa or Lee Park"),
        (Action.FINISH, "Sara Novak, Maria Costa, Lee Park or Omar Haddad"),
        (Action.WITHDRAW, "Ben Fischer or Omar Haddad"),
        (Action.TRIAGE, "Omar Haddad"),
    ],
)
def test_a_refusal_names_who_could(
    database: Database, task: Task, action: Action, who: str
) -> None:
    with database.read() as session:
        grace = people.find(session, TEAM, GRACE)
        assert grace
        with pytest.raises(NotYours) as refusal:
            access.check(session, grace, action, task)
    assert refusal.value.message == f"That is for {who} to do. Nothing was changed."
