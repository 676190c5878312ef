"""A question about customers comes to the executives each week, and each week another one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.routes import REGISTERS
from handlers.chasing.kinds import Asking
from handlers.executives import decisions, prompts
from handlers.executives.decisions import cards, form_cards, moves, words
from handlers.executives.decisions import rules as decision_rules
from handlers.executives.decisions.questions import (
    BY_KEY,
    QUESTIONS,
    Answers,
    Question,
    Tag,
    Topic,
    known,
)
from handlers.executives.decisions.view import DecisionView
from handlers.executives.prompts import facts, requests, rules
from handlers.front.aftercare.requests import press_undo
from handlers.promises import undoable
from handlers.speech import blocks
from handlers.speech.errors import UserError
from handlers.speech.people_errors import CcoOwns, NotYours
from handlers.speech.promise_errors import OtherAnswers
from handlers.speech.request import FormErrors, Nothing, Reply
from handlers.speech.setup_errors import (
    NoExecutiveChannel,
    PromptWaits,
    WrongPromptDay,
    WrongSchedule,
)
from storage import departments, people, workspaces
from storage.asks import Ask
from storage.database import Database
from storage.decisions import Decision, Impact, ImpactAnswer
from storage.history import Event
from storage.nudges import Part
from storage.outbox import Message
from storage.schedules import Schedule
from storage.tasks import Task
from tests.cast import EXECUTIVES, MONDAY, NORA, OMAR, PRIYA, SARA, TEAM, TOM, VICTOR
from tests.executives import (
    FILLED,
    PRICE,
    TASK,
    WORSE,
    answer,
    ask,
    card,
    click,
    inputs,
    lines,
    open_form,
    request,
    rows,
)

# --- which comes next ---


def test_no_question_comes_again_before_all_have_been_asked() -> None:
    asked: list[str] = []
    size = len(QUESTIONS)
    for _ in range(3 * size):
        asked.append(next_key(asked))
    assert len(set(asked[:size])) >= size - 3, "but where all that are left are of one kind"
    assert {asked.count(key) for key in BY_KEY} <= {2, 3, 4}
    assert len({key.split("-")[0] for key in asked[:11]}) == 11
    kinds = [BY_KEY[key].answers for key in asked]
    assert all(len(set(kinds[at : at + 4])) > 1 for at in range(len(kinds) - 3))


def next_key(asked: list[str], among: Sequence[Question] = QUESTIONS) -> str:
    found = rules.next_question(asked, among)
    assert found
    return found.key


def test_of_those_that_fit_the_next_is_chosen() -> None:
    assert rules.next_question([], []) is None
    few = [BY_KEY["pricing-1"], BY_KEY["pricing-3"]]
    assert next_key(["pricing-1"], few) == "pricing-3"
    one = few[:1]
    assert next_key(["pricing-1"] * 3, one) == "pricing-1", "rather the same kind than nothing"
    own = Question("pricing-own-told-7", Topic.PRICING, Tag.CORE, Answers.TOLD, "Do they know?")
    assert next_key(["pricing-1", "pricing-3"], [*few, own]) == own.key


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("pricing-1", (Topic.PRICING, Answers.CHANGE)),
        ("outage-own-who-12", (Topic.OUTAGE, Answers.WHO)),
        ("outage-own-who-0", None),
        ("outage-own-who-", None),
        ("outage-own-maybe-1", None),
        ("<!channel>-own-who-1", None),
        ("", None),
        (None, None),
    ],
)
def test_a_key_says_what_a_question_is_about_and_which_answers_fit(
    key: str | None, found: tuple[Topic, Answers] | None
) -> None:
    question = known(key)
    assert (question and (question.topic, question.answers)) == found


def test_a_question_that_left_the_bank_does_not_stop_the_others() -> None:
    assert next_key(["astrology-1"]) == "universal-1"


# --- one comes each week, or at once ---


def prompt(database: Database, words: str, by: str = NORA, now: datetime = MONDAY) -> str:
    with database.write() as session:
        reply = requests.command(request(by, "prompt", text=words), session, now)
    assert isinstance(reply, Reply)
    return reply.text


def put(database: Database, key: str) -> None:
    """One question of the bank is asked as D-1, whosever turn it is."""
    with database.write() as session:
        nora = people.find(session, TEAM, NORA)
        asked = Decision(
            team_id=TEAM, number=1, title=BY_KEY[key].words, asked_by="", channel_id=EXECUTIVES,
            created_at=MONDAY, due_at=MONDAY, prompt=key,
        )  # fmt: skip
        decisions.put(session, MONDAY, moves.PROMPT, asked, nora, prompt=key)


def billing(database: Database) -> str:
    """The id of a department, as a form brings it back."""
    with database.read() as session:
        found = departments.named(session, TEAM, "Billing")
        assert found is not None
        return str(found.department_id)


def open_asks(database: Database) -> list[tuple[str, str]]:
    return [(each.kind, each.person_id) for each in rows(database, Ask) if not each.answered_at]


def handle_all(database: Database, now: datetime) -> int:
    for done in range(10):
        with database.write() as session:
            if not prompts.handle_one(session, now):
                return done
    raise AssertionError("the schedules never come to rest")


def next_at(database: Database) -> datetime:
    [schedule] = rows(database, Schedule)
    assert isinstance(schedule.next_at, datetime)
    return schedule.next_at


def test_a_schedule_is_set_shown_changed_and_stopped(database: Database) -> None:
    assert prompt(database, "").startswith("No questions are scheduled.")
    text = prompt(database, "weekly monday 9:30")
    assert "every Monday at 9:30 (Europe/Berlin)" in text
    assert f"<#{EXECUTIVES}>" in text
    assert next_at(database) == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
    prompt(database, "Weekly Tuesday 10:00", by=VICTOR)
    assert next_at(database) == datetime(2026, 11, 24, 15, tzinfo=UTC)
    assert "every Tuesday at 10:00 (America/New_York)" in prompt(database, "")
    assert prompt(database, "off").startswith("No more scheduled questions.")
    assert rows(database, Schedule) == []
    assert prompt(database, "off").startswith("No questions are scheduled.")
    common = {"kind": "prompt", "channel": EXECUTIVES}
    monday = "every Monday at 9:30, Europe/Berlin time"
    tuesday = "every Tuesday at 10:00, America/New_York time"
    assert [(each.actor, each.verb, each.details) for each in rows(database, Event)] == [
        (NORA, "scheduled", common | {"before": "", "after": monday}),
        (VICTOR, "scheduled", common | {"before": monday, "after": tuesday}),
        (NORA, "stopped", common | {"before": tuesday}),
    ]
    assert {each.noun for each in rows(database, Event)} == {"schedule"}


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("daily 9:00", WrongPromptDay),
        ("mon-fri 9:00", WrongPromptDay),
        ("every 2 weeks monday 9:00", WrongPromptDay),
        ("first monday of the month", WrongPromptDay),
        ("monthly 1 9:00", WrongPromptDay),
        ("weekly sunday 9:00", WrongPromptDay),
        ("weekly someday", WrongSchedule),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(
    database: Database, words: str, error: type[UserError]
) -> None:
    with pytest.raises(error):
        prompt(database, words)
    assert rows(database, Schedule) == []


@pytest.mark.parametrize("who", [SARA, TOM])
@pytest.mark.parametrize("words", ["weekly monday 9:30", "sometimes", "now", "off", ""])
def test_only_executives_and_the_cco_have_questions_come(
    database: Database, who: str, words: str
) -> None:
    prompt(database, "weekly tuesday 9:30")
    with pytest.raises(NotYours, match="an executive or the CCO"):
        prompt(database, words, by=who)
    [schedule] = rows(database, Schedule)
    assert (schedule.weekday, schedule.created_by) == (1, NORA)
    assert [each.verb for each in rows(database, Event)] == ["scheduled"]
    assert rows(database, Decision) == []


@pytest.mark.parametrize("words", ["weekly monday 9:30", "sometimes", "now", "off", ""])
def test_without_an_executive_channel_no_question_comes(database: Database, words: str) -> None:
    with database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace
        workspace.executive_channel_id = None
        session.add(workspace)
    with pytest.raises(NoExecutiveChannel):
        prompt(database, words)
    assert rows(database, Schedule) == rows(database, Decision) == rows(database, Event) == []


def test_whoever_has_no_request_gets_rows_and_the_same_refusals(database: Database) -> None:
    with database.write() as session:
        nora, sara = people.find(session, TEAM, NORA), people.find(session, TEAM, SARA)
        assert nora
        assert sara
        assert prompts.standing(session, nora) is None
        assert prompts.stop(session, MONDAY, nora) is None
        set_up = prompts.schedule(session, MONDAY, nora, "weekly monday 9:30")
        assert prompts.standing(session, nora) == set_up
        put = prompts.prompt_now(session, MONDAY, nora)
        assert (put.number, put.prompt, put.channel_id) == (1, "universal-1", EXECUTIVES)
        for refused in (prompts.prompt_now, prompts.stop):
            with pytest.raises(NotYours):
                refused(session, MONDAY, sara)
        with pytest.raises(NotYours):
            prompts.schedule(session, MONDAY, sara, "weekly monday 9:30")
        with pytest.raises(NotYours):
            prompts.standing(session, sara)
        ended = prompts.stop(session, MONDAY, nora)
        assert ended == set_up
    assert rows(database, Schedule) == []
    assert [each.verb for each in rows(database, Event)] == ["scheduled", "asked", "stopped"]


def test_a_question_comes_on_schedule_and_asks_nobody_in_particular(database: Database) -> None:
    prompt(database, "weekly monday 9:30")
    due = next_at(database)
    assert handle_all(database, due - timedelta(seconds=1)) == 0
    assert handle_all(database, due) == 1
    [decision] = rows(database, Decision)
    assert (decision.asked_by, decision.prompt) == ("", "universal-1")
    assert rows(database, Ask) == []
    assert next_at(database) == due + timedelta(days=7)
    assert [schedule.last_at for schedule in rows(database, Schedule)] == [due]
    [posted] = rows(database, Message)
    assert posted.lane == EXECUTIVES
    asked = [each for each in rows(database, Event) if each.verb == "asked"]
    assert [each.actor for each in asked] == [""]
    said = lines(card(database))
    assert said[0] == QUESTIONS[0].words
    assert "a question about" in said[1]
    assert "nobody has answered yet" in said[1]


def test_a_question_of_the_bank_is_answered_on_the_same_card(database: Database) -> None:
    put(database, "universal-3")
    answer(database, VICTOR, "worse", WORSE)
    said = lines(card(database))
    assert "1 of 4 answered" in said[1]
    assert "*One says worse.*" in said
    form = inputs(open_form(database, PRIYA, "worse"))
    assert form["task"]["element"]["initial_value"] == (
        "Soften it for customers: what we decide next"
    )


# --- answers that fit ---

FIT = {
    Answers.CHANGE: ["Better for customers", "Worse", "No change", "I don't know yet"],
    Answers.TOLD: ["They know…", "Not yet…", "It does not reach them"],
    Answers.WHO: ["I'll do it…", "Somebody else…", "Nobody needs to, because…"],
    Answers.SENTENCE: ["Write it…", "Ask somebody else…"],
    Answers.NAME: ["Name it…", "Nothing like that", "Ask somebody else…"],
    Answers.HELPS: ["Yes, and who…", "No, because…", "I don't know yet"],
}
"""The buttons under each kind of question."""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_each_question_has_the_buttons_that_fit_it_and_no_others(question: Question) -> None:
    decision = Decision(
        team_id=TEAM, number=1, title=question.words, asked_by="", channel_id=EXECUTIVES,
        created_at=MONDAY, due_at=MONDAY, prompt=question.key,
    )  # fmt: skip
    shown = cards.card(DecisionView(decision, [], 4, {}, "UTC", MONDAY))
    buttons = shown.blocks[-1]["elements"]
    assert [each["text"]["text"] for each in buttons] == FIT[question.answers]
    in_a_list = words.buttons(Asking("D-1", Part.OWES, question=question.key))
    assert in_a_list is not None
    [listed] = [each["elements"] for each in blocks.message(in_a_list)]
    assert [each["action_id"] for each in listed] == [each["action_id"] for each in buttons]


@pytest.mark.parametrize("impact", Impact)
def test_each_answer_is_kept_told_and_undone(database: Database, impact: Impact) -> None:
    key = next(each.key for each in QUESTIONS if impact in decision_rules.OFFERED[each.answers])
    put(database, key)
    if impact in FILLED:
        open_form(database, NORA, impact)
        fields = FILLED[impact] | {"department": billing(database)}
        assert answer(database, NORA, impact, fields) == Nothing()
    else:
        shown = click(database, NORA, impact)
        assert shown.text.startswith("Kept for D-1")
        assert undoable.UNDO in json.dumps(shown.blocks)
    [kept] = rows(database, ImpactAnswer)
    assert (kept.impact, kept.user_id) == (impact, NORA)
    assert kept.why == FILLED.get(impact, {}).get("why", "")
    tasks = rows(database, Task)
    assert [task.decision_number for task in tasks] == (
        [1] if "task" in FILLED.get(impact, {}) else []
    )
    assert all(task.owner_id == (NORA if impact is Impact.MINE else SARA) for task in tasks)
    said = lines(card(database))
    assert "1 of 4 answered" in said[1]
    assert any(line.startswith(f"<@{NORA}> {words.SIGNS[impact].line}") for line in said)
    assert any(line.startswith("*One ") for line in said)
    with database.write() as session:
        press_undo(REGISTERS, request(NORA, undoable.UNDO, value="D-1|answered"), session, MONDAY)
    assert rows(database, ImpactAnswer) == []
    assert "nobody has answered yet" in lines(card(database))[1]


@pytest.mark.parametrize(
    ("impact", "left_out", "wrong"),
    [
        (Impact.KNOWN, "why", "Please say in a sentence how they know it."),
        (Impact.UNTOLD, "owner", "Please choose who tells them."),
        (Impact.MINE, "task", "Please say in one line what will be done, in 300 characters."),
        (Impact.GIVEN, "day", "Please choose a day."),
        (Impact.NOBODY, "why", "Please say why, in a few words."),
        (Impact.WRITTEN, "why", "Please say it in a sentence."),
        (Impact.NAMED, "why", "Please name it, in a sentence."),
        (Impact.PASSED_ON, "owner", "Please choose who can answer it."),
        (Impact.HELPS, "owner", "Please choose who does it."),
        (Impact.IN_VAIN, "why", "Please say why, in a few words."),
    ],
)
def test_an_unfinished_answer_says_what_is_missing(
    database: Database, impact: Impact, left_out: str, wrong: str
) -> None:
    key = next(each.key for each in QUESTIONS if impact in decision_rules.OFFERED[each.answers])
    put(database, key)
    fields = {**FILLED[impact], "department": billing(database), left_out: ""}
    assert answer(database, NORA, impact, fields) == FormErrors({left_out: wrong})
    assert rows(database, ImpactAnswer) == rows(database, Task) == []


def test_a_written_answer_may_bring_a_task(database: Database) -> None:
    put(database, "universal-1")
    form = inputs(open_form(database, NORA, "written"))
    assert list(form) == ["why", "owner", "task", "day", "audience"]
    assert form["owner"]["optional"]
    answer(database, NORA, "written", {"why": "Why do I wait?", **TASK})
    [task] = rows(database, Task)
    assert (task.title, task.owner_id) == ("Call them today", SARA)
    assert f"<@{NORA}> writes: “Why do I wait?”" in lines(card(database))


def test_asking_somebody_else_gives_them_the_question_as_a_task(database: Database) -> None:
    put(database, "process-1")
    form = inputs(open_form(database, NORA, "passed-on"))
    assert form["task"]["element"]["initial_value"] == (
        "Answer for the executives: "
        "Between which two teams does the customer wait, or repeat themselves?"
    )


def test_whoever_takes_it_on_without_a_department_says_whose_list_it_goes_on(
    database: Database,
) -> None:
    put(database, "universal-5")
    form = inputs(open_form(database, NORA, "mine"))
    assert list(form) == ["task", "day", "department", "audience"]
    assert answer(database, NORA, "mine", TASK) == FormErrors({"task": form_cards.WHOSE_LIST})
    assert rows(database, Task) == []
    named = billing(database)
    answer(database, NORA, "mine", {**TASK, "department": named})
    [task] = rows(database, Task)
    assert (task.owner_id, str(task.department_id)) == (NORA, named)
    assert open_asks(database) == [("finish", NORA)]


def test_the_cco_is_told_before_the_form_that_they_own_no_task(database: Database) -> None:
    put(database, "universal-5")
    with pytest.raises(CcoOwns):
        open_form(database, OMAR, "mine")
    with pytest.raises(CcoOwns):
        answer(database, OMAR, "mine", {**TASK, "department": billing(database)})
    assert rows(database, ImpactAnswer) == rows(database, Task) == []


@pytest.mark.parametrize("sign", sorted(set(Impact) - {Impact.WRITTEN, Impact.PASSED_ON}))
def test_an_answer_to_another_question_is_refused(database: Database, sign: str) -> None:
    """An old card, or a forged click: nothing is kept, and it says where the answers are."""
    put(database, "universal-1")
    with pytest.raises(OtherAnswers, match="`/cx D-1` shows them"):
        open_form(database, NORA, sign)
    with pytest.raises(OtherAnswers):
        answer(database, NORA, sign, FILLED.get(Impact(sign), {}))
    assert rows(database, ImpactAnswer) == []


def test_nothing_is_posted_while_something_waits_for_its_first_answer(
    database: Database,
) -> None:
    prompt(database, "weekly monday 9:30")
    ask(database)
    first = next_at(database)
    assert handle_all(database, first) == 1
    assert len(rows(database, Decision)) == 1
    assert next_at(database) == first + timedelta(days=7)
    [told] = [each for each in rows(database, Message) if each.key.startswith("held back:")]
    assert told.lane == OMAR
    assert told.payload["text"].startswith(f"*D-1* {PRICE} has had no answer since")
    answer(database, VICTOR, "none", {"why": "Nothing changes"})
    handle_all(database, first + timedelta(days=7))
    assert len(rows(database, Decision)) == 2
    handle_all(database, first + timedelta(days=14))
    assert len(rows(database, Decision)) == 2
    handle_all(database, first + timedelta(days=21))
    told = [each for each in rows(database, Message) if each.key.startswith("held back:")]
    assert [each.key.split(":")[1] for each in told] == ["D-1", "D-2"], "of each once"


def test_each_week_brings_another_question(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing stands out, the bank serves."""
    monkeypatch.setattr(facts, "by_loudness", lambda *_, **__: [])
    prompt(database, "weekly monday 9:30")
    for week in range(1, 13):
        due = next_at(database)
        handle_all(database, due)
        key = rows(database, Decision)[-1].prompt
        fitting = decision_rules.offered(key)[0]
        fields = FILLED[fitting] | {"department": billing(database)}
        answer(database, VICTOR, fitting, fields, due, f"D-{week}")
    keys = [decision.prompt for decision in rows(database, Decision)]
    assert len(set(keys)) == 12


