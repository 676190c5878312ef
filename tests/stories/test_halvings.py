"""Whoever acts on few of their reminders gets half as many, and the CCO reads who and talks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import routes
from handlers.chasing import policy
from handlers.chasing.yields import judging
from handlers.people import audiences
from handlers.speech.errors import UnreadableRequest
from handlers.speech.people_errors import NotYours, RemindedFully
from handlers.speech.request import Reply, Request, Response
from storage import exports, people
from storage.asks import Ask
from storage.exports import Excerpt
from storage.halvings import Halving
from storage.history import Event
from storage.nudges import Nudge, Part
from storage.people import Person, Role
from storage.yields import EVERYBODY, Yield
from tests.cast import BEN, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

FIRST = date(2026, 11, 9)
"""The newest week that is counted on Monday 23 November."""
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def had(
    stage: Stage, person: str, sent: int, acted: int, week: date = FIRST, rung: int = 1
) -> None:
    """So many reminders had reached somebody in a week, and they had acted on some of them."""
    stage.settle()
    with stage.duly.database.write() as session:
        for whose in (person, EVERYBODY):
            known = session.exec(
                select(Yield).where(
                    Yield.person_id == whose, Yield.week == week, Yield.rung == rung
                )
            ).first()
            row = known or Yield(
                team_id=TEAM, person_id=whose, week=week, rung=rung, sent=0, acted=0
            )
            row.sent, row.acted = row.sent + sent, row.acted + acted
            session.add(row)


def judges(stage: Stage, week: date = FIRST) -> None:
    """It is seen for whom reminders change nothing, as each week."""
    with stage.duly.database.write() as session:
        after: str | None = ""
        while after is not None:
            after = judging.judge(session, stage.now, TEAM, week, after)


def halved(stage: Stage, user: str = BEN) -> list[tuple[int, int, str | None]]:
    """Their halvings: of how many they acted on how many, and by whom each was ended."""
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, user)
        found = session.exec(
            select(Halving).where(Halving.person_id == user).order_by(col(Halving.began_at))
        ).all()
    assert person
    goes_on = [each for each in found if each.ended_at is None]
    assert (person.halved_at is not None) == bool(goes_on)
    assert len(goes_on) <= 1
    return [
        (each.sent, each.acted, each.ended_by if each.ended_at else None) for each in found
    ]  # fmt: skip


def told(stage: Stage, ref: int, part: Part = Part.OWES) -> list[int]:
    """The rungs on which somebody was reminded of a task, in order."""
    with stage.duly.database.read() as session:
        found = session.exec(
            select(Nudge).where(Nudge.part == part, col(Nudge.sent_at).is_not(None))
        ).all()
        asks = {each.ask_id for each in _asks(session, ref)}
    return sorted(each.rung for each in found if each.ask_id in asks)


def _asks(session: Session, number: int) -> list[Ask]:
    query = select(Ask).where(Ask.number == number, Ask.kind == "acknowledge")
    return list(session.exec(query))


def test_who_acts_on_few_gets_half_as_many_and_the_cco_reads_it(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    had(stage, SARA, 30, 12)
    had(stage, TOM, 19, 0)
    assert "Reminders change little" not in stage.opens_home(OMAR)
    judges(stage)
    assert (halved(stage, BEN), halved(stage, SARA), halved(stage, TOM)) == (
        [(24, 3, None)],
        [],
        [],
    )
    home = stage.opens_home(OMAR)
    assert "Of 73 reminders in the eight weeks up to Sun 15 Nov 15 were acted on" in home
    assert "Reminders change little for Ben Fischer (3 of 24) acted on: half as many go" in home
    assert "[Send all again…]" in home
    for somebody in (BEN, SARA, MARIA, NORA):
        assert "eminders change little" not in stage.opens_home(somebody)
    with stage.duly.database.read() as session:
        [event] = session.exec(select(Event)).all()
    assert (event.actor, event.noun, event.verb) == ("", "halving", "begun")
    assert event.details == {"person": BEN, "sent": 24, "acted": 3}


def test_the_first_reminder_falls_away_and_the_lead_hears_as_before(stage: Stage) -> None:
    had(stage, SARA, 24, 3)
    judges(stage)
    stage.types(OMAR, "/cx task Call Acme back to @sara by 18 dec")
    stage.types(OMAR, "/cx task Call Acme back to @aisha by 18 dec")
    stage.passes(days=5)
    assert told(stage, 1) == [2, 3]
    assert told(stage, 2) == [1, 2, 3]
    assert "On Mon 30 Nov I also ask @maria, so that you are not alone" in stage.reads(SARA)[-1]
    stage.passes(days=5)
    assert told(stage, 1, Part.LEAD) == told(stage, 2, Part.LEAD) == [4]
    assert told(stage, 1, Part.CCO) == told(stage, 2, Part.CCO) == [5]


@ON_SQLITE
def test_the_monday_line_comes_every_second_week_and_never_ends(stage: Stage) -> None:
    had(stage, SARA, 24, 3)
    judges(stage)
    stage.types(OMAR, "/cx task Call Acme back to @sara by 18 dec")
    stage.types(OMAR, "/cx task Write to Acme to @sara by 18 dec")
    stage.passes(days=63)
    weeks = [
        sorted(each.sent_at.date() for each in _mondays(stage, ref) if each.part == Part.OWES)
        for ref in (1, 2)
    ]
    assert weeks[0] == weeks[1]
    gaps = {(later - sooner).days for sooner, later in zip(weeks[0], weeks[0][1:], strict=False)}
    assert gaps == {14}
    assert len(weeks[0]) == 4
    of_lead = [each for each in _mondays(stage, 1) if each.part == Part.LEAD]
    assert len(of_lead) == 8


def _mondays(stage: Stage, ref: int) -> list[Nudge]:
    with stage.duly.database.read() as session:
        asks = {each.ask_id for each in _asks(session, ref)}
        found = session.exec(
            select(Nudge).where(Nudge.rung >= 6, col(Nudge.sent_at).is_not(None))
        ).all()
    return [each for each in found if each.ask_id in asks]


@ON_SQLITE
def test_severity_1_comes_as_to_everybody(stage: Stage) -> None:
    for user in (MARIA, OMAR):
        had(stage, user, 24, 0)
    judges(stage)
    assert halved(stage, MARIA) == [(24, 0, None)]
    stage.types(OMAR, "/cx issue The lift is stuck for Acme in Billing sev 1")
    stage.passes(days=1)
    with stage.duly.database.read() as session:
        theirs = session.exec(
            select(Nudge).where(Nudge.person_id == MARIA, col(Nudge.sent_at).is_not(None))
        ).all()
    assert {1, 2, 3} & {each.rung for each in theirs}
    # Of what the CCO leaves nobody would hear.
    assert halved(stage, OMAR) == []


@ON_SQLITE
def test_it_ends_by_itself_when_they_act_again(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    stage.passes(until=THURSDAY)
    had(stage, BEN, 30, 12, date(2026, 11, 23))
    judges(stage, date(2026, 11, 23))
    assert halved(stage) == [(24, 3, "")]
    assert "Reminders change little" not in stage.opens_home(OMAR)
    judges(stage, date(2026, 11, 23))
    assert halved(stage) == [(24, 3, "")]


@ON_SQLITE
def test_the_cco_lets_all_be_sent_again_and_they_are_counted_anew(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    had(stage, TOM, 40, 0)
    judges(stage)
    stage.opens_home(OMAR)
    view = stage.workspace.home(OMAR)
    assert view
    stage.people.click_in_view(OMAR, view.id, "yields.open")
    stage.settle()
    form = stage.sees_form(OMAR)
    assert "*Ben Fischer*: 3 of 24 acted on, half as many since Mon 23 Nov." in form
    assert "2 colleagues" in form
    form = stage.clicks_in_form(OMAR, "Send all again", BEN)
    assert "Ben Fischer" not in form
    assert "Tom Becker" in form
    assert halved(stage) == [(24, 3, OMAR)]
    judges(stage)
    stage.passes(until=THURSDAY)
    had(stage, BEN, 19, 0, date(2026, 11, 30))
    judges(stage, date(2026, 11, 30))
    assert halved(stage) == [(24, 3, OMAR)]
    had(stage, BEN, 1, 0, date(2026, 12, 7))
    judges(stage, date(2026, 12, 7))
    assert halved(stage) == [(24, 3, OMAR), (20, 0, None)]


def pressed(stage: Stage, who: str, verb: str, value: str) -> Response:
    """What comes back to whoever sends what a button would, whether they see it or not."""
    request = Request(TEAM, who, verb, key=f"{verb}{value[:9]}{who}", value=value)
    with stage.duly.database.write() as session:
        return routes.BUTTONS[verb](request, session, stage.now)


@ON_SQLITE
@pytest.mark.parametrize("who", [NORA, MARIA, BEN])
def test_nobody_but_the_cco_sees_or_changes_it(stage: Stage, who: str) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    for verb, value in (("yields.again", BEN), ("yields.again", who), ("yields.open", "0")):
        with pytest.raises(NotYours, match="That is for the CCO to do"):
            pressed(stage, who, verb, value)
    assert halved(stage) == [(24, 3, None)]


@ON_SQLITE
def test_twice_and_forged_it_is_said_and_nothing_else_happens(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    assert pressed(stage, OMAR, "yields.again", BEN) == Reply(
        "Ben Fischer gets all reminders again, from the next one that is planned on. Whether they "
        "help is counted anew from next week on."
    )
    for value in (BEN, LEE):
        with pytest.raises(RemindedFully, match="gets all reminders already"):
            pressed(stage, OMAR, "yields.again", value)
    for value in ("", "U0NOBODY", "<!channel>", "9" * 3_000):
        with pytest.raises(UnreadableRequest):
            pressed(stage, OMAR, "yields.again", value)
    assert halved(stage) == [(24, 3, OMAR)]
    assert halved(stage, LEE) == []


@ON_SQLITE
def test_at_most_three_are_named_and_the_rest_is_a_click_away(stage: Stage) -> None:
    for user in (BEN, TOM, SARA, LEE, MARIA):
        had(stage, user, 20, 1)
    judges(stage)
    home = stage.opens_home(OMAR)
    [line] = [each for each in home.splitlines() if "Reminders change little" in each]
    assert line.count("(1 of 20)") == 3
    assert "and two more acted on" in line


@ON_SQLITE
def test_who_leaves_or_takes_the_office_is_no_longer_named(stage: Stage) -> None:
    for user in (BEN, TOM):
        had(stage, user, 20, 1)
    judges(stage)
    with stage.duly.database.write() as session:
        for user, change in ((BEN, {"gone": True}), (TOM, {"role": Role.CCO})):
            person = session.get(Person, (TEAM, user))
            assert person
            for name, value in change.items():
                setattr(person, name, value)
            session.add(person)
    assert "Ben Fischer" not in stage.opens_home(OMAR)
    judges(stage)
    assert halved(stage, BEN) == halved(stage, TOM) == [(20, 1, "")]


@ON_SQLITE
def test_a_house_may_send_everything_to_everybody(stage: Stage) -> None:
    had(stage, SARA, 24, 3)
    judges(stage)
    with stage.duly.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        policy.change(session, stage.now, omar, {"nudge_yield": 0})
    stage.types(OMAR, "/cx task Call Acme back to @sara by 18 dec")
    stage.passes(days=6)
    assert told(stage, 1) == [1, 2, 3]
    judges(stage)
    assert halved(stage, SARA) == [(24, 3, "")]
    assert "Everybody gets all reminders, whatever comes of them." in stage.types(
        OMAR, "/cx policy"
    ) + stage.sees_form(OMAR)


@ON_SQLITE
def test_a_few_people_at_a_time_come_to_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "SLICE", 1)
    for user in (BEN, TOM, SARA):
        had(stage, user, 20, 1)
    had(stage, LEE, 20, 20)
    judges(stage)
    assert [bool(halved(stage, user)) for user in (BEN, TOM, SARA, LEE)] == [True] * 3 + [False]


@ON_SQLITE
def test_the_week_itself_leads_there(stage: Stage) -> None:
    """Twenty-four reminders on which nobody acts, and no hand of ours in between."""
    for number in range(8):
        stage.types(OMAR, f"/cx task Call customer {number} back to @sara by 18 dec")
    stage.passes(days=11)
    assert halved(stage, SARA) == [(24, 0, None)]
    stage.types(OMAR, "/cx task One more call to @sara by 18 dec")
    stage.passes(days=8)
    assert told(stage, 9) == [2, 3]


@pytest.mark.both
def test_halvings_are_exported_for_whoever_sees_all(stage: Stage) -> None:
    had(stage, BEN, 24, 3)
    judges(stage)
    with stage.duly.database.read() as session:
        for reader, seen in ((OMAR, 1), (NORA, 0), (BEN, 0)):
            person = people.find(session, TEAM, reader)
            assert person
            wanted = Excerpt(audiences.reader(session, person), since=stage.now - timedelta(days=1))
            assert len(exports.halvings(session, wanted, None, 100).rows) == seen
