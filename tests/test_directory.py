"""Who works here is copied from Slack, page by page, and follows every change."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlmodel import Session, select

from bot import directory, manifest
from bot import slack as slack_client
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.objects import Channel, User
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from handlers.people.directory import Profile
from storage import people, workspaces
from storage.database import Database
from storage.errors import DatabaseBusy
from storage.people import Person, Role
from storage.tasks import Task
from tests import cast, rows
from tests.cast import LEE, OMAR, SARA, TEAM
from tests.stage import Stage

PATIENCE_SECONDS = 10
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Office:
    """A pretend Slack, and Duly's copy of its directory."""

    workspace: Workspace
    slack: WebClient
    database: Database

    def refresh(self) -> int:
        return directory.refresh(self.slack, self.database, TEAM, cast.MONDAY)

    def known(self, users: Sequence[User]) -> int:
        with self.database.read() as session:
            return len(people.by_id(session, TEAM, [user.id for user in users]))

    def copied_at(self) -> datetime | None:
        with self.database.read() as session:
            workspace = workspaces.find(session, TEAM)
            return workspace.directory_at if workspace else None

    def person(self, user_id: str) -> Person:
        with self.database.read() as session:
            found = people.find(session, TEAM, user_id)
        assert found is not None
        return found


def _newcomers(count: int) -> list[User]:
    """People who stand first in Slack's list."""
    return [User(f"U0000{number}", f"new.{number}", f"New {number}") for number in range(count)]


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    workspace = Workspace(manifest.build(), SAMPLE, rates=Rates(enabled=False))
    with serve(workspace) as served:
        slack = slack_client.client(workspace.bot_token, served.api_url)
        yield Office(workspace, slack, database)


def test_who_duly_is_comes_from_slack(office: Office, empty: Database) -> None:
    assert directory.identify(office.slack, office.database) == TEAM
    with office.database.read() as session:
        workspace = workspaces.find(session, TEAM)
    assert workspace is not None
    assert (workspace.name, workspace.bot_user_id) == ("Brightwater", cast.BOT)
    assert workspace.executive_channel_id == cast.EXECUTIVES, "what was set up stays"