@pytest.mark.parametrize(
    ("late", "posted"), [(timedelta(hours=23), 1), (timedelta(days=1, seconds=1), 0)]
)
def test_a_question_more_than_a_day_late_is_skipped(
    database: Database, late: timedelta, posted: int
) -> None:
    prompt(database, "weekly monday 9:30")
    due = next_at(database)
    assert handle_all(database, due + late) == 1
    assert len(rows(database, Decision)) == posted
    assert next_at(database) == due + timedelta(days=7)


def test_weeks_of_silence_bring_one_skipped_question_and_no_flood(database: Database) -> None:
    prompt(database, "weekly monday 9:30")
    assert handle_all(database, next_at(database) + timedelta(days=30)) == 1
    assert rows(database, Decision) == []


def test_a_question_never_comes_on_a_day_that_is_not_worked(database: Database) -> None:
    prompt(database, "weekly friday 17:00")
    friday = next_at(database)
    assert handle_all(database, friday + timedelta(hours=10)) == 1
    assert rows(database, Decision) == []
    assert next_at(database) == friday + timedelta(days=7)


def test_half_past_nine_stays_half_past_nine_when_clocks_change(database: Database) -> None:
    before_the_change = datetime(2026, 3, 23, 12, tzinfo=UTC)
    prompt(database, "weekly monday 9:30", now=before_the_change)
    assert next_at(database) == datetime(2026, 3, 30, 7, 30, tzinfo=UTC)


def test_a_question_at_once_waits_its_turn(database: Database) -> None:
    assert f"<#{EXECUTIVES}>" in prompt(database, "now")
    with pytest.raises(PromptWaits, match="D-1"):
        prompt(database, "NOW")
    answer(database, VICTOR, "written", {"why": "Why do I wait?"})
    prompt(database, "now")
    assert [decision.prompt for decision in rows(database, Decision)] == [
        "universal-1",
        "pricing-1",
    ]
    actors = [each.actor for each in rows(database, Event) if each.verb == "asked"]
    assert actors == [NORA, NORA]


def test_questions_follow_the_executive_channel(database: Database) -> None:
    prompt(database, "weekly monday 9:30")
    with database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace
        workspace.executive_channel_id = "C0BOARD"
        session.add(workspace)
    handle_all(database, next_at(database))
    assert [message.lane for message in rows(database, Message)] == ["C0BOARD"]
    prompt(database, "weekly tuesday 9:30")
    [schedule] = rows(database, Schedule)
    assert schedule.channel_id == "C0BOARD"
