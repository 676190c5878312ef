"""What stands under a message comes after it, once, and never alone."""

from __future__ import annotations

import pytest

from handlers.speech import blocks, tables
from storage import outbox
from storage.outbox import POST, MessageState, Priority
from tests import cast
from tests.test_sender import BILLING, Desk
from tests.test_sender import desk as desk

ABOVE, BELOW = "above", "below"


def write(desk: Desk, *texts: str) -> None:
    """A message, and what stands under it."""
    desk.write(ABOVE, priority=Priority.DIGEST)
    with desk.database.write() as session:
        for text in texts:
            shown = blocks.message(
                blocks.section(text), tables.table(["Who", "Open"], [[text, "2"]])
            )
            outbox.add(
                session, team_id=cast.TEAM, now=desk.now(), key=f"under {text}", lane=BILLING,
                method=POST, priority=Priority.THREAD,
                payload={"text": text, "blocks": shown, outbox.UNDER: f"{BILLING} {ABOVE}"},
            )  # fmt: skip


def under(desk: Desk) -> list[str]:
    """What stands in the thread of the message above, oldest first."""
    [above] = [each for each in desk.posted() if not each.is_reply]
    assert {each.thread_ts for each in desk.posted() if each.is_reply} <= {above.ts}
    return [each.text for each in desk.posted() if each.is_reply]


def test_each_part_stands_under_its_message_in_order(desk: Desk) -> None:
    write(desk, BELOW, "second", "third")
    desk.passes(6)
    assert under(desk) == [BELOW, "second", "third"]
    assert desk.states() == [MessageState.SENT] * 4


@pytest.mark.parametrize("how", ["drop_before", "drop_after", "error_500"])
def test_a_part_in_doubt_is_looked_for_where_it_stands(desk: Desk, how: str) -> None:
    write(desk, BELOW)
    desk.run()
    desk.workspace.faults.fail_next(1, how=how, method=POST)  # type: ignore[arg-type]
    desk.passes(60)
    assert under(desk) == [BELOW], "the history of the channel would not tell of it"


def test_without_its_message_nothing_stands_there(desk: Desk) -> None:
    write(desk, BELOW)
    with desk.database.write() as session:
        above = outbox.find(session, cast.TEAM, f"{BILLING} {ABOVE}")
        assert above
        above.state = MessageState.FAILED
        session.add(above)
    desk.passes(6)
    assert desk.seen() == []
    assert desk.states() == [MessageState.FAILED, MessageState.STALE]


def test_a_newer_digest_takes_the_parts_of_the_older_along(desk: Desk) -> None:
    write(desk, BELOW)
    desk.write("newer", priority=Priority.DIGEST)
    desk.passes(6)
    assert desk.seen() == ["newer"]
    assert desk.states() == [MessageState.STALE, MessageState.STALE, MessageState.SENT]
