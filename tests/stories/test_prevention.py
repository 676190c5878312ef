"""A task that was to keep an issue from coming back is open again once its cause comes back."""

from __future__ import annotations

import pytest

from storage import tasks
from storage.tasks import Task
from tests import rows
from tests.cast import BEN, GRACE, LEE, MARIA, OMAR, SARA, TEAM, TOM, WEI
from tests.replay import replayed
from tests.stage import Stage
from tests.stories.test_leavers import leaves
from tests.stories.test_story import happened, story

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COPIED = "Contract dates are copied by hand"
READ = "Read the dates from the contract"
NEXT_WEEK = "2026-12-04"


def prevented(stage: Stage, **more: object) -> str:
    """Maria says in the form why I-1 happened, and that Tom is to read the dates by Friday week."""
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1")
    stage.settle()
    stage.clicks(MARIA, "Prevented…", "I-1")
    filled = {"reason": COPIED, "words": READ, "task_owner": TOM, "task_day": NEXT_WEEK}
    given = {name: each for name, each in {**filled, **more}.items() if each}
    return stage.fills_in(MARIA, **given)


def done(stage: Stage) -> None:
    """Tom does what was to keep it from coming back; three days pass."""
    stage.types(TOM, "/cx done T-1")
    stage.passes(days=3)


def comes_back(stage: Stage, what: str = "Renewal date wrong for Globex", number: int = 2) -> str:
    """Another issue is reported, and Maria finds that it has the same cause."""
    stage.types(GRACE, f"/cx issue {what} in Billing sev 2")
    stage.types(MARIA, f"/cx take I-{number}")
    said = stage.types(MARIA, f"/cx prevented I-{number} the import is checked because {COPIED}")
    stage.settle()
    return said


def task(stage: Stage) -> Task:
    with stage.duly.database.read() as session:
        found = tasks.find(session, TEAM, 1)
        assert found
        return found


def is_told_whole(stage: Stage) -> bool:
    with stage.duly.database.read() as session:
        return replayed(session, TEAM).differing == []


def test_what_is_still_to_be_done_is_a_task_of_the_issue(stage: Stage) -> None:
    prevented(stage)
    row = task(stage)
    assert (row.title, row.issue_number, row.is_prevention) == (READ, 1, True)
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert rows.owed(stage, "T-1") == {"acknowledge": TOM}
    assert rows.department(stage, "T-1") == "Logistics"
    assert is_told_whole(stage)


