"""Nothing is lost or doubled while processes are killed, and whoever counts that counts right."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import select

from bot import manifest
from handlers.chasing.nudges import mondays
from handlers.customers.surveys import delivering
from storage.database import Database
from storage.response_counts import ResponseCount
from storage.survey_keys import SurveyKey
from tests import cast
from tests.chaos import survey_tool
from tests.chaos.appointments import bounds
from tests.chaos.hands import OPENS
from tests.chaos.ledger import DONE, OPEN, OWNER, STATE, Attempt, Ledger, Outcome, Subject
from tests.chaos.reading import BUNDLE
from tests.chaos.survey_tool import Delivered
from tests.chaos.verdict import Verdict, judge
from tests.chaos.world import Watch, Watched
from tests.stage import StoryClock

REPOSITORY = Path(__file__).parents[1]
WELL = re.compile(
    r"replayed (\d+) items, differing 0\n"
    r"acknowledged (\d+), kept \2, lost 0, doubled 0, out of order 0, unexplained 0\n$"
)
FORMS = {
    "one process on sqlite": ["--kills", "12", "--database", "sqlite"],
    "five processes on postgresql": [
        "--kills",
        "10",
        "--database",
        "postgresql",
        "--web",
        "2",
        "--workers",
        "3",
    ],
}
DAY = timedelta(days=1)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_was_acknowledged_is_kept_once_whatever_is_killed(
    form: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # The path of a socket may have a hundred letters: the name of this test is too long.
    folder = tmp_path_factory.mktemp("chaos")
    run = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *form],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env=os.environ | {"TMPDIR": str(folder)},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    said = WELL.search(run.stdout)
    assert said is not None, run.stdout
    items, acknowledged = int(said[1]), int(said[2])
    assert acknowledged >= 20, "so little work proves nothing"
    # Most of what is acknowledged is an answer about something that is there already.
    assert items >= 8, "so few stories told again prove nothing"


class Office:
    """A workspace in which somebody gave Sara a task; Duly's messages are written by hand."""

    def __init__(self) -> None:
        self.slack = Watched(manifest.build(), clock=StoryClock(cast.MONDAY))
        self.ledger = Ledger()
        self._keys = 0

    def gives(self, token: str, outcome: Outcome = Outcome.ACCEPTED) -> Subject:
        subject = Subject(token, f"T-{token[-1]}", "C0BILLING")
        self.ledger.add(subject)
        self.does(subject, "task", {STATE: OPEN, OWNER: cast.SARA}, outcome)
        return subject

    def does(
        self, subject: Subject, what: str, sets: dict[str, str], outcome: Outcome = Outcome.ACCEPTED
    ) -> None:
        now = self.slack.clock.now()
        after = self.slack.clock.forward(timedelta(seconds=1))
        subject.attempts.append(
            Attempt(cast.OMAR, what, f"/cx {what} {subject.ref}", sets, now, after, outcome)
        )
        self.slack.clock.forward(timedelta(minutes=5))

    def shows(self, token: str, place: str, state: str = OPEN, key: str = "") -> None:
        self._keys += 1
        blocks = [
            {"type": "header", "text": {"type": "plain_text", "text": f"Mend it {token}"}},
            {
                "type": "context",
                "elements": [{"type": "mrkdwn", "text": f"T-{token[-1]} · {state} · due today"}],
            },
        ]
        self._post(self.slack.channel(place).id, token, blocks, key or str(self._keys))

    def says(self, user: str, words: str, key: str) -> None:
        """Answer a click in somebody's messages."""
        section = {"type": "section", "text": {"type": "mrkdwn", "text": words}}
        self._post(self.slack.dm(user).id, words, [section], key)

    def _post(self, channel: str, text: str, blocks: list[dict[str, Any]], key: str) -> None:
        metadata = {"event_type": "duly_message", "event_payload": {"key": key}}
        self.slack.post(channel, cast.BOT, text, blocks=blocks, metadata=metadata)

    def verdict(self) -> Verdict:
        end = self.slack.clock.forward(timedelta(minutes=10))
        return judge(self.slack, self.ledger, [Watch(cast.MONDAY, end, end)])