def test_who_starts_waits_for_others_that_write(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three workers that start at once on one file are all there in the end."""
    tries: list[str] = []
    write = office.database.write

    def busy_at_first(*limits: Any) -> AbstractContextManager[Session]:
        tries.append("")
        if len(tries) <= 2:
            raise DatabaseBusy
        return write(*limits)

    monkeypatch.setattr(office.database, "write", busy_at_first)
    assert directory.identify(office.slack, office.database) == TEAM
    assert len(tries) == 3


def test_everyone_is_copied_page_by_page_and_only_changes_are_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PAGE", 4)
    for number in range(9):
        user = User(f"U1N{number}", f"New.{number}", f"New {number}", tz="Asia/Tokyo")
        office.workspace.add_user(user)
    assert office.refresh() >= 9
    assert office.person("U1N8").zone == "Asia/Tokyo"
    assert office.person("U1N8").handle == "new.8"
    assert office.refresh() == 0


def test_what_duly_knows_besides_is_kept_when_people_change(office: Office) -> None:
    office.refresh()
    before = office.person(SARA)
    sara = office.workspace.user(SARA)
    sara.tz, sara.real_name, sara.title = "America/Lima", "Sara Novak-Ruiz", "Team Lead"
    assert office.refresh() == 1
    after = office.person(SARA)
    assert (after.zone, after.name, after.title) == ("America/Lima", "Sara Novak-Ruiz", "Team Lead")
    assert (after.role, after.department_id) == (before.role, before.department_id)
    assert office.person(OMAR).role == Role.CCO


def test_whoever_leaves_is_gone_and_whoever_comes_back_is_here_again(office: Office) -> None:
    office.workspace.user(LEE).deleted = True
    office.refresh()
    lee = office.person(LEE)
    assert lee.gone
    assert lee.name == "Lee Park", "their name stays on what they did"
    with office.database.read() as session:
        assert LEE not in {person.user_id for person in people.present(session, TEAM)}
    office.workspace.user(LEE).deleted = False
    office.refresh()
    assert not office.person(LEE).gone


def test_bots_and_slackbot_owe_nothing(office: Office) -> None:
    office.workspace.add_user(User("U1BOT", "calendar", "Calendar", is_bot=True))
    office.refresh()
    assert {office.person(user).is_bot for user in ("U1BOT", "USLACKBOT", cast.BOT)} == {True}
    with office.database.read() as session:
        present = {person.user_id for person in people.present(session, TEAM)}
    assert present == {user_id for user_id, *_ in cast.PEOPLE}


def test_guests_strangers_and_admins_are_known_as_such(office: Office) -> None:
    office.workspace.add_user(User("U1KIM", "kim", "Kim Lund", is_restricted=True))
    office.workspace.add_user(User("U1INES", "ines", "Ines Vogt", home_team="T0ACME"))
    office.refresh()
    people_now = {user: office.person(user) for user in ("U1KIM", "U1INES", SARA, cast.NORA)}
    assert {user: each.standing for user, each in people_now.items()} == {
        "U1KIM": "guest", "U1INES": "stranger", SARA: "member", cast.NORA: "member",
    }  # fmt: skip
    assert [user for user, each in people_now.items() if each.is_admin] == [cast.NORA]
    with office.database.read() as session:
        assert not {"U1KIM", "U1INES"} & {each.user_id for each in people.present(session, TEAM)}
        assert [each.user_id for each in people.admins(session, TEAM)] == [cast.NORA, cast.PRIYA]
    office.workspace.user("U1KIM").is_restricted = False
    office.workspace.user(cast.NORA).is_admin = office.workspace.user(cast.NORA).is_owner = False
    office.workspace.user(cast.NORA).is_primary_owner = False
    assert office.refresh() == 2
    assert (office.person("U1KIM").standing, office.person(cast.NORA).is_admin) == ("member", False)


def test_a_pause_that_slack_asks_for_is_waited_out(office: Office) -> None:
    office.workspace.faults.fail_next(1, how="ratelimited", method="users.list", retry_after=0)
    office.workspace.user(SARA).title = "Team Lead"
    office.refresh()
    assert office.person(SARA).title == "Team Lead"


def test_the_nightly_copy_is_made_once_a_day(office: Office) -> None:
    def when_old(hours: int) -> str:
        office.workspace.user(SARA).title = f"after {hours}"
        now = cast.MONDAY + timedelta(hours=hours)
        directory.refresh_when_old(office.slack, office.database, TEAM, now)
        return office.person(SARA).title

    assert [when_old(hours) for hours in (0, 23, 24)] == ["after 0", "after 0", "after 24"]


def test_a_cursor_that_slack_forgot_begins_the_copy_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PAGE", 4)
    office.workspace.faults.fail_next(2, how="invalid_cursor", method="users.list")
    office.workspace.add_user(User("U1LAST", "last", "Last Comer"))
    office.refresh()
    assert office.person("U1LAST").name == "Last Comer"


def test_a_cursor_that_slack_forgets_each_time_ends_the_copy(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PAGE", 4)
    office.workspace.faults.fail_next(None, how="invalid_cursor", method="users.list")
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        office.refresh()


def test_a_copy_that_was_ended_early_keeps_its_pages_and_counts_as_not_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PAGE", 4)
    everybody = [office.workspace.add_user(user) or user for user in _newcomers(9)]
    ended = threading.Event()
    ended.set()
    directory.refresh(office.slack, office.database, TEAM, cast.MONDAY, stop=ended)
    assert office.known(everybody) == 4
    assert office.copied_at() is None
    office.refresh()
    assert office.known(everybody) == 9
    assert office.copied_at() == cast.MONDAY


def test_a_start_waits_for_the_first_page_and_no_longer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second page is what Slack takes its time for."""
    monkeypatch.setattr(directory, "PAGE", 4)
    everybody = [office.workspace.add_user(user) or user for user in _newcomers(9)]
    let_go, pages = threading.Event(), directory._pages

    def slowly(*given: object) -> Iterator[list[Profile]]:
        for number, page in enumerate(pages(*given)):  # type: ignore[arg-type]
            if number:
                let_go.wait(PATIENCE_SECONDS)
            yield page

    monkeypatch.setattr(directory, "_pages", slowly)
    with directory.kept_up(office.slack, office.database, TEAM, lambda: cast.MONDAY):
        assert office.known(everybody) == 4
        assert office.copied_at() is None
        let_go.set()
        assert office.workspace.wait_until(office.copied_at)
    assert office.known(everybody) == 9


def test_a_start_goes_on_while_slack_is_silent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "AT_FIRST_SECONDS", 0.05)
    monkeypatch.setattr(directory, "ENDING_SECONDS", 0.05)
    silent = threading.Event()
    monkeypatch.setattr(directory, "_pages", lambda *_: iter([[], silent.wait(PATIENCE_SECONDS)]))
    with directory.kept_up(office.slack, office.database, TEAM, lambda: cast.MONDAY):
        assert office.copied_at() is None
    silent.set()


