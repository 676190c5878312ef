"""The log says who did what and what broke where, and never what people wrote."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from textwrap import dedent

import pytest

from bot import logs

THEIRS = "Acme is furious"


def _fail(error: Exception) -> None:
    raise error


def _raised(error: Exception) -> Exception:
    """An error with a place that it came through."""
    with suppress(type(error)):
        _fail(error)
    return error


def _told(error: BaseException) -> str:
    """What is logged of an error, which must not take for ever."""
    told: list[str] = []

    def tell() -> None:
        record = logging.makeLogRecord({"name": "bot.x", "msg": "it broke", "levelname": "ERROR"})
        record.exc_info = (type(error), error, error.__traceback__)
        told.append(logs.Discreet(logs.FORMAT).format(record))

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    thread.join(10)
    assert told, "it goes round and round"
    return told[0]


def _cycle() -> Exception:
    first, second, third = (_raised(kind(THEIRS)) for kind in (ValueError, KeyError, OSError))
    first.__context__, second.__context__, third.__context__ = second, third, first
    return first


def _cycle_of_causes() -> Exception:
    first, second = (_raised(kind(THEIRS)) for kind in (ValueError, KeyError))
    first.__cause__, second.__context__ = second, first
    return first


def _own_cause() -> Exception:
    error = _raised(ValueError(THEIRS))
    error.__cause__ = error
    return error


def _branching() -> Exception:
    """A cause and a context of their own that lead back into each other."""
    one, two, three = (_raised(kind(THEIRS)) for kind in (ValueError, KeyError, OSError))
    one.__cause__, one.__context__ = two, three
    two.__context__, three.__context__ = three, two
    return one


def _group() -> Exception:
    members = [_raised(ValueError(THEIRS)), ExceptionGroup(THEIRS, [_raised(KeyError(THEIRS))])]
    return _raised(ExceptionGroup(THEIRS, members))


def _group_of_itself() -> Exception:
    inner = _raised(ValueError(THEIRS))
    group = ExceptionGroup(THEIRS, [inner])
    inner.__context__ = group
    return group


def _with_notes() -> Exception:
    error = _raised(ValueError(THEIRS))
    error.add_note(THEIRS)
    return error


def _syntax() -> Exception:
    try:
        compile(f"'{THEIRS}' '", THEIRS, "exec")
    except SyntaxError as error:
        return error
    raise AssertionError


class _Silent(ValueError):
    def __str__(self) -> str:
        raise RuntimeError(THEIRS)


@pytest.mark.parametrize(
    "build",
    [
        _cycle, _cycle_of_causes, _own_cause, _branching, _group, _group_of_itself, _with_notes,
        _syntax, lambda: _raised(_Silent()),
    ],
)  # fmt: skip
def test_any_chain_of_errors_is_told_to_its_end_by_kinds_and_places(
    build: Callable[[], Exception],
) -> None:
    error = build()
    text = _told(error)
    assert type(error).__qualname__ in text
    assert "Acme" not in text
    assert len(text) < 10_000


def test_what_caused_an_error_is_told_after_it_with_its_place() -> None:
    def below() -> None:
        raise KeyError(THEIRS)

    try:
        try:
            below()
        except KeyError as cause:
            raise ValueError(THEIRS) from cause
    except ValueError as error:
        text = _told(error)
    assert text.index("ValueError") < text.index("… because of …") < text.index("KeyError")
    assert "in below" in text


def test_errors_that_came_together_are_each_told() -> None:
    text = _told(_group())
    assert [text.count(kind) for kind in ("ValueError", "KeyError")] == [1, 1]


def test_of_a_chain_without_end_the_newest_errors_are_told() -> None:
    error = _raised(ValueError())
    for _ in range(5_000):
        following = _raised(KeyError(THEIRS))
        following.__context__, error = error, following
    text = _told(error)
    assert text.count("… because of …") == logs.LINKS
    assert text.endswith("more")


def test_a_library_is_heard_by_its_place_alone() -> None:
    record = logging.LogRecord(
        "some.library", logging.DEBUG, "/lib/some/library.py", 7, f"body: {THEIRS} %s", (THEIRS,),
        None, "send",
    )  # fmt: skip
    line = logs.Discreet(logs.FORMAT).format(record)
    assert line.endswith("DEBUG some.library spoke in send, library.py:7")
    assert THEIRS in record.getMessage(), "another handler's record stays as it was"


@pytest.mark.parametrize(
    "name", ["bot.incoming", "handlers.chasing.audits", "storage", "uvicorn.error"]
)
def test_our_own_lines_and_known_sentences_are_shown(name: str) -> None:
    values = {"name": name, "msg": "Invalid HTTP request received.", "levelname": "INFO"}
    assert logs.Discreet("%(message)s").format(logging.makeLogRecord(values)) == values["msg"]


def test_a_name_that_only_begins_like_ours_is_not_ours() -> None:
    record = logging.makeLogRecord({"name": "botany", "msg": THEIRS})
    assert THEIRS not in logs.Discreet("%(message)s").format(record)


def _log_of(script: str) -> str:
    """What a process logs at the most talkative level, and all else that it writes."""
    begin = f"from bot import logs; logs.configure('DEBUG'); theirs = ' '.join({THEIRS.split()})\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + dedent(script)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("raise ValueError(theirs)", "CRITICAL bot.logs an error that nobody expected ends this"),
        (
            """
            import threading
            def work(): raise ValueError(theirs)
            threading.Thread(target=work, name="worker").start()
            """,
            "the thread worker ended by an error",
        ),
        (
            """
            class Loud:
                def __del__(self): raise ValueError(theirs)
            Loud()
            """,
            "an error where nothing can be raised",
        ),
        (
            "import warnings; warnings.warn(theirs, UserWarning)",
            "WARNING bot.logs UserWarning at <string>:2",
        ),
        (
            """
            import asyncio
            async def fail(): raise ValueError(theirs)
            async def main():
                task = asyncio.create_task(fail())
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                del task
            asyncio.run(main())
            """,
            "ERROR asyncio spoke in default_exception_handler",
        ),
        (
            """
            from concurrent.futures import Future
            def fail(done): raise ValueError(theirs)
            future = Future()
            future.add_done_callback(fail)
            future.set_result(theirs)
            """,
            "ERROR concurrent.futures spoke in _invoke_callbacks",
        ),
        (
            "import logging; logging.getLogger('bot').info('%d', theirs)",
            "a line of bot, <string>:2, is lost: TypeError",
        ),
        ("import logging; logging.warning(theirs)", "WARNING root spoke in <module>"),
    ],
)
def test_what_nobody_caught_is_logged_without_its_words(script: str, told: str) -> None:
    log = _log_of(script)
    assert told in log
    assert "Acme" not in log


def test_bolt_and_the_client_say_nothing_of_what_they_carry() -> None:
    log = _log_of(
        """
        import logging
        from slack_bolt import App, BoltRequest
        from slack_bolt.authorization import AuthorizeResult
        from slack_sdk import WebClient
        app = App(
            logger=logging.getLogger("slack_bolt"), signing_secret="s",
            client=WebClient("xoxb-1", base_url="http://127.0.0.1:1/"),
            authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token="x"),
            process_before_response=True,
        )
        for name in list(logging.root.manager.loggerDict):
            logging.getLogger(name).setLevel("DEBUG")
        app.dispatch(BoltRequest(body="text=" + theirs, headers={}))
        @app.command("/cx")
        def fail(ack, client):
            try:
                client.chat_postMessage(channel="C1", text=theirs)
            finally:
                raise ValueError(theirs)
        for body in ({"command": "/cx", "text": theirs}, {"type": theirs, "text": theirs}):
            app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        """
    )
    assert "slack_bolt" in log
    assert "slack_sdk" in log
    assert "Acme" not in log