def test_the_cause_comes_back_and_the_task_is_open_again(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    assert "T-1 is open again: the cause came back." in comes_back(stage)
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert rows.owed(stage, "T-1") == {"acknowledge": TOM}
    assert "Duly reopened it: “its cause came back: I-2”" in stage.reads(TOM)[-1]
    assert "Duly reopened it" in "\n".join(happened(story(stage, TOM, "T-1")))
    assert is_told_whole(stage)


@on_sqlite
def test_the_lead_reads_why_it_is_open_again(stage: Stage) -> None:
    prevented(stage, task_owner=SARA)
    stage.types(SARA, "/cx done T-1")
    stage.types(GRACE, "/cx issue Renewal date wrong for Globex in Support sev 2")
    stage.types(GRACE, f"/cx prevented I-2 the import is checked because {COPIED}")
    stage.settle()
    assert rows.state(stage, "T-1") == ("open", SARA)
    told = "\n".join(stage.reads(MARIA))
    assert "its cause came back: I-2" in told


@on_sqlite
def test_the_lead_of_another_department_reads_it_in_a_message(stage: Stage) -> None:
    prevented(stage, task_owner=WEI)
    stage.types(WEI, "/cx done T-1")
    comes_back(stage)
    told = [each for each in stage.reads(BEN) if "was to keep something from coming back" in each]
    assert len(told) == 1
    assert "It came back: I-2 Renewal date wrong." in told[0]
    assert "It is open again, with @wei" in told[0]


@on_sqlite
def test_it_is_opened_once_for_an_issue_and_again_for_the_next(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    comes_back(stage)
    stage.types(TOM, "/cx done T-1")
    stage.types(MARIA, f"/cx prevented I-2 the import is checked twice because {COPIED}")
    assert rows.state(stage, "T-1") == ("done", TOM)
    comes_back(stage, "Price wrong for Initech", 3)
    assert rows.state(stage, "T-1") == ("open", TOM)
    assert is_told_whole(stage)


@on_sqlite
def test_what_is_not_done_yet_goes_on_and_its_owner_reads_once_that_it_came_back(
    stage: Stage,
) -> None:
    prevented(stage)
    stage.types(TOM, "/cx take T-1")
    comes_back(stage)
    stage.types(MARIA, "/cx undo I-2")
    stage.types(MARIA, f"/cx prevented I-2 the import is checked because {COPIED}")
    stage.settle()
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)
    told = [each for each in stage.reads(TOM) if "is to keep something from coming back" in each]
    assert len(told) == 1
    assert "It came back: I-2 Renewal date wrong." in told[0]


@on_sqlite
@pytest.mark.parametrize("end", ["/cx no T-1 because there is no time", "/cx withdraw T-1"])
def test_what_was_answered_with_a_no_or_taken_back_stays_so(stage: Stage, end: str) -> None:
    prevented(stage)
    stage.types(MARIA if "withdraw" in end else TOM, end)
    before = rows.state(stage, "T-1")
    assert "open again" not in comes_back(stage)
    assert rows.state(stage, "T-1") == before
    assert before[0] in ("declined", "withdrawn")


@on_sqlite
def test_after_90_days_it_held(stage: Stage) -> None:
    prevented(stage)
    stage.types(TOM, "/cx done T-1")
    stage.passes(days=91)
    comes_back(stage)
    assert rows.state(stage, "T-1") == ("done", TOM)


@on_sqlite
def test_what_was_reported_before_it_was_done_did_not_come_back(stage: Stage) -> None:
    prevented(stage)
    stage.types(GRACE, "/cx issue Renewal date wrong for Globex in Billing sev 2")
    stage.passes(hours=1)
    stage.types(TOM, "/cx done T-1")
    stage.types(MARIA, "/cx take I-2")
    stage.types(MARIA, f"/cx prevented I-2 the import is checked because {COPIED}")
    assert rows.state(stage, "T-1") == ("done", TOM)


@on_sqlite
def test_an_undo_closes_what_it_opened(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    before = task(stage)
    comes_back(stage)
    assert "T-1" not in stage.types(MARIA, "/cx undo I-2")
    assert rows.state(stage, "T-1") == ("done", TOM)
    assert rows.owed(stage, "T-1") == {}
    assert task(stage).closed_at == before.closed_at
    assert is_told_whole(stage)


@on_sqlite
def test_an_undo_says_what_stays_open_since_its_owner_has_answered(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    comes_back(stage)
    stage.types(TOM, "/cx take T-1")
    said = stage.types(MARIA, "/cx undo I-2")
    assert "T-1 stays open: somebody has answered since." in said
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)
    assert is_told_whole(stage)


@on_sqlite
def test_an_undo_takes_back_the_task_that_nobody_has_answered(stage: Stage) -> None:
    prevented(stage)
    assert "it is not known what keeps it from coming back" in stage.types(MARIA, "/cx undo I-1")
    assert rows.state(stage, "T-1")[0] == "withdrawn"
    assert rows.owed(stage, "T-1") == {}
    assert is_told_whole(stage)


@on_sqlite
def test_two_issues_come_back_at_once_and_the_task_is_opened_once(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    for number, (person, department) in enumerate(((MARIA, "Billing"), (GRACE, "Support")), 2):
        stage.types(BEN, f"/cx issue Date wrong for Globex in {department} sev 2")
        stage.types(person, f"/cx prevented I-{number} we check it because {COPIED}")
    stage.settle()
    assert [each.verb for each in rows.events(stage, "T-1", "reopened")] == ["reopened"]
    told = [each for each in stage.reads(TOM) if "is to keep something from coming back" in each]
    assert len(told) == 1
    assert "I-3" in told[0]


@on_sqlite
def test_the_lead_follows_an_owner_who_has_left(stage: Stage) -> None:
    prevented(stage, task_owner=SARA)
    stage.types(SARA, "/cx done T-1")
    leaves(stage, SARA)
    comes_back(stage)
    assert rows.state(stage, "T-1") == ("open", MARIA)
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}
    stage.types(MARIA, "/cx undo I-2")
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert is_told_whole(stage)


@on_sqlite
def test_who_may_not_see_the_issue_reads_only_that_it_came_back(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    stage.types(LEE, "/cx issue Secret price wrong for Globex in Billing sev 2")
    stage.types(LEE, "/cx private I-2")
    stage.types(LEE, f"/cx prevented I-2 we check it because {COPIED}")
    stage.settle()
    assert rows.state(stage, "T-1") == ("open", TOM)
    told = "\n".join(stage.reads(TOM))
    assert "“its cause came back”" in told
    assert "I-2" not in told
    assert "Secret" not in told


@on_sqlite
def test_nobody_is_asked_any_more_whether_it_held(stage: Stage) -> None:
    prevented(stage)
    stage.types(TOM, "/cx done T-1")
    stage.types(GRACE, "/cx told I-1 the credit comes on Friday")
    stage.types(GRACE, "/cx verified I-1")
    stage.passes(days=31)
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    comes_back(stage)
    assert rows.owed(stage, "I-1") == {}
    assert "its cause came back: I-2" in story(stage, GRACE, "I-1")
    stage.types(MARIA, "/cx undo I-2")
    assert rows.owed(stage, "I-1") == {"check": GRACE}
    assert is_told_whole(stage)


@on_sqlite
@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"task_owner": None}, "choose the one person"),
        ({"task_day": None}, "By when?"),
        ({"task_day": "2020-01-01"}, "past"),
        ({"task_owner": OMAR}, "owns no single task"),
    ],
)
def test_half_a_task_is_asked_about_and_nothing_is_lost(
    stage: Stage, filled: dict[str, object], said: str
) -> None:
    assert said in prevented(stage, **filled)
    assert rows.events(stage, "I-1", "prevented") == []


@on_sqlite
def test_ten_thousand_characters_of_markup_are_the_words_of_a_task(stage: Stage) -> None:
    prevented(stage, words="<!channel> " + "dates " * 400)
    stage.settle()
    assert len(task(stage).title) <= 300
    assert stage.channel("#logistics")[-1].startswith("<!channel> dates")


def test_each_department_reads_what_repeats_and_what_held(stage: Stage) -> None:
    prevented(stage)
    done(stage)
    comes_back(stage)
    stage.types(SARA, "/cx causes")
    assert "*Billing* One of two issues repeats a cause." in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.passes(days=92)
    stage.types(SARA, "/cx causes")
    said = "*Billing* Of two preventions from 90 to 180 days ago, one held for 90 days."
    assert said in stage.sees_form(SARA)
