"""A copy made while Duly works is whole, and bringing it back says nothing twice."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from sqlmodel import select
from typer.testing import CliRunner, Result

from bot import backup, copying, manifest, slices
from bot.cli import cli
from bot.patience import limit, persistently
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import serve
from bot.practice.slack.workspace import Workspace
from bot.settings import Settings
from storage import counters, migrating, sending
from storage.cards import Card
from storage.database import Database
from storage.errors import AlreadyThere
from storage.outbox import Message, MessageState
from storage.tasks import Task
from tests import cast, rows
from tests.cast import OMAR, SARA, TEAM, TOM
from tests.stage import SECRET, Stage, StoryClock, enter
from tests.test_incoming import Wire

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def duly(database_url: str, *words: object) -> Result:
    return CliRunner().invoke(
        cli, [str(word) for word in words], env={"DATABASE_URL": database_url}
    )


def refused(done: Result) -> str:
    """The one sentence of a refusal."""
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit)
    assert done.stdout == ""
    [line] = done.stderr.strip().splitlines()
    return line


def numbers(file: Path) -> list[int]:
    """The numbers of the tasks in a SQLite file, which is left as it is."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM tasks ORDER BY 1")]


def promise(database: Database, *tasks: int) -> None:
    with database.write() as session:
        session.add_all(
            Task(
                team_id=TEAM, number=number, title=f"Promise {number}", owner_id=SARA,
                created_by=OMAR, created_at=cast.MONDAY, due_at=cast.MONDAY,
            )
            for number in tasks
        )  # fmt: skip