def test_a_first_copy_that_fails_is_tried_again_soon(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "AGAIN_SECONDS", 0.05)
    office.workspace.faults.fail_next(2, how="error_500", method="users.list")
    with directory.kept_up(office.slack, office.database, TEAM, lambda: cast.MONDAY):
        assert office.workspace.wait_until(office.copied_at)


def test_of_somebody_who_left_no_more_is_kept_than_it_takes_to_know_them(office: Office) -> None:
    office.workspace.add_user(User("U1GONE", "gone", "Gone Girl", title="Vice", deleted=True))
    office.refresh()
    gone = office.person("U1GONE")
    assert (gone.name, gone.handle, gone.title, gone.gone) == ("Gone Girl", "gone", "", True)


@pytest.mark.parametrize("how", ["drop_before", "error_500", "fatal_error"])
def test_a_copy_that_fails_is_made_next_time(office: Office, how: str) -> None:
    office.workspace.faults.fail_next(2, how=how, method="users.list")  # type: ignore[arg-type]
    office.workspace.user(SARA).title = "Team Lead"
    directory.refresh_when_old(office.slack, office.database, TEAM, cast.MONDAY)
    assert office.person(SARA).title != "Team Lead"
    office.workspace.faults.clear()
    directory.refresh_when_old(office.slack, office.database, TEAM, cast.MONDAY)
    assert office.person(SARA).title == "Team Lead"


def test_a_copy_that_was_asked_for_and_fails_says_so(office: Office) -> None:
    office.workspace.uninstalled = True
    with pytest.raises(SlackApiError):
        office.refresh()


def test_channels_are_found_by_name_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "PAGE", 3)
    secret = Channel("C1SECRET", "secret", is_private=True, members={OMAR})
    office.workspace.add_channel(secret)
    office.workspace.named("support").is_archived = True
    found = directory.channels(office.slack)
    assert found["billing"] == "C0BILLING"
    assert found["executives"] == cast.EXECUTIVES, "private ones that Duly is in are among them"
    assert not {"secret", "support"} & set(found)


# --- as it happens ---


def test_somebody_whom_a_first_copy_has_not_come_to_is_asked_for_later(stage: Stage) -> None:
    def copied(at: datetime | None) -> None:
        with stage.duly.database.write() as session:
            workspace = workspaces.find(session, TEAM)
            assert workspace is not None
            workspace.directory_at = at
            session.add(workspace)

    typed = "/cx task Call Globex to @later by friday"
    copied(None)
    told = stage.types(OMAR, typed)
    assert "I am still reading who works here" in told
    assert "try again in a few minutes" in told
    copied(stage.now)
    assert "I don't know a person called" in stage.types(OMAR, typed)


def _person(stage: Stage, user_id: str) -> Person | None:
    with stage.duly.database.read() as session:
        return people.find(session, TEAM, user_id)


def test_a_colleague_who_joins_can_be_given_a_task_at_once(stage: Stage) -> None:
    stage.people.hire(User("U1NEW", "newt", "Newt Marsh", tz="Asia/Tokyo"))
    assert stage.workspace.wait_until(lambda: _person(stage, "U1NEW"))
    told = stage.types(OMAR, "/cx task Call Globex to @newt by friday in Sales")
    assert "*T-1* Call Globex" in told
    assert rows.state(stage, "T-1") == ("open", "U1NEW")


def test_a_colleague_who_leaves_or_moves_is_known_at_once(stage: Stage) -> None:
    stage.people.deactivate(LEE)
    stage.people.change_profile(SARA, tz="Pacific/Auckland")

    def known() -> bool:
        lee, sara = _person(stage, LEE), _person(stage, SARA)
        return bool(lee and lee.gone and sara and sara.zone == "Pacific/Auckland")

    assert stage.workspace.wait_until(known)
    told = stage.types(OMAR, "/cx task Call Globex to @lee by friday")
    assert "Lee Park no longer works here." in told
    with stage.duly.database.read() as session:
        assert session.exec(select(Task)).all() == [], "nobody was given anything"