def test_an_answer_counts_as_lost_or_unexplained_where_it_is(
    database: Database, database_url: str
) -> None:
    survey_tool.make_door(database_url, "", cast.MONDAY)
    with database.write() as session:
        key = session.exec(select(SurveyKey)).one()
        for name in ("r-1", "r-2"):
            said = {"id": name, "customer": "Acme", "score": 9, "answered_on": "2026-11-20"}
            delivering.deliver(session, cast.MONDAY, key, said)
    with database.read() as session:
        assert survey_tool.wrong(session, Delivered({"r-1"}, {"r-2", "r-3"})) == []
        assert survey_tool.wrong(session, Delivered({"r-1", "r-3"})) == [
            "lost: the answer r-3", "unexplained: the answer r-2",
        ]  # fmt: skip
    with database.write() as session:
        session.execute(delete(ResponseCount))
    with database.read() as session:
        [said] = survey_tool.wrong(session, Delivered({"r-1", "r-2"}))
        assert said.startswith("answers ")


@pytest.mark.parametrize("said", [*mondays.ONE.values(), *mondays.MANY.values()])
def test_a_message_of_monday_lines_alone_is_a_bundle(said: str) -> None:
    assert BUNDLE.match(said.format(count="Two things", first="*T-1 Mend it*"))


@pytest.fixture
def office() -> Office:
    return Office()


def test_one_card_in_each_place_is_all_that_is_wanted(office: Office) -> None:
    office.gives("tk00001")
    office.shows("tk00001", "C0BILLING")
    office.shows("tk00001", cast.SARA)
    verdict = office.verdict()
    assert verdict.all_well, verdict.findings
    assert (verdict.acknowledged, verdict.kept) == (1, 1)


def test_a_promise_that_stands_nowhere_is_lost_once(office: Office) -> None:
    office.gives("tk00001")
    office.gives("tk00002", Outcome.UNSURE)
    verdict = office.verdict()
    assert (verdict.acknowledged, verdict.kept, verdict.lost) == (1, 0, 1)


def test_half_of_what_was_not_acknowledged_is_a_loss(office: Office) -> None:
    office.gives("tk00001", Outcome.UNSURE)
    office.shows("tk00001", cast.SARA)
    assert office.verdict().lost == 1


def test_an_answer_that_the_card_does_not_show_is_lost(office: Office) -> None:
    subject = office.gives("tk00001")
    office.shows("tk00001", "C0BILLING", state=DONE)
    office.shows("tk00001", cast.SARA)
    office.does(subject, "done", {STATE: DONE})
    verdict = office.verdict()
    assert (verdict.acknowledged, verdict.kept, verdict.lost) == (2, 1, 1)


@pytest.mark.parametrize(("words", "doubled"), [(2, 0), (3, 1)])
def test_each_click_is_answered_once_whether_it_does_something_or_opens_a_form(
    office: Office, words: int, doubled: int
) -> None:
    office.gives("tk00001")
    office.shows("tk00001", "C0BILLING")
    office.shows("tk00001", cast.SARA)
    now = office.slack.clock.now()
    for clicked in ("presses item.take T-1", f"{OPENS} item.no T-1"):
        office.ledger.note(
            Attempt(cast.SARA, "", clicked, {}, now, now, Outcome.UNSURE, clicked=True)
        )
    for number in range(words):
        office.says(cast.SARA, "T-1 is closed already: it is done.", f"words {number}")
    assert office.verdict().doubled == doubled


@pytest.mark.parametrize("late", [0.3, 9.0])
def test_words_are_about_the_click_at_which_they_were_written(office: Office, late: float) -> None:
    """However late they come, and whatever the same person has clicked meanwhile."""
    subject = office.gives("tk00001")
    office.shows("tk00001", "C0BILLING")
    office.shows("tk00001", cast.SARA)
    now = office.slack.clock.now()
    clicked = [
        Attempt(
            cast.SARA, "item.take", f"presses item.take T-{number}", {STATE: DONE}, now, now,
            Outcome.ACCEPTED, clicked=True, began=began, ended_at=began + 0.2,
        )
        for number, began in ((1, 1_800_000_000.0), (2, 1_800_000_060.0))
    ]  # fmt: skip
    subject.attempts.append(clicked[0])
    office.ledger.note(clicked[1])
    written = int((clicked[0].began + late) * 1000)
    key = f"{written:012x}{'0' * 20}"
    office.says(cast.SARA, "Slack did not open the form in time. Nothing was changed.", key)
    verdict = office.verdict()
    in_time = late < 1
    assert [each.outcome for each in clicked] == [
        Outcome.REFUSED if in_time else Outcome.ACCEPTED,
        Outcome.ACCEPTED,
    ]
    assert (verdict.unexplained, verdict.lost) == ((0, 0) if in_time else (1, 1))