def beside(file: Path) -> set[str]:
    return {path.name for path in file.parent.iterdir()} - {file.name}


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a copy goes, in a folder of its own."""
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies" / "copy.sqlite3"


# --- the story ---


@only_sqlite
def test_what_the_backup_knew_is_there_once_and_as_it_was(
    database: Database, database_url: str, file: Path
) -> None:
    database.close()
    workspace = Workspace(
        manifest.build("https://duly.example"),
        SAMPLE,
        clock=StoryClock(cast.MONDAY),
        rates=Rates(enabled=False),
    )
    with serve(workspace) as served:
        settings = Settings(
            database_url=database_url,
            slack_bot_token=workspace.bot_token,
            slack_signing_secret=SECRET,
            slack_api_url=served.api_url,
        )
        with enter(workspace, settings) as before:
            before.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
            before.clicks(SARA, "Take it")
            delivery = Wire(before).a_command("task Call Globex to @tom by friday")
            answer = Wire(before).post(*delivery)
            with before.duly.database.write() as session:
                assert sending.claim(session, before.now, 1), "one message leaves at this moment"
            backup.save(before.duly.database, file)
            listed = _list(before)
            before.passes(hours=0.1)
            before.types(OMAR, "/cx task A promise that is forgotten to @tom by friday")
            before.clicks(SARA, "Done")
            said = _everything(workspace)
            assert "Call Globex" in before.reads_all(TOM)

        disaster = Database(database_url)
        backup.restore(disaster, file, workspace.clock.now())
        disaster.close()

        with enter(workspace, settings) as after:
            after.passes(hours=0.1)
            assert _everything(workspace) == said, "nothing is said twice"
            with after.duly.database.read() as session:
                assert set(session.exec(select(Message.state)).all()) == {MessageState.SENT}
            assert _list(after) == listed
            assert Wire(after).post(*delivery) == answer, "its receipt came back with it"
            assert "*T-1003*" in after.types(OMAR, "/cx task Another to @sara by friday"), (
                "T-3 is still on a card in Slack, and is not this one"
            )
            after.clicks(TOM, "Take it", "T-2")
            taken = "*T-2* Call Globex — @tom, due Fri 27 Nov, taken"
            assert taken in _list(after, "Logistics"), "and life goes on"
            assert rows.state(after, "T-2") == ("acknowledged", TOM)


def _list(stage: Stage, department: str = "Billing") -> str:
    """What is open somewhere, asked for without letting anything else happen."""
    assert stage.people.command(OMAR, "#general", f"/cx list {department}").ok
    return stage.workspace.plain(stage.workspace.notes(OMAR)[-1], OMAR)


def _everything(workspace: Workspace) -> dict[str, list[str]]:
    """What Duly posted in each place, in its order, whatever it was changed to."""
    return {
        place: [message.ts for message in workspace.messages(place) if message.user == cast.BOT]
        for place in list(workspace.channels)
    }


def test_only_what_may_have_left_is_looked_up(database: Database) -> None:
    now = cast.MONDAY
    soon, later = now - timedelta(minutes=1), now + timedelta(minutes=1)
    rows = [
        ("chat.postMessage", state, not_before)
        for state in MessageState
        for not_before in (soon, later)
    ]
    rows += [("chat.update", MessageState.PENDING, soon), ("chat.update", "sending", soon)]
    with database.write() as session:
        session.add_all(
            Message(
                team_id=TEAM, key=str(number), lane=SARA, method=method, state=state, lookups=1,
                created_at=soon, not_before=not_before,
            )
            for number, (method, state, not_before) in enumerate(rows)
        )  # fmt: skip
    backup.see_to_what_may_have_happened(database, now)
    with database.read() as session:
        messages = {int(message.key): message for message in session.exec(select(Message))}
    doubtful = {key for key, message in messages.items() if message.error == backup.MAYBE_SENT}
    assert {rows[key][1:] for key in doubtful} == {
        ("pending", soon), ("sending", soon), ("sending", later), ("in_doubt", soon),
        ("in_doubt", later),
    }  # fmt: skip
    assert {rows[key][0] for key in doubtful} == {"chat.postMessage"}
    for key in doubtful:
        message = messages[key]
        assert (message.state, message.lookups) == (MessageState.IN_DOUBT, 0)
        assert message.not_before == now, "looked up at once"
        assert message.dispatched_at == soon, "from the first moment on at which it may have left"


def test_a_restore_sees_to_all_of_very_much_in_slices(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "FIRST", 7)
    monkeypatch.setattr(slices, "LEAST", 7)
    monkeypatch.setattr(slices, "MOST", 9)
    with database.write() as session:
        session.add_all(
            Message(
                team_id=TEAM, key=str(number), lane=SARA, method="chat.postMessage",
                created_at=cast.MONDAY, not_before=cast.MONDAY,
            )
            for number in range(50)
        )  # fmt: skip
        session.add_all(
            Card(team_id=TEAM, noun="task", number=number, face="owner", lane=SARA, shown="seen")
            for number in range(50)
        )
    for _ in range(2):
        assert ": 50." in backup.see_to_what_may_have_happened(database, cast.MONDAY)
    with database.read() as session:
        assert {each.state for each in session.exec(select(Message))} == {MessageState.IN_DOUBT}
        assert {each.shown for each in session.exec(select(Card))} == {""}


# --- a backup ---


@only_sqlite
def test_a_backup_is_one_file_that_says_what_it_holds(
    database: Database, database_url: str, file: Path
) -> None:
    promise(database, 1, 2)
    done = duly(database_url, "backup", file)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"Saved in {file}, and checked. It holds: tasks 2, issues 0,")
    assert len(done.stdout.splitlines()) == 1
    assert numbers(file) == [1, 2]
    assert beside(file) == set()


@only_sqlite
def test_a_backup_is_of_one_instant_while_others_write(
    database: Database, database_url: str, file: Path
) -> None:
    stopped = threading.Event()

    def work() -> None:
        for number in count(1, 2):
            if stopped.is_set():
                return
            promise(database, number, number + 1)

    writer = threading.Thread(target=work)
    writer.start()
    copied = Database(database_url)
    try:
        sizes = []
        for _ in range(5):
            backup.save(copied, file, force=True)
            sizes.append(len(numbers(file)))
    finally:
        stopped.set()
        writer.join()
        copied.close()
    assert sizes == sorted(set(sizes)), "the writer is not held up"
    assert {size % 2 for size in sizes} == {0}, "no transaction is torn apart"


@only_sqlite
def test_a_backup_of_an_older_duly_is_made_before_an_update(
    database: Database, database_url: str, file: Path
) -> None:
    with database.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    done = duly(database_url, "backup", file)
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith(f"{backup.NOT_COUNTED}\n")


@only_sqlite
def test_a_file_that_is_there_is_replaced_only_on_request(
    database: Database, database_url: str, file: Path
) -> None:
    file.write_text("precious")
    assert "--force" in refused(duly(database_url, "backup", file))
    assert file.read_text() == "precious"
    file.with_name(f"{file.name}-wal").write_text("the end of an older copy")
    promise(database, 1)
    assert duly(database_url, "backup", file, "--force").exit_code == 0
    assert numbers(file) == [1]


@only_sqlite
def test_a_backup_that_fails_leaves_no_half_file(
    database: Database, database_url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_copy: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying, "check", fail)
    assert "There is no room left" in refused(duly(database_url, "backup", file))
    assert list(file.parent.iterdir()) == []


@only_sqlite
def test_a_backup_that_cannot_be_made_says_why_in_one_sentence(
    database: Database, database_url: str, file: Path, tmp_path: Path
) -> None:
    nowhere = f"sqlite:///{tmp_path}/none.sqlite3"
    assert "There is nothing to save at" in refused(duly(nowhere, "backup", file))
    assert not (tmp_path / "none.sqlite3").exists()
    path = database_url.removeprefix("sqlite:///")
    assert "the database itself" in refused(duly(database_url, "backup", path, "--force"))
    there = tmp_path / "nowhere"
    said = refused(duly(database_url, "backup", there / "copy"))
    assert said == f"There is no folder {there}. Create it, or choose another."
    for forced in ([], ["--force"]):
        said = refused(duly(database_url, "backup", file.parent, *forced))
        assert said == f"{file.parent} is a folder. Add the name of a file to it."
    notes = tmp_path / "notes.sqlite3"
    notes.write_text("These are not pages of a database. " * 40)
    assert "not a database" in refused(duly(f"sqlite:///{notes}", "backup", file))
    assert list(file.parent.iterdir()) == []


@only_sqlite
@pytest.mark.parametrize("how", ["no page", "no tables", "no workspace", "others' tables"])
def test_where_there_is_nothing_to_save_a_good_copy_is_not_replaced(
    database: Database, database_url: str, file: Path, tmp_path: Path, how: str
) -> None:
    backup.save(database, file)
    good = file.read_bytes()
    wrong = tmp_path / "wrong.sqlite3"
    with closing(sqlite3.connect(wrong)) as connection:
        if how != "no page":
            connection.execute("PRAGMA journal_mode=WAL")
        if how == "others' tables":
            connection.execute("CREATE TABLE notes (words)")
    if how == "no workspace":
        assert duly(f"sqlite:///{wrong}", "migrate").exit_code == 0
    said = refused(duly(f"sqlite:///{wrong}", "backup", file, "--force"))
    others = f"{wrong} is not a database of Duly."
    assert said == (others if how == "others' tables" else copying.NOTHING.format(path=wrong))
    assert file.read_bytes() == good
    assert beside(file) == set()


@only_sqlite
def test_a_copy_and_what_comes_from_it_are_for_their_owner_alone(
    database: Database, database_url: str, file: Path, tmp_path: Path
) -> None:
    Path(database_url.removeprefix("sqlite:///")).chmod(0o644)
    assert duly(database_url, "backup", file).exit_code == 0
    new = tmp_path / "new.sqlite3"
    assert duly(f"sqlite:///{new}", "restore", file).exit_code == 0
    made = tmp_path / "made.sqlite3"
    assert duly(f"sqlite:///{made}", "migrate").exit_code == 0
    for path in (file, new, made):
        assert path.stat().st_mode & 0o777 == 0o600, path


@only_sqlite
def test_a_restore_leaves_the_database_to_those_who_had_it(
    database: Database, database_url: str, file: Path
) -> None:
    backup.save(database, file)
    database.close()
    path = _path(database_url)
    path.chmod(0o660)
    assert duly(database_url, "restore", file).exit_code == 0
    assert path.stat().st_mode & 0o777 == 0o660


@only_postgresql
def test_postgresql_brings_its_own_tools(database_url: str, file: Path) -> None:
    address = database_url.replace("//postgres:", "//postgres:s3cret", 1)
    said = refused(duly(address, "backup", file))
    assert f"pg_dump --format=custom --file={file}" in said
    assert "s3cret" not in said
    said = refused(duly(address, "restore", file))
    assert "pg_restore --clean" in said
    assert "duly restore --already" in said


# --- a restore ---


@pytest.fixture
def saved(database: Database, database_url: str, file: Path) -> Path:
    """A copy that holds one promise; two more were made since, and Duly is stopped."""
    promise(database, 1)
    backup.save(database, file)
    promise(database, 2, 3)
    database.close()
    return file


def _path(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


@only_sqlite
def test_a_restore_keeps_what_was_there(database_url: str, saved: Path) -> None:
    path = _path(database_url)
    done = duly(database_url, "restore", saved)
    assert done.exit_code == 0, done.output
    assert f"What was there before is in {path}.before-restore." in done.stdout
    assert "It holds: tasks 1," in done.stdout
    assert numbers(path) == [1]
    assert numbers(Path(f"{path}.before-restore")) == [1, 2, 3]
    assert beside(path) & {f"{path.name}-wal", f"{path.name}-shm"} == set()
    said = refused(duly(database_url, "restore", saved))
    assert "from an earlier restore" in said
    assert numbers(Path(f"{path}.before-restore")) == [1, 2, 3], "and is not lost by a second one"


@only_sqlite
def test_a_restore_to_a_new_machine_needs_nothing_there(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    done = duly(f"sqlite:///{path}", "restore", saved)
    assert done.exit_code == 0, done.output
    assert "before-restore" not in done.stdout
    assert numbers(path) == [1]


@only_sqlite
def test_what_a_stopped_or_killed_duly_left_unmerged_is_kept(
    database_url: str, saved: Path, tmp_path: Path
) -> None:
    path = _path(database_url)
    script = (
        "import os, sqlite3, sys; "
        "connection = sqlite3.connect(sys.argv[1]); "
        "connection.execute('PRAGMA journal_mode=WAL'); "
        "connection.execute('DELETE FROM tasks WHERE number = 3'); "
        "connection.commit(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert Path(f"{path}-wal").stat().st_size > 0
    raw = tmp_path / "raw.sqlite3"
    shutil.copy(path, raw)
    shutil.copy(f"{path}-wal", f"{raw}-wal")
    assert duly(database_url, "restore", saved).exit_code == 0
    assert numbers(path) == [1]
    kept = Path(f"{path}.before-restore")
    assert numbers(kept) == [1, 2]
    kept.unlink()
    assert duly(database_url, "restore", raw).exit_code == 0, "a raw copy of both files will do"
    assert numbers(path) == [1, 2]


@only_sqlite
def test_a_database_in_use_is_left_alone_even_while_its_user_rests(
    database_url: str, saved: Path
) -> None:
    script = (
        "import sys, time; from storage.database import Database; "
        "database = Database(sys.argv[1]); database.check_revision(); "
        "print('open', flush=True); time.sleep(60)"
    )
    started = [sys.executable, "-c", script, database_url]
    here = Path(__file__).parents[1]
    with subprocess.Popen(started, stdout=subprocess.PIPE, text=True, cwd=here) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "open\n"
        said = refused(duly(database_url, "restore", saved, "--yes"))
        user.kill()
    assert said == copying.IN_USE.format(path=_path(database_url))
    assert numbers(_path(database_url)) == [1, 2, 3]
    assert not Path(f"{_path(database_url)}.before-restore").exists()
    assert duly(database_url, "restore", saved).exit_code == 0


@only_sqlite
def test_a_damaged_database_is_replaced_on_somebodys_word(database_url: str, saved: Path) -> None:
    path = _path(database_url)
    path.write_bytes(b"\0" * 5000)
    assert "add --yes" in refused(duly(database_url, "restore", saved))
    assert duly(database_url, "restore", saved, "--yes").exit_code == 0
    assert numbers(path) == [1]
    assert Path(f"{path}.before-restore").read_bytes() == b"\0" * 5000


def _renumber(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def _halve(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _replace(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (title)")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (Path.unlink, "There is no file"),
        (lambda file: file.write_text("Dear diary"), "not a database"),
        (_replace, "is not a database of Duly"),
        (_halve, "cannot be used"),
        (_renumber, "newer Duly"),
    ],
    ids=["gone", "text", "foreign", "halved", "newer"],
)
@only_sqlite
def test_what_is_no_good_backup_is_refused_in_words_and_changes_nothing(
    database_url: str, saved: Path, harm: Callable[[Path], object], words: str
) -> None:
    harm(saved)
    assert words in refused(duly(database_url, "restore", saved))
    path = _path(database_url)
    assert numbers(path) == [1, 2, 3]
    assert beside(path) & {f"{path.name}.before-restore"} == set()


def test_the_copy_of_the_first_duly_is_brought_up_to_date(tmp_path: Path, file: Path) -> None:
    old = Database(f"sqlite:///{file}")
    with old.engine.begin() as connection:
        command.upgrade(migrating.alembic_config(connection), "0001")
    old.close()
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    done = duly(url, "restore", file)
    assert done.exit_code == 0, done.output
    new = Database(url)
    new.check_revision()
    new.close()


def test_data_that_other_tools_brought_back_are_seen_to(
    database: Database, database_url: str
) -> None:
    done = duly(database_url, "restore", "--already")
    assert done.exit_code == 0, done.output
    assert "New numbers begin 1,000 higher" in done.stdout
    with database.write() as session:
        assert counters.next_number(session, TEAM, "task") == 1_001


def _task(number: int, now: datetime) -> Task:
    return Task(
        team_id=TEAM, number=number, title="A promise", owner_id=SARA, created_by=OMAR,
        created_at=now,
    )  # fmt: skip


def test_numbers_that_lie_behind_what_other_tools_brought_are_moved_past_it(
    database: Database, database_url: str
) -> None:
    """Until then whoever gives a task is refused at once, with what to do about it."""
    now = cast.MONDAY
    with database.write() as session:
        session.add_all([_task(1, now), _task(5_000, now)])

    def give() -> None:
        with database.write() as session:
            number = counters.next_number(session, TEAM, "task")
            session.add(_task(number, now))

    with pytest.raises(AlreadyThere, match="stop Duly and run `duly restore --already`"):
        persistently(give, limit(600))
    assert duly(database_url, "restore", "--already").exit_code == 0
    give()
    with database.read() as session:
        assert session.get(Task, (TEAM, 6_001)) is not None
        assert session.get(Task, (TEAM, 2)) is None


@pytest.mark.parametrize("words", [(), ("copy.sqlite3", "--already")])
def test_a_restore_from_nothing_or_from_two_things_is_refused(words: tuple[str, ...]) -> None:
    assert "Say which file" in refused(duly("sqlite:///none.sqlite3", "restore", *words))
