"""Executives are asked what a decision means for customers, and their answers become tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, func, select

from handlers.executives import decisions
from handlers.executives.decisions import (
    answering,
    cards,
    drawing,
    form_cards,
    reading,
    requests,
    rules,
)
from handlers.executives.decisions.questions import QUESTIONS, Answers, Tag, Topic
from handlers.executives.decisions.rules import Input, Said
from handlers.promises import items, lifecycle, moves, undoable
from handlers.speech import typed
from handlers.speech.errors import (
    DecisionMissing,
    PastDate,
    StaleForm,
    TitleTooLong,
    UnfinishedAnswer,
    UserError,
    WrongDate,
    WrongFields,
)
from handlers.speech.people_errors import (
    CcoOwns,
    NoDepartment,
    NotYours,
    UnfitPerson,
    UnknownPerson,
)
from handlers.speech.promise_errors import UnknownItem
from handlers.speech.request import FieldValue, FormErrors, Nothing, OpenForm, Reply
from handlers.speech.setup_errors import NoExecutiveChannel
from storage import history, people, workspaces
from storage.asks import Ask
from storage.audiences import Audience
from storage.cards import Card, Face
from storage.customers import Tier
from storage.database import Database
from storage.decisions import Decision, Impact, ImpactAnswer
from storage.history import Event
from storage.outbox import Message
from storage.people import Person, Role
from storage.tasks import Task
from tests import cast
from tests.cast import EXECUTIVES, MONDAY, NORA, OMAR, PRIYA, SARA, TEAM, TOM, VICTOR
from tests.executives import (
    PRICE,
    WORSE,
    answer,
    ask,
    card,
    inputs,
    lines,
    open_form,
    open_impacts,
    request,
    rows,
)

WEIGHED = ("customers", "confidence", "acceptor", "cheap", "cost")
"""What the form of *worse* asks for beside why, for whom, and who softens it."""

# --- asking ---


def test_a_decision_is_put_to_everyone_else_who_decides(database: Database) -> None:
    reply = ask(database)
    assert "D-1 Raise the standard plan by 6 % in January" in reply.text
    assert f"<#{EXECUTIVES}>" in reply.text
    assert open_impacts(database) == sorted([OMAR, PRIYA, VICTOR])
    [posted] = rows(database, Message)
    assert (posted.lane, posted.method) == (EXECUTIVES, "chat.postMessage")
    [shown] = rows(database, Card)
    assert (shown.face, shown.noun, shown.card_id) == (
        Face.EXECUTIVES, "decision", posted.card_id,
    )  # fmt: skip
    [event] = rows(database, Event)
    assert (event.actor, event.verb, event.noun, event.number) == (NORA, "asked", "decision", 1)


def test_each_has_two_working_days_of_their_own_calendar_to_answer(database: Database) -> None:
    ask(database)
    due = {each.person_id: each.due_at for each in rows(database, Ask)}
    # 10:00 in Berlin; before opening in New York, so that the days count from 9:00 there.
    assert due[OMAR] == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert due[VICTOR] == datetime(2026, 11, 25, 14, tzinfo=UTC)
    [decision] = rows(database, Decision)
    assert decision.due_at == due[OMAR], "nobody is late who answers by what all of them read"


def test_answers_are_asked_for_by_the_day_that_is_said_with_its_reason(database: Database) -> None:
    reply = ask(database, "Close the Hamburg depot in March by dec 18 because it saves paper")
    assert "D-1 Close the Hamburg depot in March, in" in reply.text
    assert "for an answer by Fri 18 Dec." in reply.text
    assert "Your reason stands with it: “it saves paper”." in reply.text
    [decision] = rows(database, Decision)
    assert decision.title == "Close the Hamburg depot in March"
    assert {each.due_at for each in rows(database, Ask)} == {decision.due_at}
    assert decision.due_at.date() == date(2026, 12, 18)
    [event] = rows(database, Event)
    assert event.details["why"] == "it saves paper"
    said = lines(card(database))
    assert "“it saves paper”" in said
    assert any("decides by Fri 18 Dec" in line for line in said)


@pytest.mark.parametrize(
    ("words", "title", "when", "why"),
    [
        ("by friday: close the depot", "close the depot", "friday", ""),
        ("Close it because of the rent, privately", "Close it", "", "the rent"),
        ("Raise the fee by 4 % in January.", "Raise the fee by 4 % in January.", "", ""),
        ("Give the depot to Sara for Acme in Billing on Friday",
         "Give the depot to Sara for Acme in Billing on Friday", "", ""),
        ("Pay by friday noon all of them", "Pay by friday noon all of them", "", ""),
        ("Close it until 18 December", "Close it", "18 December", ""),
    ],
)  # fmt: skip
def test_a_decision_is_read_as_it_was_meant(words: str, title: str, when: str, why: str) -> None:
    said = reading.read(typed.words(words), words)
    assert (said.title, said.when, said.why) == (title, when, why)
    assert (said.audience is Audience.PRIVATE) == ("privately" in words)


def test_the_form_asks_by_when_and_why_as_the_command_does(database: Database) -> None:
    with database.write() as session:
        opened = requests.ask(request(NORA, "impact", text="by dec 18 because x"), session, MONDAY)
    assert isinstance(opened, OpenForm)
    assert '"initial_date": "2026-12-18"' in json.dumps(opened.view)
    fields = {"decision": "Close it", "day": "2026-12-18", "reason": "The rent"}
    with database.write() as session:
        sent = request(NORA, "decision.ask.send", fields=fields)
        requests.send_ask(sent, session, MONDAY)
    [decision] = rows(database, Decision)
    assert (decision.title, decision.due_at.date()) == ("Close it", date(2026, 12, 18))
    past = request(NORA, "decision.ask.send", fields={**fields, "day": "2020-01-01"})
    with pytest.raises(WrongFields) as refused, database.write() as session:
        requests.send_ask(past, session, MONDAY)
    assert list(refused.value.errors) == ["day"]
    assert len(rows(database, Decision)) == 1


def test_a_bot_and_somebody_who_left_are_not_asked(database: Database) -> None:
    with database.write() as session:
        for user_id in (cast.BOT, PRIYA):
            person = people.find(session, TEAM, user_id)
            assert person
            person.role, person.gone = Role.EXECUTIVE, user_id == PRIYA
            session.add(person)
    ask(database)
    assert open_impacts(database) == sorted([OMAR, VICTOR])


def test_the_card_shows_the_decision_a_fitting_question_and_four_answers(
    database: Database,
) -> None:
    ask(database)
    said = lines(card(database))
    assert said[0] == PRICE
    assert said[1].startswith(f"D-1 · pricing · <@{NORA}> asks · nobody has answered yet")
    assert said[2] == "Who pays more next month, and what do they get that they did not have?"
    assert said[3:7] == ["Better for customers", "Worse", "No change", "I don't know yet"]
    buttons = card(database).blocks[-1]["elements"]
    assert [(each["action_id"], each["value"]) for each in buttons[:4]] == [
        ("decision.better", "D-1"),
        ("decision.worse", "D-1"),
        ("decision.none", "D-1"),
        ("decision.unknown", "D-1"),
    ]


def test_without_words_a_form_asks_for_the_decision(database: Database) -> None:
    with database.write() as session:
        opened = requests.ask(request(NORA, "impact", text="  "), session, MONDAY)
        assert isinstance(opened, OpenForm)
        assert opened.view["callback_id"] == "decision.ask.send"
        fields = {form_cards.DECISION: f" {PRICE} "}
        sent = request(NORA, "decision.ask.send", fields=fields)
        asked = requests.send_ask(sent, session, MONDAY)
        assert isinstance(asked, Reply)
        assert undoable.UNDO in json.dumps(asked.blocks)
    [decision] = rows(database, Decision)
    assert decision.title == PRICE


@pytest.mark.parametrize("words", ["", "…", "x" * 301])
def test_a_form_without_a_decision_or_with_too_long_a_one_says_so(
    database: Database, words: str
) -> None:
    sent = request(NORA, "decision.ask.send", fields={form_cards.DECISION: words})
    with pytest.raises(WrongFields) as refusal, database.write() as session:
        requests.send_ask(sent, session, MONDAY)
    assert list(refusal.value.errors) == [form_cards.DECISION]
    assert rows(database, Decision) == []


def test_too_long_a_decision_is_refused(database: Database) -> None:
    with pytest.raises(TitleTooLong, match="301"):
        ask(database, "x" * 301)


def test_the_longest_decision_stands_on_the_card_in_full(database: Database) -> None:
    title = "Raise & reprice <everything> " * 10
    ask(database, title.strip())
    shown = lines(card(database))
    assert len(shown[0]) <= 150
    assert shown[2].count("Raise &amp; reprice &lt;everything&gt;") == 10


def test_words_from_a_command_lose_slack_s_escapes(database: Database) -> None:
    ask(database, "Merge R&amp;D   with <@U0SARA|sara>'s team")
    [decision] = rows(database, Decision)
    assert decision.title == "Merge R&D with @sara's team"


@pytest.mark.parametrize("who", [SARA, TOM])
def test_only_executives_and_the_cco_may_ask_and_answer(database: Database, who: str) -> None:
    ask(database)
    with pytest.raises(NotYours, match="an executive or the CCO"):
        ask(database, by=who)
    with pytest.raises(NotYours, match="an executive or the CCO"):
        open_form(database, who, "worse")
    with pytest.raises(NotYours, match="an executive or the CCO"):
        answer(database, who, "none", {"why": "Nothing changes"})
    assert len(rows(database, Decision)) == 1
    assert rows(database, ImpactAnswer) == []


def test_without_an_executive_channel_nothing_is_asked(database: Database) -> None:
    with database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace
        workspace.executive_channel_id = None
        session.add(workspace)
    for words in (PRICE, ""):
        with database.write() as session, pytest.raises(NoExecutiveChannel):
            requests.ask(request(NORA, "impact", text=words), session, MONDAY)


def test_an_only_executive_asks_nobody_and_may_answer(database: Database) -> None:
    with database.write() as session:
        for role in (Role.EXECUTIVE, Role.CCO):
            for person in people.with_role(session, TEAM, role):
                person.gone = person.user_id != OMAR
                session.add(person)
    reply = ask(database, by=OMAR)
    assert "so the answer is yours" in reply.text
    assert [(each.kind, each.person_id) for each in rows(database, Ask)] == [("decide", OMAR)]
    assert answer(database, OMAR, "none", {"why": "Only our books change"}) == Nothing()
    assert "1 of 1 answered" in lines(card(database))[1]


# --- answering ---


def test_worse_becomes_a_task_with_an_owner_and_a_date(database: Database) -> None:
    ask(database)
    later = MONDAY + timedelta(hours=1)
    assert answer(database, VICTOR, "worse", WORSE, later) == Nothing()
    [task] = rows(database, Task)
    assert (task.title, task.owner_id, task.created_by, task.decision_number) == (
        "Soften the price rise", SARA, VICTOR, 1,
    )  # fmt: skip
    assert task.due_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    [said] = rows(database, ImpactAnswer)
    assert (said.impact, said.tiers, said.tasks) == ("worse", ["key", "standard"], {"worse": 1})
    [decision] = rows(database, Decision)
    assert decision.first_answer_at == later
    assert open_impacts(database) == sorted([OMAR, PRIYA])
    answered = [each for each in rows(database, Event) if each.verb == "answered"]
    assert [(each.actor, each.noun, each.number) for each in answered] == [(VICTOR, "decision", 1)]


def test_the_card_tells_who_said_what_and_what_follows(database: Database) -> None:
    ask(database)
    answer(database, VICTOR, "worse", WORSE)
    answer(database, OMAR, "worse", WORSE | {"why": "A <big> step"}, MONDAY + timedelta(hours=1))
    unknown = {"why": "Who notices?", "owner": TOM, "task": "Find out", "day": "2026-12-01"}
    answer(database, NORA, "unknown", unknown, MONDAY + timedelta(hours=2))
    shown = card(database)
    said = lines(shown)
    assert "3 of 4 answered" in said[1]
    assert said[3] == "*Two say worse, one doesn't know yet.*"
    for_whom = "key accounts and all other customers"
    soften = "Soften the price rise · Sara Novak, due Fri 27 Nov · softens it"
    assert [line.split(" | ") for line in said[4:8]] == [
        ["Who", "Says", "For whom", "What we do"],
        ["Victor Chen", "worse", for_whom, f"T-1 {soften} · “{WORSE['why']}”"],
        ["Omar Haddad", "worse", for_whom, f"T-2 {soften} · “A <big> step”"],
        [
            "Nora Lindqvist", "not known yet", "–",
            "T-3 Find out · Tom Becker, due Tue 1 Dec · “Who notices?”",
        ],
    ]  # fmt: skip
    assert not any("What follows" in line for line in said), "it stands beside who wants it"
    assert shown.text == f"D-1 {PRICE}: two say worse, one doesn't know yet."


def test_a_closed_task_is_shown_as_closed(database: Database) -> None:
    ask(database)
    answer(database, VICTOR, "worse", WORSE)
    with database.write() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara
        lifecycle.make(session, MONDAY, moves.DONE, items.get_live(session, sara, "T-1"), sara)
    assert "T-1 Soften the price rise · Sara Novak, done" in "\n".join(lines(card(database)))


def test_no_change_needs_one_short_reason_only(database: Database) -> None:
    ask(database)
    assert list(inputs(open_form(database, PRIYA, "none"))) == ["why", "customers", "confidence"]
    assert answer(database, PRIYA, "none", {"why": "Only our books change"}) == Nothing()
    assert rows(database, Task) == []
    assert "Priya Raman | no change | – | “Only our books change”" in lines(card(database))


def test_better_may_be_answered_without_a_task(database: Database) -> None:
    ask(database)
    said: dict[str, FieldValue] = {
        "why": "Faster answers",
        "tiers": ["beachhead"],
        "task": "Make the most of it",
    }
    assert answer(database, PRIYA, "better", said) == Nothing()
    assert rows(database, Task) == []


def test_customers_who_should_hear_it_first_get_a_task_by_the_same_owner(
    database: Database,
) -> None:
    ask(database)
    answer(database, VICTOR, "worse", WORSE | {"tell": ["tell"]})
    soften, tell = sorted(rows(database, Task), key=lambda task: task.number)
    assert tell.title == f"Tell customers before they notice: {PRICE}"
    assert (tell.owner_id, tell.due_at) == (soften.owner_id, soften.due_at)
    [said] = rows(database, ImpactAnswer)
    assert said.tell_customers


def test_good_news_can_be_told_without_another_task(database: Database) -> None:
    ask(database)
    said = WORSE | {"tell": ["tell"], "task": ""}
    assert answer(database, VICTOR, "better", said) == Nothing()
    [task] = rows(database, Task)
    assert task.title.startswith("Tell customers")


def test_the_form_helps_with_words_and_the_question_for_that_sign(database: Database) -> None:
    ask(database)
    worse = open_form(database, VICTOR, "worse")
    task = inputs(worse)["task"]
    assert task["element"]["initial_value"] == f"Soften it for customers: {PRICE}"
    assert inputs(worse)["cheap"]["hint"]["text"].startswith("Would a plain early note")
    assert "What notice, lock or credit" in json.dumps(worse)
    unknown = inputs(open_form(database, VICTOR, "unknown"))
    assert unknown["task"]["element"]["initial_value"].startswith("Find out what it means")
    better = inputs(open_form(database, VICTOR, "better"))
    assert [better[name].get("optional") for name in ("owner", "task", "day")] == [True] * 3
    assert not any(unknown[name].get("optional") for name in ("owner", "task", "day"))


def test_prefilled_words_always_fit_their_field(database: Database) -> None:
    ask(database, "x" * 300)
    for sign in ("better", "worse", "unknown"):
        task = inputs(open_form(database, VICTOR, sign))["task"]
        assert len(task["element"]["initial_value"]) <= 300


@pytest.mark.parametrize(
    ("sign", "fields", "wrong"),
    [
        ("worse", {}, ["why", "tiers", "owner"]),
        ("better", {}, ["why", "tiers"]),
        ("none", {}, ["why"]),
        ("none", {"why": "..."}, ["why"]),
        ("unknown", {}, ["why", "owner"]),
        ("unknown", {"why": "By whom?", "owner": SARA}, ["task", "day"]),
        ("worse", WORSE | {"day": None}, ["day"]),
        ("worse", WORSE | {"task": " "}, ["task"]),
        ("worse", WORSE | {"task": "…"}, ["task"]),
        ("worse", WORSE | {"task": "x" * 301}, ["task"]),
        ("worse", WORSE | {"tiers": ["everybody"]}, ["tiers"]),
        ("worse", WORSE | {"day": "2026-11-20"}, ["day"]),
        ("worse", WORSE | {"owner": OMAR}, ["owner"]),
        ("worse", WORSE | {"owner": cast.BOT}, ["owner"]),
        ("worse", WORSE | {"owner": VICTOR}, ["owner"]),
        ("worse", WORSE | {"owner": "U0NOBODY"}, ["owner"]),
        ("better", {"why": "Sooner", "tiers": ["key"], "tell": ["tell"]}, ["owner"]),
        ("better", {"why": "Sooner", "tiers": ["key"], "day": "2026-11-27"}, ["owner"]),
    ],
)
def test_an_answer_that_lacks_something_says_what_under_each_field(
    database: Database, sign: str, fields: dict[str, FieldValue], wrong: list[str]
) -> None:
    ask(database)
    response = answer(database, VICTOR, sign, fields)
    assert isinstance(response, FormErrors)
    assert list(response.errors) == wrong
    assert all(sentence.endswith(".") for sentence in response.errors.values())
    assert rows(database, ImpactAnswer) == rows(database, Task) == []
    assert len(open_impacts(database)) == 3


def test_the_office_of_the_cco_is_told_why_it_cannot_own_the_task(database: Database) -> None:
    ask(database)
    response = answer(database, VICTOR, "worse", WORSE | {"owner": OMAR})
    assert isinstance(response, FormErrors)
    assert response.errors["owner"].startswith("Omar Haddad looks after all customers")


def test_the_last_word_counts_and_makes_no_task_twice(database: Database) -> None:
    ask(database)
    answer(database, VICTOR, "worse", WORSE)
    unknown = {"why": "Not sure", "owner": TOM, "task": "Find out", "day": "2026-12-01"}
    answer(database, VICTOR, "unknown", unknown, MONDAY + timedelta(hours=1))
    answer(database, VICTOR, "worse", WORSE | {"why": "Sure now"}, MONDAY + timedelta(hours=2))
    assert sorted(task.number for task in rows(database, Task)) == [1, 2]
    [said] = rows(database, ImpactAnswer)
    assert (said.impact, said.why) == ("worse", "Sure now")
    assert said.tasks == {"worse": 1, "unknown": 2}
    [decision] = rows(database, Decision)
    assert decision.first_answer_at == MONDAY
    shown = "\n".join(lines(card(database)))
    assert "One says worse." in shown
    assert shown.count("Victor Chen | ") == 1
    assert "T-1" in shown
    assert "T-2" in shown


def test_answering_the_same_again_shows_the_task_that_is_there(database: Database) -> None:
    ask(database)
    answer(database, VICTOR, "worse", WORSE | {"tell": ["tell"]})
    form = open_form(database, VICTOR, "worse")
    assert list(inputs(form)) == ["why", "tiers", *WEIGHED]
    assert inputs(form)["why"]["element"]["initial_value"] == WORSE["why"]
    assert f"T-1 Soften the price rise stays with <@{SARA}>." in json.dumps(form)
    assert list(inputs(open_form(database, OMAR, "worse")))[2:] == [
        *WEIGHED, "owner", "task", "day", "tell", "audience",
    ]  # fmt: skip
    answer(database, VICTOR, "worse", {"why": "Still so", "tiers": ["key"]})
    [said] = rows(database, ImpactAnswer)
    assert said.tell_customers
    assert said.tasks == {"worse": 1, "tell": 2}


def test_telling_customers_can_be_added_later_to_the_same_answer(database: Database) -> None:
    ask(database)
    answer(database, VICTOR, "worse", WORSE)
    after_its_date = datetime(2026, 12, 2, 9, tzinfo=UTC)
    again: dict[str, FieldValue] = {"why": "Still", "tiers": ["key"], "tell": ["tell"]}
    assert answer(database, VICTOR, "worse", again, after_its_date) == Nothing()
    tell = max(rows(database, Task), key=lambda task: task.number)
    assert (tell.number, tell.owner_id) == (2, SARA)
    assert tell.due_at == datetime(2026, 12, 3, 9, tzinfo=UTC)
    answer(database, VICTOR, "worse", again, after_its_date)
    assert len(rows(database, Task)) == 2


def test_telling_later_needs_an_owner_who_is_still_here(database: Database) -> None:
    ask(database)
    answer(database, VICTOR, "worse", WORSE)
    with database.write() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara
        sara.gone = True
        session.add(sara)
    again: dict[str, FieldValue] = {"why": "Still", "tiers": ["key"], "tell": ["tell"]}
    response = answer(database, VICTOR, "worse", again)
    assert isinstance(response, FormErrors)
    assert list(response.errors) == ["tell"]


def test_the_asker_may_answer_and_counts(database: Database) -> None:
    ask(database)
    answer(database, NORA, "none", {"why": "They keep what they have"})
    assert "1 of 4 answered" in lines(card(database))[1]
    assert len(open_impacts(database)) == 3


def test_its_day_stays_when_everyone_has_answered(database: Database) -> None:
    ask(database)
    assert "decides by" in lines(card(database))[1]
    for who in (OMAR, PRIYA, VICTOR):
        answer(database, who, "none", {"why": "Nothing changes"})
    assert lines(card(database))[1] == (
        f"D-1 · pricing · <@{NORA}> asks · 3 of 3 answered · "
        "Nora Lindqvist decides by Wed 25 Nov · only this channel sees it"
    )


def test_an_answer_brings_the_card_up_to_date_once(database: Database) -> None:
    ask(database)
    with database.write() as session:
        [posted] = session.exec(select(Message))
        posted.state = "sent"
        session.add(posted)
    answer(database, VICTOR, "none", {"why": "Nothing changes"})
    answer(database, OMAR, "none", {"why": "Nothing changes"})
    updates = [each for each in rows(database, Message) if each.method == "chat.update"]
    assert [each.lane for each in updates] == [EXECUTIVES]


def test_very_many_answers_and_tasks_still_fit_on_a_card(database: Database) -> None:
    ask(database, "x" * 300)
    with database.write() as session:
        for number in range(1, 41):
            session.add(
                Task(
                    team_id=TEAM, number=number, title="<&>" * 100, owner_id=SARA,
                    created_by=NORA, created_at=MONDAY, due_at=MONDAY,
                )
            )  # fmt: skip
            session.add(
                ImpactAnswer(
                    team_id=TEAM, number=1, user_id=f"U{number:03}", impact=Impact.WORSE,
                    why="<&>" * 300, tiers=list(Tier), answered_at=MONDAY,
                    tasks={Impact.WORSE: number},
                )
            )  # fmt: skip
    shown = card(database)
    assert len(shown.blocks) <= 50
    assert all(len(line) <= 3000 for line in lines(shown))
    said = "\n".join(lines(shown))
    assert "40 answers were given; [Open…] shows them all." in said
    assert "and 26 more" in said
    assert "T-40 " in said


@pytest.mark.parametrize(
    ("value", "error"),
    [("D-9|worse", UnknownItem), ("T-1|worse", StaleForm), ("D-1|awful", StaleForm),
     ("D-1", StaleForm), ("", StaleForm)],
)  # fmt: skip
def test_a_form_about_nothing_known_is_refused(
    database: Database, value: str, error: type[UserError]
) -> None:
    ask(database)
    with database.write() as session, pytest.raises(error):
        requests.send_answer(request(VICTOR, "x", value=value, fields=WORSE), session, MONDAY)


def test_a_card_of_no_decision_shows_nothing(database: Database) -> None:
    lost = Card(team_id=TEAM, noun="decision", number=9, face=Face.EXECUTIVES, lane=EXECUTIVES)
    with database.read() as session:
        assert drawing.render(session, lost, MONDAY) is None


# --- without a request ---


@pytest.fixture
def acting(database: Database) -> Iterator[Acting]:
    """A transaction in which somebody acts without a request."""
    with database.write() as session:
        yield Acting(session)


@dataclass(frozen=True)
class Acting:
    session: Session

    def person(self, user_id: str) -> Person:
        person = people.find(self.session, TEAM, user_id)
        assert person
        return person

    def asks(self, title: str = PRICE, by: str = NORA) -> decisions.NewDecision:
        return decisions.ask(self.session, MONDAY, self.person(by), title)

    def answers(self, by: str, said: Said) -> answering.Answered:
        one = answering.to_answer(self.session, self.person(by), "D-1", said.impact)
        return answering.answer(self.session, MONDAY, self.person(by), one.decision, said)

    def count(self, table: type[Any]) -> int:
        return self.session.exec(select(func.count()).select_from(table)).one()


SAID = Said(
    impact=Impact.WORSE, why="They pay more", tiers=(Tier.KEY,), owner_id=SARA,
    task="Soften the price rise", day="2026-11-27",
)  # fmt: skip


def test_asking_and_answering_give_back_what_was_made(acting: Acting) -> None:
    asked = acting.asks(f"  {PRICE.replace(' ', '  ')} ")
    assert (asked.decision.number, asked.decision.title) == (1, PRICE)
    assert sorted(each.user_id for each in asked.others) == sorted([OMAR, PRIYA, VICTOR])
    answered = acting.answers(VICTOR, replace(SAID, tell=True))
    assert {purpose: task.number for purpose, task in answered.tasks.items()} == {
        "worse": 1,
        "tell": 2,
    }
    assert (answered.answer.user_id, answered.answer.tasks) == (VICTOR, {"worse": 1, "tell": 2})
    again = acting.answers(VICTOR, replace(SAID, why="Still so"))
    assert (again.answer.why, again.tasks) == ("Still so", {})


def test_who_may_is_asked_where_it_is_done(acting: Acting) -> None:
    asked = acting.asks()
    with pytest.raises(NotYours, match="an executive or the CCO"):
        acting.asks(by=SARA)
    with pytest.raises(NotYours, match="an executive or the CCO"):
        acting.answers(SARA, SAID)
    with pytest.raises(NotYours, match="an executive or the CCO"):
        answering.answer(acting.session, MONDAY, acting.person(SARA), asked.decision, SAID)
    assert [acting.count(table) for table in (Decision, ImpactAnswer, Task)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (replace(SAID, why=""), UnfinishedAnswer),
        (replace(SAID, owner_id=OMAR), CcoOwns),
        (replace(SAID, owner_id=cast.BOT), UnfitPerson),
        (replace(SAID, owner_id=VICTOR), NoDepartment),
        (replace(SAID, owner_id="U0NOBODY"), UnknownPerson),
        (replace(SAID, day="2026-11-20"), PastDate),
        (replace(SAID, day="someday"), WrongDate),
    ],
)
def test_an_answer_that_cannot_be_is_refused_before_anything_is_made(
    acting: Acting, said: Said, error: type[UserError]
) -> None:
    acting.asks()
    with pytest.raises(error):
        acting.answers(VICTOR, said)
    assert [acting.count(table) for table in (ImpactAnswer, Task)] == [0, 0]
    assert acting.count(Event) == 1


def test_an_unfinished_answer_names_what_it_lacks() -> None:
    error = UnfinishedAnswer([Input.WHY, Input.OWNER])
    assert error.inputs == ("why", "owner")
    assert error.message.endswith("look at this again: why, owner.")


@pytest.mark.parametrize("title", ["", "  \n ", "...", "…"])
def test_a_decision_needs_words(acting: Acting, title: str) -> None:
    with pytest.raises(DecisionMissing):
        acting.asks(title)
    assert acting.count(Decision) == 0


def test_history_tells_what_was_asked_and_answered_and_how_it_stood(acting: Acting) -> None:
    due = acting.asks().decision.due_at
    acting.answers(VICTOR, replace(SAID, tell=True))
    of_it = history.of(acting.session, TEAM, "decision", 1)
    assert [(each.verb, each.state, each.due_at) for each in of_it] == [
        ("asked", "waiting", due),
        ("answered", "answered", due),
    ]
    ended = acting.session.exec(select(Ask.ask_id).where(col(Ask.answered_at).is_not(None)))
    told = [dict(each.details) for each in of_it]
    assert told[1].pop("back") == {"ended": [str(each) for each in ended]}, "the way back"
    assert told == [
        {"title": PRICE, "due": due.isoformat(), "channel": EXECUTIVES},
        {
            "impact": "worse", "tiers": ["key"], "tell": True, "why": "They pay more",
            "tasks": ["T-1", "T-2"], "stance": "mitigate",
        },
    ]  # fmt: skip


def test_history_never_goes_back_where_the_clock_of_whoever_asked_was_ahead(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead, behind = UUID(int=1 << 126), UUID(int=1 << 120)
    monkeypatch.setattr("storage.history.new_id", iter([ahead, behind]).__next__)
    acting.asks()
    acting.answers(VICTOR, Said(impact=Impact.NONE, why="Only our books change"))
    verbs = [each.verb for each in history.of(acting.session, TEAM, "decision", 1)]
    assert verbs == ["asked", "answered"]


# --- the summary and the bank ---


@pytest.mark.parametrize(
    ("impacts", "said"),
    [
        ([], ""),
        (["better"], "One says better"),
        (["unknown", "worse", "worse"], "Two say worse, one doesn't know yet"),
        (["none", "better", "worse"], "One says worse, one says better, one sees no change"),
        (["better", "worse", "better"], "Two say better, one says worse"),
        (["none"] * 11, "11 see no change"),
        (["unknown"] * 2, "Two don't know yet"),
    ],
)
def test_the_summary_says_who_many_say_what(impacts: list[str], said: str) -> None:
    assert cards.summary(impacts) == said


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        (PRICE, Topic.PRICING),
        ("New pricing for refills", Topic.PRICING),
        ("Stop refunds after 14 days", Topic.POLICY),
        ("Cut the night shift to save costs", Topic.COST),
        ("Launch the new grinder", Topic.LAUNCH),
        ("What to say about yesterday's outage", Topic.OUTAGE),
        ("Reorganise support into two hubs", Topic.STAFFING),
        ("Discontinue the blue machine", Topic.REMOVAL),
        ("Automate approvals", Topic.PROCESS),
        ("Change the carrier in Spain", Topic.VENDOR),
        ("Longer contract terms", Topic.CONTRACT),
        ("Move the party to May", Topic.UNIVERSAL),
        ("Appraise the spricing", Topic.UNIVERSAL),
        ("", Topic.UNIVERSAL),
    ],
)
def test_the_question_fits_what_is_decided(title: str, topic: Topic) -> None:
    question = rules.question_for(rules.topic_of(title), 7)
    assert (question.topic, question.tag) == (topic, Tag.CORE)
    assert question.answers is Answers.CHANGE, "a decision is answered by what it changes"


def test_the_bank_has_questions_for_each_topic_that_fit_a_headline() -> None:
    assert len({question.words for question in QUESTIONS}) == len(QUESTIONS)
    for topic in Topic:
        mine = [question for question in QUESTIONS if question.topic == topic]
        assert [question.key for question in mine] == [
            f"{topic}-{number}" for number, _ in enumerate(mine, start=1)
        ]
        assert len(mine) >= 5
        assert set(Tag) == {question.tag for question in mine} | (
            {Tag.MITIGATE, Tag.CHEAP} if topic is Topic.UNIVERSAL else set()
        )
    assert max(len(question.words) for question in QUESTIONS) <= 150
