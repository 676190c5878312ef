"""What Slack delivers is understood, done once, and on disk before it is answered."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http.client import HTTPConnection
from typing import Any

import pytest
from sqlmodel import Session, func, select

from bot import logs, routes
from bot.answering import NO_FORM
from bot.incoming import AWAY, UNSURE
from handlers.speech import blocks
from handlers.speech.errors import WrongFields
from handlers.speech.promise_errors import UnclearItem
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage import database, history, outbox
from storage.database import Database
from storage.errors import OutcomeUnknown
from storage.history import Event
from storage.people import Person
from storage.receipts import Receipt
from storage.tasks import Task
from tests import cast
from tests.cast import OMAR, SARA, TEAM
from tests.stage import Stage
from tests.wire import Wire

TASK = "task Rewrite the refund mail to @sara by friday for Acme"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def wire(stage: Stage) -> Wire:
    """A way to speak to the app as Slack does."""
    return Wire(stage)


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Session], Response]], None]:
    """Makes `/cx probe`, a button and a form of that name do what a test wants."""

    def install(work: Callable[[Session], Response]) -> None:
        def handle(request: Request, session: Session, now: datetime) -> Response:
            history.add(
                session, team_id=TEAM, now=now, actor=request.user_id, verb="probed", noun="task",
                number=1,
            )  # fmt: skip
            return work(session)

        for table in (routes.VERBS, routes.BUTTONS, routes.EVENTS):
            monkeypatch.setitem(table, "probe", handle)
        monkeypatch.setitem(routes.EVENTS, "app_home_opened", handle)

    return install


Probe = Callable[[Callable[[Session], Response]], None]


def _said(answer: tuple[int, str]) -> str:
    """The words of an answer to a command, which come plain or as JSON."""
    status, text = answer
    assert status == 200
    return str(json.loads(text)["text"]) if text.startswith("{") else text


def _count(stage: Stage, table: Any) -> int:
    with stage.duly.database.read() as session:
        return int(session.exec(select(func.count()).select_from(table)).one())


def _five_times(wire: Wire, delivery: tuple[str, str]) -> list[tuple[int, str]]:
    with ThreadPoolExecutor(5) as slack:
        return list(slack.map(lambda _: wire.post(*delivery), range(5)))


def test_a_command_that_comes_five_times_at_once_has_one_effect_and_one_answer(wire: Wire) -> None:
    answers = _five_times(wire, wire.a_command(TASK))
    assert len(set(answers)) == 1
    assert "*T-1* Rewrite the refund mail" in _said(answers[0])
    assert _count(wire.stage, Task) == 1
    wire.stage.settle()
    assert len(wire.stage.reads(SARA)) == 1


def test_a_click_that_comes_five_times_at_once_has_one_effect_and_one_answer(wire: Wire) -> None:
    wire.command(TASK)
    before = _count(wire.stage, history.Event)
    answers = _five_times(wire, wire.a_click("item.take", "T-1", SARA))
    assert set(answers) == {(200, "")}
    assert _count(wire.stage, history.Event) == before + 1
    assert wire.stage.sees_form(SARA) == ""


def test_a_form_that_comes_five_times_at_once_has_one_effect_and_one_answer(wire: Wire) -> None:
    form = wire.a_form(title="Call Globex", owner=SARA, date="2026-11-27")
    answers = _five_times(wire, form)
    assert len(set(answers)) == 1
    assert "Noted: *T-1* Call Globex" in answers[0][1]
    assert _count(wire.stage, Task) == 1


def test_a_command_with_a_form_that_comes_five_times_opens_it_once(wire: Wire) -> None:
    answers = _five_times(wire, wire.a_command("task Call Globex"))
    assert set(answers) == {(200, "")}
    assert len(wire.stage.workspace.views(OMAR)) == 1


@only_sqlite
def test_a_form_sent_again_by_an_impatient_person_is_not_a_second_task(wire: Wire) -> None:
    filled = {"title": "Call Globex", "owner": SARA, "date": "2026-11-27"}
    first = wire.post(*wire.a_form(**filled))
    assert wire.post(*wire.a_form(**filled)) == first
    assert _count(wire.stage, Task) == 1


@only_sqlite
def test_a_form_with_errors_is_read_afresh_when_it_is_put_right(wire: Wire) -> None:
    _, text = wire.post(*wire.a_form(title="Call Globex", owner=SARA, date=""))
    assert list(json.loads(text)["errors"]) == ["date"]
    _, text = wire.post(*wire.a_form(title="Call Globex", owner=SARA, date="2026-11-27"))
    assert "Noted: *T-1* Call Globex" in text


@only_sqlite
def test_errors_under_a_form_mean_that_nothing_was_changed(wire: Wire, probe: Probe) -> None:
    def slip(_session: Session) -> Response:
        raise WrongFields({"title": "Another look at `/cx task`, please."})

    probe(slip)
    before = _count(wire.stage, history.Event)
    assert _said(wire.post(*wire.a_command("probe"))) == "Another look at `/cx task`, please."
    assert _count(wire.stage, history.Event) == before


def test_a_slip_rolls_everything_back_and_is_answered_in_words(wire: Wire, probe: Probe) -> None:
    def slip(_session: Session) -> Response:
        raise UnclearItem

    probe(slip)
    before = _count(wire.stage, history.Event)
    delivery = wire.a_command("probe banana")
    answers = {wire.post(*delivery) for _ in range(2)}
    assert len(answers) == 1
    assert "Write its number, like T-12 or I-7." in answers.pop()[1]
    assert _count(wire.stage, history.Event) == before
    assert _count(wire.stage, Receipt) == 0, "the same command may succeed later"


def test_what_breaks_changes_nothing_and_is_logged_by_its_key_without_anyones_words(
    wire: Wire, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    theirs = " ".join(["Acme", "is", "furious"])

    def breaks(_session: Session) -> Response:
        try:
            dict[str, str]()[theirs]
        except KeyError as error:
            raise ValueError(theirs) from error

    probe(breaks)
    before = _count(wire.stage, history.Event)
    with caplog.at_level(logging.INFO):
        said = _said(wire.command(f"probe {theirs}", "12345.6789.abcdef0123456789"))
    assert said.startswith("Something went wrong on our side, and nothing was changed. Reference ")
    assert _count(wire.stage, history.Event) == before
    log = "\n".join(map(logs.Discreet(logs.FORMAT).format, caplog.records))
    reference = said.removesuffix(".").split()[-1]
    assert "probe command:12345.6789.abcdef0123456789 broke" in log
    assert reference in log
    assert "ValueError" in log
    assert "KeyError" in log
    assert "in breaks" in log
    assert "Acme" not in log
    assert theirs not in log


@only_sqlite
def test_a_word_that_is_no_command_does_not_get_into_the_log(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        _, text = wire.command("Furious-Acme wants its money back")
    assert "I don't understand" in text
    assert "furious" not in caplog.text.lower()
    assert "money" not in caplog.text


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql://nobody@127.0.0.1:1/nothing"]
)
@only_sqlite
@pytest.mark.hurried
def test_a_database_that_is_away_is_said_in_one_sentence(
    wire: Wire, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Database(url)
    monkeypatch.setattr(wire.stage.duly.incoming, "_database", away)
    try:
        assert _said(wire.command("list")) == AWAY
        field_errors = json.loads(wire.post(*wire.a_form(title="Call"))[1])["errors"]
        assert field_errors == {"title": AWAY}
        assert wire.post(*wire.a_click("item.take", "T-1", SARA)) == (200, "")
        assert AWAY in wire.stage.sees_form(SARA)
        opened = wire.an_event(type="app_home_opened", user=OMAR, tab="home")
        assert wire.post(*opened)[0] == 503, "so Slack delivers the event again"
    finally:
        away.close()


@pytest.mark.hurried
def test_a_database_that_goes_away_under_way_is_survived(wire: Wire, probe: Probe) -> None:
    def cut(session: Session) -> Response:
        session.connection().connection.driver_connection.close()  # type: ignore[union-attr]
        return Reply("never")

    probe(cut)
    assert _said(wire.command("probe")) == AWAY
    assert "*T-1*" in wire.command(TASK)[1]


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.hurried
def test_a_commit_that_nobody_confirmed_counts_exactly_once(
    wire: Wire, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, unconfirmed = database._commit, iter([True])

    def cut(session: Session) -> None:
        if next(unconfirmed, False):
            if kept:
                commit(session)
            raise OutcomeUnknown
        commit(session)

    monkeypatch.setattr(database, "_commit", cut)
    assert "*T-1* Rewrite the refund mail" in _said(wire.command(TASK))
    assert _count(wire.stage, Task) == 1


@pytest.mark.hurried
def test_a_commit_that_stays_unconfirmed_is_not_called_undone(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = database._commit

    def cut(session: Session) -> None:
        commit(session)
        raise OutcomeUnknown

    monkeypatch.setattr(database, "_commit", cut)
    assert _said(wire.command(TASK)) == UNSURE
    assert _count(wire.stage, Task) == 1


def test_a_database_that_is_back_within_a_moment_is_not_noticed(wire: Wire, probe: Probe) -> None:
    outcomes = iter(["cut", "cut"])

    def cut(session: Session) -> Response:
        if next(outcomes, None):
            session.connection().connection.driver_connection.close()  # type: ignore[union-attr]
        return Reply("noted")

    probe(cut)
    assert _said(wire.command("probe")) == "noted"
    assert _count(wire.stage, Event) == 1


@only_sqlite
def test_an_event_that_broke_comes_again_and_may_succeed(wire: Wire, probe: Probe) -> None:
    outcomes: Iterator[str] = iter(["breaks", "works"])

    def work(_session: Session) -> Response:
        if next(outcomes) == "breaks":
            raise ValueError
        return Reply("done")

    probe(work)
    before = _count(wire.stage, history.Event)
    event = wire.an_event(type="app_home_opened", user=OMAR, tab="home")
    assert [wire.post(*event)[0] for _ in range(3)] == [503, 200, 200]
    assert _count(wire.stage, history.Event) == before + 1


@pytest.mark.parametrize("how", [{"secret": "somebody-elses"}, {"age": 301}, {"age": -310}])
@only_sqlite
def test_what_is_not_signed_by_slack_just_now_is_refused(wire: Wire, how: dict[str, Any]) -> None:
    status, _ = wire.command(TASK, **how)
    assert status == 401
    assert _count(wire.stage, Task) == 0
    assert wire.command(TASK, age=290)[0] == 200, "within five minutes is soon enough"


@only_sqlite
def test_slack_can_check_the_address_and_others_whether_it_lives(wire: Wire) -> None:
    assert wire.stage.workspace.delivery.verify_url()
    connection = HTTPConnection(wire.address.netloc, timeout=5)
    connection.request("GET", "/healthz")
    response = connection.getresponse()
    assert (response.status, json.loads(response.read())) == (200, {"status": "alive"})
    connection.close()


@only_sqlite
def test_a_form_that_does_not_open_is_said_in_the_answer(wire: Wire, probe: Probe) -> None:
    probe(lambda _: OpenForm(blocks.notice("Probe", "Hello")))
    before = _count(wire.stage, history.Event)
    wire.stage.workspace.faults.fail_next(1, how="error_500", method="views.open")
    assert _said(wire.command("probe")) == NO_FORM
    assert _count(wire.stage, history.Event) == before + 1, "what was committed stays"


@pytest.mark.parametrize(
    ("answer", "words"),
    [(OpenForm(blocks.notice("Probe", "Hello")), NO_FORM), (Reply("It is noted."), "It is noted.")],
)
@only_sqlite
def test_a_click_whose_notice_does_not_open_is_answered_by_message(
    wire: Wire, probe: Probe, answer: Response, words: str
) -> None:
    probe(lambda _: answer)
    before = _count(wire.stage, history.Event)
    wire.stage.workspace.faults.fail_next(1, how="error_500", method="views.open")
    assert wire.post(*wire.a_click("probe", "T-1", SARA)) == (200, "")
    assert _count(wire.stage, history.Event) == before + 1
    wire.stage.settle()
    assert wire.stage.reads(SARA) == [words]


@only_sqlite
@pytest.mark.hurried
def test_a_click_of_which_nobody_can_be_told_is_not_acknowledged(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.command(TASK)
    away = Database("sqlite:////nowhere/at/all.sqlite3")
    wire.stage.workspace.faults.fail_next(1, how="error_500", method="views.open")
    with monkeypatch.context() as patched:
        patched.setattr(wire.stage.duly.incoming, "_database", away)
        assert wire.post(*wire.a_click("item.take", "T-1", SARA))[0] == 503, "so Slack says it"
    away.close()
    with wire.stage.duly.database.read() as session:
        assert [task.state for task in session.exec(select(Task))] == ["open"]
    assert wire.post(*wire.a_click("item.take", "T-1", SARA)) == (200, "")


def test_a_click_that_comes_five_times_is_answered_by_one_message(wire: Wire, probe: Probe) -> None:
    probe(lambda _: Reply("It is done."))
    wire.stage.workspace.faults.fail_next(None, how="error_500", method="views.open")
    assert _five_times(wire, wire.a_click("probe", "T-1", SARA)) == [(200, "")] * 5
    wire.stage.settle()
    assert wire.stage.reads(SARA) == ["It is done."]


@only_sqlite
def test_a_home_that_is_not_drawn_leaves_the_click_done(wire: Wire) -> None:
    wire.command(TASK)
    wire.stage.workspace.faults.fail_next(1, how="drop_before", method="views.publish")
    action = {"type": "button", "action_id": "item.take", "value": "T-1", "block_id": "b"}
    click = wire.an_interaction(
        SARA, type="block_actions", actions=[action], view={"id": "V1", "type": "home"}
    )
    assert wire.post(*click) == (200, "")
    with wire.stage.duly.database.read() as session:
        assert [task.state for task in session.exec(select(Task))] == ["acknowledged"]


@only_sqlite
def test_a_request_needs_slack_for_nothing_but_its_forms(wire: Wire) -> None:
    wire.stage.workspace.faults.fail_next(None, how="drop_before")
    assert "*T-1*" in wire.command(TASK)[1]
    assert wire.stage.workspace.faults.struck == 0, "not even to ask who the bot is"


@only_sqlite
def test_a_button_or_form_that_is_not_known_any_more_is_acknowledged(wire: Wire) -> None:
    assert wire.post(*wire.a_click("of.last.year", "T-1", SARA)) == (200, "")
    gone = {"id": "V1", "hash": "1", "type": "modal", "callback_id": "gone", "state": {}}
    assert wire.post(*wire.an_interaction(type="view_submission", view=gone)) == (200, "")
    assert _count(wire.stage, Receipt) == 0


@only_sqlite
def test_whoever_joins_is_known_at_once(wire: Wire) -> None:
    user = {"id": "U0NEW", "name": "Newt", "tz": "Europe/Lisbon", "profile": {"real_name": "Newt"}}
    assert wire.post(*wire.an_event(type="team_join", user=user)) == (200, "")
    with wire.stage.duly.database.read() as session:
        person = session.get(Person, (TEAM, "U0NEW"))
        assert person is not None
        assert (person.handle, person.zone, person.role) == ("newt", "Europe/Lisbon", "member")


def test_a_message_of_a_rolled_back_request_is_not_sent(wire: Wire, probe: Probe) -> None:
    def write_and_slip(session: Session) -> Response:
        outbox.add(
            session, team_id=TEAM, now=cast.MONDAY, key="k", lane=SARA, method="chat.postMessage",
            payload={"text": "never"},
        )  # fmt: skip
        session.flush()
        raise UnclearItem

    probe(write_and_slip)
    wire.command("probe")
    wire.stage.settle()
    assert wire.stage.reads(SARA) == []
