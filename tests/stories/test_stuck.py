"""What could not be said is shown to the CCO in words, is sent again or let go, and never lost."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import routes
from bot.practice.slack.objects import View
from handlers.front import stuck
from handlers.front.stuck import requests
from handlers.speech.errors import NotStuck
from handlers.speech.people_errors import NotYours
from handlers.speech.request import Reply, Request
from storage import history, people
from storage import stuck as stored_stuck
from storage.asks import Ask
from storage.cards import Card
from storage.database import Database
from storage.history import Event
from storage.nudges import Nudge
from storage.outbox import Message, MessageState
from storage.people import Person, Role
from storage.schedules import Posting, Schedule
from storage.stuck import Pile
from tests import cast
from tests.cast import MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM
from tests.rows import state
from tests.stage import Stage

pytestmark = pytest.mark.both

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
BILLING = "C0BILLING"
NOTHING = "Nothing is stuck."
NOT_THERE = "Duly is not in this channel. Invite it there with `/invite @Duly`."
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def leaves(stage: Stage, channel: str = BILLING) -> None:
    stage.workspace.channel(channel).members.discard(stage.workspace.bot_user)


def comes_back(stage: Stage, channel: str = BILLING) -> None:
    stage.workspace.channel(channel).members.add(stage.workspace.bot_user)


def presses(stage: Stage, user: str, verb: str) -> str:
    """Press the first button of this kind in the open form; what is said about it."""
    view = stage.workspace.view(user)
    assert view is not None
    return presses_in(stage, user, view, verb)


def presses_in(stage: Stage, user: str, view: View, verb: str) -> str:
    stage.people.click_in_view(user, view.id, verb)
    stage.settle()
    return stage.sees_form(user)


def opens_list(stage: Stage, user: str = OMAR) -> View:
    """Home, and from there what is stuck."""
    stage.opens_home(user)
    home = stage.workspace.home(user)
    assert home is not None
    stage.people.click_in_view(user, home.id, "stuck.open")
    view = stage.workspace.view(user)
    assert view is not None
    return view


def written(stage: Stage) -> list[Event]:
    with stage.duly.database.read() as session:
        return history.of(session, TEAM, stuck.NOUN, 0)


def rows(database: Database, lane: str = BILLING) -> list[Message]:
    query = select(Message).where(Message.lane == lane).order_by(col(Message.message_id))
    with database.read() as session:
        return list(session.exec(query))


# --- what is stuck ---


def test_when_nothing_is_stuck_it_is_said_pleasantly(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert stage.types(OMAR, "/cx stuck").startswith(NOTHING)


def test_only_the_cco_sees_it_and_others_read_who_could(stage: Stage) -> None:
    assert stage.types(SARA, "/cx stuck") == "That is for the CCO to do. Nothing was changed."
    assert "/cx stuck" not in stage.types(SARA, "/cx help")
    assert "/cx stuck" in stage.types(OMAR, "/cx help")


def test_what_could_not_be_posted_is_listed_with_its_reason_and_sent_again(stage: Stage) -> None:
    leaves(stage)
    stage.types(OMAR, TASK)
    told = stage.types(OMAR, "/cx stuck")
    assert "One message for #billing: Duly is not in this channel." in told.replace("*", "")
    assert "T-1 Rewrite the refund mail" in told
    assert "Nov 23, 2026 at 10:00" in told
    home = stage.opens_home(OMAR)
    assert "One message for #billing: Duly is not in this channel." in home
    assert "`/invite @Duly`" in home

    comes_back(stage)
    stage.clicks(SARA, "Take it")
    opens_list(stage)
    assert "One message for #billing: on the way again." in presses(stage, OMAR, "stuck.again")
    [card] = stage.channel("#billing")
    assert "T-1 · taken · " in card, "the card is drawn anew when it is sent"
    assert stage.types(OMAR, "/cx stuck").startswith(NOTHING)
    [event] = written(stage)
    assert (event.actor, event.verb, event.details["messages"]) == (OMAR, "sent again", 1)


def test_many_with_one_reason_are_one_line_and_one_click(stage: Stage) -> None:
    leaves(stage)
    for number in range(1, 13):
        stage.types(OMAR, f"/cx task Promise {number} to @sara by friday")
    told = stage.types(OMAR, "/cx stuck")
    assert told.count("#billing") == 1
    assert "12 messages for #billing" in told
    assert "T-12 Promise 12" in told
    assert "9 more" in told
    comes_back(stage)
    opens_list(stage)
    assert "12 messages for #billing" in presses(stage, OMAR, "stuck.again")
    assert len(stage.channel("#billing")) == 12
    assert len(written(stage)) == 1


def test_one_of_many_is_sent_and_another_let_go(stage: Stage) -> None:
    leaves(stage)
    for number in (1, 2, 3):
        stage.types(OMAR, f"/cx task Promise {number} to @sara by friday")
    comes_back(stage)
    opens_list(stage)
    each = presses(stage, OMAR, "stuck.each")
    assert [f"T-{number} Promise {number} for #billing" in each for number in (1, 2, 3)] == [
        True
    ] * 3
    top = stage.workspace.view(OMAR)
    assert top is not None
    presses_in(stage, OMAR, top, "stuck.again")
    [card] = stage.channel("#billing")
    assert "Promise 3" in card, "the newest stands first"
    stage.closes(OMAR)
    opens_list(stage)
    presses(stage, OMAR, "stuck.each")
    assert "not sent any more" in presses(stage, OMAR, "stuck.drop")
    assert [row.state for row in rows(stage.duly.database)] == ["failed", "stale", "sent"]
    assert rows(stage.duly.database)[1].error == "Omar Haddad chose not to send it."
    assert [event.verb for event in written(stage)] == ["sent again", "let go"]
    stage.types(SARA, "/cx done T-2")
    assert state(stage, "T-2") == ("done", SARA), "what is owed goes on"


def test_whoever_presses_second_reads_what_happened(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        nora = session.get(Person, (TEAM, NORA))
        assert nora is not None
        nora.role = Role.CCO
    leaves(stage)
    stage.types(OMAR, TASK)
    hers, his = opens_list(stage, NORA), opens_list(stage, OMAR)
    presses_in(stage, OMAR, his, "stuck.drop")
    said = presses_in(stage, NORA, hers, "stuck.again")
    assert (
        "That is not stuck any more: Omar Haddad chose not to send it. Nothing was changed." in said
    )
    assert [row.state for row in rows(stage.duly.database)] == ["stale"]
    assert len(written(stage)) == 1


# --- it may have arrived ---


def put_in_doubt_where_nobody_may_look(stage: Stage) -> None:
    stage.workspace.faults.fail_next(
        1, how="drop_after", method="chat.postMessage", channel=BILLING
    )
    stage.types(OMAR, "/cx task Call back to @sara by friday in Billing")
    leaves(stage)
    stage.passes(hours=0.02)
    stage.settle()


@only_sqlite
def test_what_may_have_arrived_is_looked_for_before_it_is_sent_again(stage: Stage) -> None:
    put_in_doubt_where_nobody_may_look(stage)
    told = stage.types(OMAR, "/cx stuck")
    assert "It may have arrived" in told
    assert "[Send without looking]" in told
    comes_back(stage)
    opens_list(stage)
    assert "Duly looks first" in presses(stage, OMAR, "stuck.again")
    stage.passes(hours=0.1)
    assert len(stage.channel("#billing")) == 1, "it was there"
    assert {row.state for row in rows(stage.duly.database)} == {"sent"}


@only_sqlite
def test_a_person_may_send_it_without_a_look(stage: Stage) -> None:
    put_in_doubt_where_nobody_may_look(stage)
    view = opens_list(stage)
    [button] = [
        element
        for block in view.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "stuck.anyway"
    ]
    assert "twice" in button["confirm"]["text"]["text"]
    comes_back(stage)
    presses(stage, OMAR, "stuck.anyway")
    assert len(stage.channel("#billing")) == 2, "as the person was warned"


# --- what goes on by itself ---


def test_what_waits_and_what_broke_is_listed_with_when_it_is_tried_next(
    database: Database,
) -> None:
    now = MONDAY
    with database.write() as session:
        for lane, state, error in (
            ("C0SUPPORT", MessageState.IN_DOUBT, "The connection to Slack broke (OSError)."),
            ("C0SALES", MessageState.PENDING, "The bot token was revoked. Install the app again."),
        ):
            fail(
                session, lane, lane, error, state=state, attempts=7,
                created_at=now - timedelta(hours=1), not_before=now + timedelta(minutes=1),
            )  # fmt: skip
        session.add(
            Schedule(
                team_id=TEAM, kind=Posting.DIGEST, channel_id=BILLING, error="KeyError: 7",
                next_at=now + timedelta(hours=1),
            )
        )  # fmt: skip
        session.add(
            Schedule(
                team_id=TEAM, kind=Posting.DIGEST, channel_id="C0SALES", error="too late",
                next_at=now + timedelta(days=7),
            )
        )  # fmt: skip
        for number in (1, 2):
            ask = Ask(
                team_id=TEAM, kind="finish", noun="task", number=number, person_id=SARA,
                opened_at=now, due_at=now,
            )  # fmt: skip
            session.add(ask)
            session.add(
                Nudge(
                    team_id=TEAM, ask_id=ask.ask_id, person_id=SARA, part="owes", rung=1,
                    due_at=now + timedelta(minutes=50), error="ValueError: <!channel>",
                )
            )  # fmt: skip
        answer = requests.show(routes.NOUNS, request(), session, now)
    assert isinstance(answer, Reply)
    told = "\n".join(block["text"]["text"] for block in answer.blocks)
    assert "One message for <#C0SUPPORT>" in told
    assert "Duly is checking whether Slack has it" in told
    assert "One message for <#C0SALES>*: The bot token was revoked." in told
    assert "Duly tries again by itself" in told
    assert "The digest in <#C0BILLING>* could not be written. Duly tries again" in told
    assert "Two reminders for <@U0SARA> (T-1 and T-2)* could not be written." in told
    assert "too late" not in told, "a digest that was left out by rule is not stuck"
    assert "KeyError" not in told
    assert "ValueError" not in told, "what only a developer understands stays in the log"


def request(user: str = OMAR, value: str = "") -> Request:
    return Request(team_id=TEAM, user_id=user, verb="stuck", key="k", value=value)


@only_sqlite
def test_a_reason_in_many_places_is_one_line(database: Database) -> None:
    with database.write() as session:
        for number in range(5):
            fail(session, f"U{number}", f"note:{number}", "Direct messages are switched off.")
        answer = requests.show(routes.NOUNS, request(), session, MONDAY)
        assert isinstance(answer, Reply)
        lines = [block["text"]["text"] for block in answer.blocks if "text" in block]
        assert lines[1:] == ["*Five messages for five places*: Direct messages are switched off."]
        [button] = [
            element
            for block in answer.blocks
            for element in block.get("elements", [])
            if element.get("action_id") == "stuck.again"
        ]
        requests.send_again(request(value=button["value"]), session, MONDAY)
    with database.read() as session:
        assert session.exec(select(Message.state).distinct()).all() == ["pending"]


def fail(session: Session, lane: str, key: str, error: str, **facts: object) -> Message:
    message = Message(
        team_id=TEAM, key=key, lane=lane, method="chat.postMessage", state=MessageState.FAILED,
        payload={"text": "T-7 and T-8 are yours"}, error=error, created_at=MONDAY,
        not_before=MONDAY,
    )  # fmt: skip
    for name, value in facts.items():
        setattr(message, name, value)
    session.add(message)
    session.flush()
    return message


@only_sqlite
def test_what_is_sent_again_in_the_evening_waits_for_its_readers_morning(
    database: Database,
) -> None:
    evening = MONDAY.replace(hour=20)
    with database.write() as session:
        message = fail(session, SARA, "note:1", "no")
        value = stuck.rules.Chosen(message.message_id).value
        answer = requests.send_again(request(value=value), session, evening)
    assert isinstance(answer, Reply)
    assert "The reader is at work" in answer.text
    [row] = rows(database, SARA)
    assert row.not_before == datetime(2026, 11, 24, 8, tzinfo=MONDAY.tzinfo)


@pytest.mark.parametrize("verb", ["stuck.again", "stuck.anyway", "stuck.drop", "stuck.each"])
@only_sqlite
def test_every_button_is_for_the_cco_alone(database: Database, verb: str) -> None:
    with database.write() as session:
        message = fail(session, BILLING, "note:1", "no")
        value = stuck.rules.Chosen(message.message_id).value
        with pytest.raises(NotYours) as refusal:
            routes.BUTTONS[verb](request(MARIA, value), session, MONDAY)
        assert refusal.value.message == "That is for the CCO to do. Nothing was changed."
        assert history.of(session, TEAM, stuck.NOUN, 0) == []


@only_postgresql
def test_of_two_who_press_at_once_one_wins_and_the_other_reads_it(database: Database) -> None:
    with database.write() as session:
        message = fail(session, BILLING, "note:1", "no")
    value = stuck.rules.Chosen(message.message_id).value
    said: list[str] = []
    begun = threading.Event()

    def second() -> None:
        try:
            with database.write() as session:
                begun.set()
                requests.let_go(request(value=value), session, MONDAY)
        except NotStuck as late:
            said.append(late.message)

    thread = threading.Thread(target=second)
    with database.write() as session:
        requests.send_again(request(value=value), session, MONDAY)
        thread.start()
        begun.wait(5)
        thread.join(0.2)
        assert thread.is_alive(), "the second waits for the first"
    thread.join(5)
    assert said == ["That is not stuck any more: Omar Haddad sent it again. Nothing was changed."]
    with database.read() as session:
        assert len(history.of(session, TEAM, stuck.NOUN, 0)) == 1


@only_sqlite
def test_what_is_done_says_what_came_of_it(database: Database) -> None:
    with database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        known = fail(session, BILLING, "note:1", "no")
        unknown = fail(session, BILLING, "note:2", "no answer", lookups=2)
        lost = fail(session, SARA, "note:3", "gone")
        chosen = [stuck.rules.Chosen(each.message_id) for each in (known, unknown, lost)]
        assert len(stuck.seen(routes.NOUNS, session, MONDAY, omar).failed) == 3
        one = stuck.one_by_one(
            routes.NOUNS, session, omar, stuck.rules.all_of(pile(session), known.message_id)
        )
        assert ([each.chosen for each in one.messages], one.more) == ([chosen[0]], False)
        again = stuck.send_again(session, MONDAY, omar, chosen[0])
        assert again == stuck.Freed(1, [BILLING], MONDAY, looked=False)
        looked = stuck.send_again(session, MONDAY, omar, chosen[1])
        assert looked == stuck.Freed(1, [BILLING], MONDAY, looked=True)
        assert stuck.let_go(session, MONDAY, omar, chosen[2]) == stuck.GivenUp(1, [SARA])
        assert [each.state for each in (known, unknown, lost)] == ["pending", "in_doubt", "stale"]


def pile(session: Session) -> Pile:
    """What is held up for the first reason."""
    return next(each for each in stored_stuck.failed(session, TEAM) if each.error == "no")


# --- telling people ---


def test_the_lead_and_the_cco_are_told_once_a_day_and_the_ask_stays_due(stage: Stage) -> None:
    stage.workspace.user(SARA).deleted = True
    for number in (1, 2, 3):
        stage.types(OMAR, f"/cx task Promise {number} to @sara by friday for Acme")
    for reader in (OMAR, MARIA):
        [notice] = [said for said in stage.reads(reader) if "did not reach" in said]
        assert "T-1 Promise 1 did not reach @sara. The person has left." in notice
        assert "Nothing is lost: what is owed stays due." in notice
        assert "/cx stuck" in notice
    with stage.duly.database.read() as session:
        asks = session.exec(select(Ask).where(Ask.kind == "acknowledge")).all()
    assert [ask.answered_at for ask in asks] == [None] * 3
    assert "Three messages for @sara" in stage.types(OMAR, "/cx stuck")


def test_a_department_whose_channel_is_closed_to_duly_hears_it_from_its_lead(stage: Stage) -> None:
    leaves(stage)
    stage.types(OMAR, TASK)
    assert any("did not reach #billing" in said for said in stage.reads(MARIA))
    assert any("did not reach #billing" in said for said in stage.reads(OMAR))
    assert not any("did not reach" in said for said in stage.reads(TOM))


def notices(database: Database) -> dict[str, Message]:
    query = select(Message).where(col(Message.key).startswith(stuck.NOTICE))
    with database.read() as session:
        found = list(session.exec(query))
    told = {message.lane: message for message in found}
    assert len(told) == len(found), "one each"
    return told


def test_nobody_is_told_twice_of_one_place_on_one_day(database: Database) -> None:
    for hour in (0, 3, 24):
        now = MONDAY + timedelta(hours=hour)
        with database.write() as session:
            stuck.tell(routes.NOUNS, session, fail(session, SARA, f"note:{hour}", "no"), now)
        with database.read() as session:
            keys = session.exec(select(Message.key).where(col(Message.lane) == OMAR)).all()
        assert len(keys) == (1 if hour < 24 else 2)
    with database.write() as session:
        stuck.tell(routes.NOUNS, session, fail(session, TOM, "note:tom", "no"), MONDAY)
        keys = session.exec(select(Message.key).where(col(Message.lane) == OMAR)).all()
    assert len(keys) == 3, "another place is another matter"


@only_postgresql
def test_two_senders_that_fail_at_once_tell_people_once(database: Database) -> None:
    with database.write() as session:
        first = fail(session, SARA, "note:1", "no")
        second = fail(session, SARA, "note:2", "no")

    def also() -> None:
        with database.write() as session:
            stuck.tell(routes.NOUNS, session, second, MONDAY)

    thread = threading.Thread(target=also)
    with database.write() as session:
        stuck.tell(routes.NOUNS, session, first, MONDAY)
        thread.start()
        thread.join(0.2)
    thread.join(5)
    assert set(notices(database)) == {OMAR, MARIA}


@only_sqlite
def test_a_notice_waits_for_working_hours_and_names_what_it_is_about(database: Database) -> None:
    evening = MONDAY.replace(hour=20)
    with database.write() as session:
        stuck.tell(routes.NOUNS, session, fail(session, SARA, "note:1", "Switched off."), evening)
    told = notices(database)
    assert set(told) == {OMAR, MARIA}
    for notice in told.values():
        assert notice.not_before == datetime(2026, 11, 24, 8, tzinfo=MONDAY.tzinfo)
        assert notice.payload["text"].startswith(
            "A message (T-7 and T-8) did not reach <@U0SARA>. Switched off."
        )


@only_sqlite
def test_nobody_is_told_that_a_notice_failed(database: Database) -> None:
    with database.write() as session:
        stuck.tell(
            routes.NOUNS,
            session,
            fail(session, OMAR, f"{stuck.NOTICE}C1:U0OMAR:2026-11-23", "no"),
            MONDAY,
        )
    assert notices(database).keys() == {OMAR}, "only the one that failed"


@only_sqlite
def test_who_cannot_be_reached_is_not_told_there(database: Database) -> None:
    with database.write() as session:
        stuck.tell(routes.NOUNS, session, fail(session, OMAR, "note:1", "no"), MONDAY)
        stuck.tell(routes.NOUNS, session, fail(session, MARIA, "note:2", "no"), MONDAY)
    assert set(notices(database)) == {OMAR}, "the CCO is told of Maria, and nobody of themselves"


@only_sqlite
def test_who_has_left_is_not_told(database: Database) -> None:
    with database.write() as session:
        for user in (MARIA, OMAR):
            person = session.get(Person, (TEAM, user))
            assert person is not None
            person.gone = True
        session.flush()
        stuck.tell(routes.NOUNS, session, fail(session, SARA, "note:1", "no"), MONDAY)
    assert set(notices(database)) == {cast.LEE}, "the deputy speaks for the department"


@only_sqlite
def test_a_bundle_is_told_by_what_it_was_about(database: Database) -> None:
    with database.write() as session:
        card = Card(team_id=TEAM, noun="bundle", number=1, face="bundle", lane=SARA)
        session.add(card)
        for number in (4, 5):
            ask = Ask(
                team_id=TEAM, kind="finish", noun="task", number=number, person_id=SARA,
                opened_at=MONDAY, due_at=MONDAY,
            )  # fmt: skip
            session.add(ask)
            session.add(
                Nudge(
                    team_id=TEAM, ask_id=ask.ask_id, person_id=SARA, part="owes", rung=1,
                    due_at=MONDAY, sent_at=MONDAY, card_id=card.card_id,
                )
            )  # fmt: skip
        stuck.tell(
            routes.NOUNS, session, fail(session, SARA, "card:1", "no", card_id=card.card_id), MONDAY
        )
    assert (
        notices(database)[MARIA]
        .payload["text"]
        .startswith("Reminders (T-4 and T-5) did not reach <@U0SARA>.")
    )
