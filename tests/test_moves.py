"""The table of moves: well formed, allowed and refused as it says, and printed as it is."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import walk_packages

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

import handlers
from bot import moves as table
from bot import routes
from bot.cli import cli
from handlers.people import access
from handlers.people.relations import Relation
from handlers.promises import lifecycle, moves
from handlers.promises.asked import TELL
from handlers.promises.hearers import NOBODY
from handlers.promises.items.happened import HAPPENED, newest_line
from handlers.promises.lifecycle import Move
from handlers.speech.errors import UserError
from handlers.speech.people_errors import NotYours
from handlers.speech.promise_errors import AlreadyClosed, AlreadyTaken, NothingOwed, NotNow
from storage import asks, departments, people
from storage.asks import Owed
from storage.database import Database
from storage.decisions import DecisionState
from storage.handoffs import Handoff
from storage.history import Event
from storage.issues import Step
from storage.items import CLOSED_STATES, LIVE_STATES, PROMISED_STATES, State
from storage.people import Standing
from storage.tasks import Task
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM

EVERYBODY = {OMAR, NORA, MARIA, LEE, SARA, TOM, AISHA, GRACE, BEN}
FRIDAY = MONDAY + timedelta(days=4, hours=8)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# --- the table ---


def test_every_row_is_in_the_table_and_names_what_there_is() -> None:
    modules = [each.name for each in walk_packages(handlers.__path__, "handlers.")]
    tables = [import_module(name) for name in modules if name.endswith(".moves")]
    named = [each for table in tables for each in vars(table).values()]
    named += [each for group in named if isinstance(group, dict) for each in group.values()]
    written = list({id(each): each for each in named if isinstance(each, Move)}.values())
    assert len(routes.MOVES) == len(written)
    assert all(move in routes.MOVES for move in written)
    for move in routes.MOVES:
        assert {*move.ends, *move.opens, *move.opens_if} <= set(routes.KINDS), move.verb
        assert set(move.nouns) <= set(routes.NOUNS)
        if move.end in CLOSED_STATES:
            assert move.others, f"nobody is asked any more about what is {move.verb}"


@pytest.mark.parametrize("noun", ["task", "issue"])
def test_every_state_is_reached_and_none_is_left_without_a_way_out(noun: str) -> None:
    mine = [move for move in moves.MOVES if noun in move.nouns]
    reached = {move.end for move in mine if not move.start}
    for _ in State:
        reached |= {move.end for move in mine if set(move.start) & reached}
    assert reached - {None} == (set(State) if noun == "issue" else set(State) - {State.CORRECTED})
    for state in PROMISED_STATES:
        ends = {move.end for move in mine if state in move.start}
        assert {State.DONE, State.DECLINED, State.WITHDRAWN} <= ends
    if State.CORRECTED in reached:
        ends = {move.end for move in mine if State.CORRECTED in move.start}
        assert {State.DONE, State.OPEN, State.WITHDRAWN} <= ends


def test_of_two_rows_for_one_verb_and_state_the_narrower_right_comes_first() -> None:
    """`permit` takes the first that fits, and refuses in the words of the last."""
    for state in State:
        rows = [row for row in moves.MOVES if row.verb == "dated" and state in row.start]
        rights = [row.right.allowed for row in rows if row.right]
        assert (len(rights) > 1) is (state == State.OPEN), "else there is nothing to compare"
        assert all(one < other for one, other in pairwise(rights))


def test_a_card_has_a_sentence_for_every_verb_and_every_fact_in_it_is_declared() -> None:
    assert HAPPENED.keys() == {move.verb for move in moves.MOVES}
    for move in moves.MOVES:
        said = {name for _, name, _, _ in string.Formatter().parse(HAPPENED[move.verb]) if name}
        # Somebody's words that end a sentence are the same fact as within one.
        said = {each.removesuffix("_ends") for each in said}
        # Every event has who did it, by when the thing is due, and the day on which it was done.
        assert said <= {"actor", "due", "day", *move.facts, *move.may_say}, move.verb


@pytest.mark.parametrize(
    ("verb", "details"),
    [("praised", {}), ("dated", {"due": FRIDAY.isoformat()}), ("acknowledged", {"due": ""})],
)
def test_what_another_version_wrote_is_said_as_far_as_it_can_be_read(
    verb: str, details: dict[str, object]
) -> None:
    event = Event(
        team_id=TEAM, happened_at=MONDAY, actor=SARA, verb=verb, noun="task", number=1,
        details=details,
    )  # fmt: skip
    assert newest_line(event, "UTC", MONDAY) == f"<@{SARA}> changed this."


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": (), "end": None},
        {"start": (State.OPEN,), "end": None, "facts": {"cost": float}},
        {"start": (State.OPEN,), "end": None, "facts": {"zone": str}},
    ],
)
def test_a_move_that_no_promise_could_make_is_refused_where_it_is_written(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(ValueError, match="lifted"):
        Move(nouns=("task",), verb="lifted", right=access.TAKE, told=NOBODY, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"nouns": ("thanks",)},
        {"start": ("lost",)},
        {"end": "lost"},
        {"ends": {"enjoy": asks.Outcome.ANSWERED}},
        {"opens": ("enjoy",)},
        {"opens_if": ("enjoy",)},
    ],
)
def test_a_table_names_only_what_is_registered(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="acknowledged: nobody knows"):
        lifecycle.table(routes.REGISTERS, replace(moves.TAKE, **wrong))  # type: ignore[arg-type]
    assert lifecycle.table(routes.REGISTERS, moves.TAKE) == (moves.TAKE,)


def test_a_decision_waits_is_answered_and_ends() -> None:
    mine = [move for move in routes.MOVES if "decision" in move.nouns]
    begun = {move.end for move in mine if not move.start}
    assert begun == {DecisionState.WAITING}
    undone = [move for move in mine if move.verb == "undone"]
    waiting, answered = DecisionState.WAITING, DecisionState.ANSWERED
    decided, withdrawn = DecisionState.DECIDED, DecisionState.WITHDRAWN
    assert {move.end for move in undone} == {withdrawn, waiting, answered, decided, None}
    live, ended = {waiting, answered}, {decided}
    later = {move.verb: (set(move.start), move.end) for move in mine if move.start}
    assert later["decided"] == (live, decided)
    assert later["withdrawn"] == (live, withdrawn)
    again = [(set(m.start), m.end) for m in mine if m.verb == "reopened"]
    assert again == [({decided, withdrawn}, answered), ({withdrawn}, waiting)]
    answers = [(set(m.start), m.end) for m in mine if m.verb == "answered"]
    assert answers == [(live, answered), (ended, None)]
    assert later["decider named"] == later["type changed"] == later["day moved"] == (live, None)
    for verb in ("made private", "shown to all", "let in", "noted"):
        assert later[verb] == (live | ended, None)


def places(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Everywhere in a folder that a state is set: the file, the function, and how."""
    for path in sorted(folder.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                name = path.relative_to(folder).as_posix()
                yield from ((name, function.name, how) for how in settings_of_state(function))


def settings_of_state(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        is_target = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if is_target and node.attr == "state":
            yield "assigned"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            begins = node.func.id in {"Promise", "Task", "Experience", "Issue", "Decision"}
            if begins and {"state", "closed_at", None} & {each.arg for each in node.keywords}:
                yield "begun with"
            if node.func.id == "setattr" and "'state'" in map(ast.unparse, node.args):
                yield "set by name"


def test_a_state_is_set_in_one_place() -> None:
    handlers = Path(__file__).parents[1] / "handlers"
    assert list(places(handlers)) == [("promises/lifecycle/__init__.py", "stand", "assigned")]


@pytest.mark.parametrize(
    "line",
    [
        "item.state = 'done'",
        "item.state, item.closed_at = 'done', now",
        "item.state: str = 'done'",
        "return Promise(title='Call', state='done')",
        "return Issue(**columns)",
        "setattr(item, 'state', 'done')",
    ],
)
def test_another_place_would_be_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "answers.py").write_text(f"def finish(item, now, columns):\n    {line}\n")
    assert [(file, name) for file, name, _ in places(tmp_path)] == [("answers.py", "finish")]


# --- who may, and when ---

CORRECTED = (State.CORRECTED,)
OWNERS, WITH_CCO = {SARA, MARIA, LEE}, {SARA, MARIA, LEE, OMAR}
# Sara owns it, Maria leads her department and Lee stands in; Ben asked for it and owes the customer
# a word; it is on offer to Tom's department, in which Aisha stands in. Omar is the CCO.
MAY: dict[str, tuple[Move, tuple[State, ...], set[str]]] = {
    "route": (moves.ROUTE, (State.OPEN,), {OMAR}),
    "take": (moves.TAKE, (State.OPEN,), OWNERS),
    "another date, and take": (moves.REDATE_AND_TAKE, (State.OPEN,), OWNERS),
    "another date": (moves.REDATE, (State.ACKNOWLEDGED,), WITH_CCO),
    "another date for them": (moves.REDATE_FOR_THEM, (State.OPEN,), WITH_CCO),
    "confirm": (moves.CONFIRM, (State.ACKNOWLEDGED,), OWNERS),
    "snooze": (moves.SNOOZE, PROMISED_STATES, OWNERS),
    "wait": (moves.WAIT, (State.ACKNOWLEDGED,), OWNERS),
    "go on with a step": (moves.RESUME_STEP, CORRECTED, WITH_CCO | {BEN}),
    "go on": (moves.RESUME, (State.ACKNOWLEDGED,), WITH_CCO | {BEN}),
    "done": (moves.DONE, PROMISED_STATES, WITH_CCO),
    "correct": (moves.CORRECT, PROMISED_STATES, WITH_CCO),
    "told": (moves.INFORMED, LIVE_STATES, WITH_CCO | {BEN}),
    "told, the last step": (moves.LAST_STEPS[Step.TOLD], CORRECTED, WITH_CCO | {BEN}),
    "prevented": (moves.PREVENTED, LIVE_STATES, WITH_CCO),
    "prevented, the last step": (moves.LAST_STEPS[Step.PREVENTED], CORRECTED, WITH_CCO),
    "verified": (moves.VERIFIED, CORRECTED, {BEN, MARIA, LEE, OMAR}),
    "verified, the last step": (
        moves.LAST_STEPS[Step.VERIFIED],
        CORRECTED,
        {BEN, MARIA, LEE, OMAR},
    ),
    "held": (moves.HELD, (State.DONE,), {BEN, MARIA, LEE, OMAR}),
    "felt": (moves.FEEL, (*LIVE_STATES, State.DONE, State.DECLINED), WITH_CCO | {BEN}),
    "no": (moves.DECLINE, PROMISED_STATES, WITH_CCO),
    "take back": (moves.WITHDRAW, LIVE_STATES, {BEN, OMAR}),
    "take back with its issue": (moves.WITHDRAW_PART, LIVE_STATES, EVERYBODY),
    "merge": (moves.MERGE, PROMISED_STATES, WITH_CCO | {BEN}),
    "told of what is joined": (moves.TOLD_JOINED, (State.WITHDRAWN,), WITH_CCO | {BEN}),
    "help": (moves.HELP, LIVE_STATES, OWNERS),
    "join": (moves.JOIN, LIVE_STATES, EVERYBODY),
    "note": (moves.NOTE, tuple(State), EVERYBODY),
    "offer": (moves.OFFER, PROMISED_STATES, WITH_CCO),
    "take over": (moves.TAKE_OVER, PROMISED_STATES, {TOM, AISHA}),
    "retract": (moves.RETRACT, PROMISED_STATES, WITH_CCO),
    "return": (moves.RETURN, PROMISED_STATES, {TOM, AISHA}),
    "talk": (moves.TALK, LIVE_STATES, {MARIA, LEE, OMAR}),
    "reopen": (moves.REOPEN, (State.CORRECTED, *CLOSED_STATES), WITH_CCO | {BEN}),
    "reopen what did not hold": (moves.CAME_BACK, (State.DONE,), WITH_CCO | {BEN}),
    "give to somebody": (moves.GIVE_TO, PROMISED_STATES, {MARIA, LEE, OMAR}),
    "settle whose it is": (moves.SETTLE, PROMISED_STATES, {OMAR, NORA}),
    "edit": (moves.EDIT, LIVE_STATES, WITH_CCO | {BEN}),
    "edit whose it is": (moves.EDIT_CUSTOMER, LIVE_STATES, WITH_CCO | {BEN}),
    "edit with its issue": (moves.EDIT_PART, PROMISED_STATES, EVERYBODY),
    "edit, and nothing is left": (moves.EDIT_LAST, CORRECTED, WITH_CCO | {BEN}),
    "edit whose it is, and nothing is left": (
        moves.EDIT_LAST_CUSTOMER,
        CORRECTED,
        WITH_CCO | {BEN},
    ),
    "undo": (moves.UNDO, tuple(State), EVERYBODY),
    "undo its beginning": (moves.UNDO_BEGINNING, PROMISED_STATES, EVERYBODY),
    "take an import back": (
        moves.UNDO_IMPORT,
        (*LIVE_STATES, State.DONE, State.DECLINED),
        {BEN, OMAR},
    ),
    "add a task": (moves.ADD_TASK, LIVE_STATES, EVERYBODY),
    "set to prevent": (moves.SET_TO_PREVENT, PROMISED_STATES, EVERYBODY),
    "involve": (moves.INVOLVE, PROMISED_STATES, WITH_CCO | {BEN}),
    "say who else will meet it": (
        moves.CONCERN,
        (*PROMISED_STATES, State.DECLINED),
        WITH_CCO | {BEN},
    ),
    "tell them first": (
        moves.WARNED,
        (*LIVE_STATES, State.DONE, State.DECLINED),
        WITH_CCO | {BEN},
    ),
    "need not hear": (
        moves.SPARED,
        (*LIVE_STATES, State.DONE, State.DECLINED),
        WITH_CCO | {BEN},
    ),
    "make private": (moves.MAKE_PRIVATE, tuple(State), {BEN, MARIA, LEE, OMAR}),
    "show to all": (moves.SHOW, tuple(State), {BEN, MARIA, LEE, OMAR}),
    "make private with its issue": (moves.PART_PRIVATE, tuple(State), EVERYBODY),
    "show with its issue": (moves.PART_SHOWN, tuple(State), EVERYBODY),
    "let in": (moves.LET_IN, tuple(State), {BEN, MARIA, LEE, OMAR}),
    "undo who may see it": (moves.UNDO_AUDIENCE, tuple(State), EVERYBODY),
}


def stored(session: Session, state: str = State.OPEN) -> Task:
    """T-1 as described above, in a state."""
    billing = departments.named(session, TEAM, "Billing")
    logistics = departments.named(session, TEAM, "Logistics")
    assert billing
    assert logistics
    task = Task(
        team_id=TEAM, number=1, title="Call", owner_id=SARA, created_by=BEN, state=state,
        department_id=billing.department_id, created_at=MONDAY, due_at=FRIDAY,
        original_due_at=FRIDAY,
    )  # fmt: skip
    offer = Handoff(
        team_id=TEAM, noun="task", number=1, from_id=SARA, to_id=TOM, offered_at=MONDAY,
        to_department_id=logistics.department_id,
    )  # fmt: skip
    session.add_all([task, offer])
    session.flush()
    owes(session, TELL, BEN)
    return task


def owes(session: Session, kind: str, user: str) -> None:
    asks.add(
        session,
        Owed(
            team_id=TEAM, kind=kind, noun="task", number=1, person_id=user, opened_at=MONDAY,
            due_at=FRIDAY,
        ),
    )  # fmt: skip


def answer_to(session: Session, user: str, task: Task, *rows: Move) -> str | type[UserError]:
    person = people.find(session, TEAM, user)
    assert person
    try:
        return lifecycle.permit(session, person, task, *rows).verb
    except UserError as refused:
        return type(refused)


@pytest.mark.parametrize("state", list(State), ids=str)
@pytest.mark.parametrize(("move", "states", "who"), MAY.values(), ids=MAY)
@on_sqlite
def test_a_move_is_allowed_as_the_table_says(
    database: Database, move: Move, states: tuple[State, ...], who: set[str], state: State
) -> None:
    with database.write() as session:
        task = stored(session, state)
        for user in EVERYBODY:
            if state not in {*LIVE_STATES, *states}:
                wanted: str | type[UserError] = AlreadyClosed
            elif user not in who:
                wanted = NotYours
            elif state in states:
                wanted = move.verb
            else:
                is_take = State.ACKNOWLEDGED in {move.end} & {state}
                wanted = AlreadyTaken if is_take else NotNow
            assert answer_to(session, user, task, move) == wanted, user


def test_the_table_above_has_every_move_that_somebody_makes_with_what_there_is() -> None:
    later = [move for move in moves.MOVES if move.start and move.right]
    for_asked = [
        moves.CALL_TODAY,
        moves.WAIT_WITH_STEP,
        moves.SUPPLIED,
        moves.NOT_SUPPLIED,
        moves.TOLD,
        moves.STAND,
        moves.FIND,
        moves.PASS_ON,
    ]
    assert [move for move, _, _ in MAY.values()] + for_asked == sorted(
        later, key=lambda move: move in for_asked
    )


@pytest.mark.parametrize("state", list(State), ids=str)
@on_sqlite
def test_only_whoever_owes_the_customer_a_word_can_say_that_they_know(
    database: Database, state: State
) -> None:
    with database.write() as session:
        task = stored(session, state)
        for user in EVERYBODY:
            may = user in {BEN, MARIA, LEE, OMAR} and state == State.DECLINED
            wanted = "told" if may else NothingOwed
            assert answer_to(session, user, task, moves.TOLD) == wanted, user


DATES = (moves.REDATE, moves.REDATE_AND_TAKE, moves.REDATE_FOR_THEM)


@pytest.mark.parametrize(
    ("state", "user", "fits"),
    [
        (State.OPEN, SARA, moves.REDATE_AND_TAKE),
        (State.OPEN, LEE, moves.REDATE_AND_TAKE),
        (State.OPEN, OMAR, moves.REDATE_FOR_THEM),
        (State.ACKNOWLEDGED, SARA, moves.REDATE),
        (State.ACKNOWLEDGED, OMAR, moves.REDATE),
    ],
)
@on_sqlite
def test_a_new_date_is_the_row_that_fits_state_and_person(
    database: Database, state: State, user: str, fits: Move
) -> None:
    with database.write() as session:
        task, person = stored(session, state), people.find(session, TEAM, user)
        assert person
        assert lifecycle.permit(session, person, task, *DATES) is fits


SENTENCES = [
    (State.DONE, GRACE, moves.TAKE, "T-1 is closed already: it is done. Nothing was changed."),
    (
        State.OPEN, GRACE, moves.TAKE,
        "That is for Sara Novak, Maria Costa or Lee Park to do. Nothing was changed.",
    ),
    (
        State.ACKNOWLEDGED, GRACE, moves.TAKE,
        "That is for Sara Novak, Maria Costa or Lee Park to do. Nothing was changed.",
    ),
    (
        State.ACKNOWLEDGED, SARA, moves.TAKE,
        "T-1 was taken already, by Sara Novak. Nothing was changed.",
    ),
    (
        State.ACKNOWLEDGED, OMAR, moves.ROUTE,
        ("T-1 is open, and somebody has taken it, so nothing was changed. "
         "`/cx T-1` shows what you can do with it."),
    ),
    (
        State.OPEN, GRACE, moves.WITHDRAW,
        "That is for Ben Fischer or Omar Haddad to do. Nothing was changed.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("state", "user", "move", "words"), SENTENCES)
@on_sqlite
def test_what_has_ended_is_said_before_who_may_and_that_before_the_rest(
    database: Database, state: State, user: str, move: Move, words: str
) -> None:
    with database.write() as session:
        task, person = stored(session, state), people.find(session, TEAM, user)
        assert person
        with pytest.raises(UserError) as refused:
            lifecycle.permit(session, person, task, move)
        assert refused.value.message == words


@on_sqlite
def test_new_dates_are_refused_in_the_words_of_the_widest_right(database: Database) -> None:
    with database.write() as session:
        for state in LIVE_STATES:
            session.rollback()
            task, grace = stored(session, state), people.find(session, TEAM, GRACE)
            assert grace
            with pytest.raises(NotYours, match="Sara Novak, Maria Costa, Lee Park or Omar Haddad"):
                lifecycle.permit(session, grace, task, *DATES)


@on_sqlite
def test_a_guest_who_was_asked_can_tell_the_customer(database: Database) -> None:
    with database.write() as session:
        task, ben = stored(session, State.DECLINED), people.find(session, TEAM, BEN)
        assert ben
        ben.standing = Standing.GUEST
        assert lifecycle.permit(session, ben, task, moves.TOLD) is moves.TOLD


# --- printed ---


def test_the_page_holds_the_table_that_is_printed_and_the_readme_leads_there() -> None:
    root = Path(__file__).parents[1]
    done = CliRunner().invoke(cli, ["moves", "--format", "markdown"])
    assert done.exit_code == 0, done.output
    assert done.stdout == table.markdown(routes.MOVES)
    assert (root / "docs/moves.md").read_text().endswith("\n\n" + done.stdout)
    assert "docs/moves.md" in (root / "README.md").read_text()
    assert len(done.stdout.splitlines()) == 2 + len(routes.MOVES)


def test_every_word_of_the_table_is_one_for_people() -> None:
    assert set(table.WHO) == set(Relation)
    printed = table.markdown([moves.TOLD, moves.ESCALATE, moves.WITHDRAW])
    told, escalated, withdrawn = printed.splitlines()[2:]
    assert "whoever owes the answer" in told
    assert "tell: answered" in told
    assert "any state" in escalated
    assert "Duly itself" in escalated
    assert "all: withdrawn" in withdrawn