@pytest.mark.parametrize("key", ["", "1"], ids=["made twice", "sent twice"])
def test_a_card_that_stands_there_twice_is_doubled_once(office: Office, key: str) -> None:
    office.gives("tk00001")
    office.shows("tk00001", "C0BILLING")
    office.shows("tk00001", "C0BILLING", key=key)
    office.shows("tk00001", cast.SARA)
    assert office.verdict().doubled == 1


def test_two_who_were_both_told_that_they_closed_it_are_a_double(office: Office) -> None:
    subject = office.gives("tk00001")
    for place in ("C0BILLING", cast.SARA):
        office.shows("tk00001", place, state=DONE)
    office.does(subject, "done", {STATE: DONE})
    office.does(subject, "done", {STATE: DONE})
    assert office.verdict().doubled == 1


def test_the_later_promise_above_the_earlier_is_out_of_order(office: Office) -> None:
    office.gives("tk00001")
    office.gives("tk00002")
    for token in ("tk00002", "tk00001"):
        office.shows(token, "C0BILLING")
    for token in ("tk00001", "tk00002"):
        office.shows(token, cast.SARA)
    assert office.verdict().out_of_order == 1


def test_what_nobody_asked_for_or_was_refused_is_unexplained(office: Office) -> None:
    office.gives("tk00001", Outcome.REFUSED)
    office.shows("tk00001", "C0BILLING")
    office.shows("tk00009", "C0BILLING")
    assert office.verdict().unexplained == 2


def test_a_refused_answer_that_happened_all_the_same_is_unexplained(office: Office) -> None:
    subject = office.gives("tk00001")
    office.does(subject, "done", {STATE: DONE}, Outcome.REFUSED)
    for place in ("C0BILLING", cast.SARA):
        office.shows("tk00001", place, state=DONE)
    verdict = office.verdict()
    assert (verdict.lost, verdict.unexplained) == (0, 2)


def test_an_answer_that_nobody_confirmed_may_be_shown_or_not(office: Office) -> None:
    subject = office.gives("tk00001")
    office.does(subject, "done", {STATE: DONE}, Outcome.UNSURE)
    office.shows("tk00001", "C0BILLING", state=DONE)
    office.shows("tk00001", cast.SARA)
    assert office.verdict().all_well


def watch(start: timedelta, minutes: int) -> Watch:
    begins = cast.MONDAY + start
    end = begins + timedelta(minutes=minutes)
    return Watch(begins, end - timedelta(minutes=1), end)


@pytest.mark.parametrize(
    ("watches", "expected"),
    [
        ([watch(timedelta(), 30)], (1, 1)),
        # The power went just then: it comes at once or at the start.
        ([watch(timedelta(), 10), watch(timedelta(hours=6), 20)], (1, 1)),
        # At the start a day later it is too late, and the next may be passed over with it.
        ([watch(timedelta(), 10), watch(DAY + timedelta(hours=6), 20)], (0, 2)),
        # Nobody was up; at the start it is made good.
        ([watch(timedelta(), 5), watch(timedelta(hours=6), 20)], (1, 1)),
        # It is a day late, and may or may not be; so may the next, to a clock that is ahead.
        ([watch(timedelta(), 5), watch(DAY - timedelta(minutes=10), 5)], (0, 2)),
        # Two days later it does not come at all; only the last of those days counts.
        ([watch(timedelta(hours=-1), 5), watch(2 * DAY + timedelta(hours=1), 20)], (0, 0)),
        # But for one that came while somebody was up whose clock was ahead.
        ([watch(timedelta(), 5), watch(2 * DAY + timedelta(hours=1), 20)], (0, 1)),
        ([watch(timedelta(hours=-1), 5)], (0, 0)),
        ([watch(timedelta(), 5)], (0, 1)),
    ],
)
def test_appointments_are_kept_once(watches: list[Watch], expected: tuple[int, int]) -> None:
    planned: list[datetime] = [cast.MONDAY + timedelta(minutes=10) + n * DAY for n in range(3)]
    assert bounds(planned, watches) == expected
