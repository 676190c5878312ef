"""The sample company, and the store it moves into."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from zoneinfo import ZoneInfo

from bot.practice import slack
from bot.practice.show import books
from bot.practice.show.brightwater import SAMPLE
from bot.practice.slack import limits
from tests.practice import workspace


def test_everyone_has_a_zone_and_everyone_is_in_general() -> None:
    people = [user for user in SAMPLE.users if not user.is_bot]
    assert len(people) == 15
    assert all(ZoneInfo(user.tz) for user in people)
    general = next(channel for channel in SAMPLE.channels if channel.name == "general")
    assert general.members == {user.id for user in people}


def test_the_pretend_slack_names_nobody_and_nothing_of_the_sample_company() -> None:
    names = {SAMPLE.name, SAMPLE.team_id, SAMPLE.app_id, "Duly", "/cx"}
    for user in SAMPLE.users:
        names |= {user.id, user.name, user.title or user.name, *user.real_name.split()}
    names |= {channel.id for channel in SAMPLE.channels}
    names |= {customer for customer, *_ in books.CUSTOMERS}
    pattern = re.compile(
        "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE
    )
    sources = sorted(Path(slack.__file__).parent.rglob("*.py"))
    assert len(sources) > 20
    found = {source.name: pattern.findall(source.read_text("utf-8")) for source in sources}
    assert not {name: words for name, words in found.items() if words}


def test_the_talk_is_by_members_in_working_days_before_now() -> None:
    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    members = {channel.id: channel.members for channel in SAMPLE.channels}
    moments = []
    for moment, remark in SAMPLE.talk_before(now):
        assert remark.user in members[remark.channel]
        assert moment.astimezone(ZoneInfo(SAMPLE.head_office)).weekday() < 5
        limits.check_message(remark.text, [], [])
        moments.append(moment)
    assert moments == sorted(moments)
    assert now - timedelta(days=22) < moments[0]
    assert moments[-1] < now


def test_workspaces_do_not_share_what_happens_in_them() -> None:
    one, other = workspace(), workspace()
    one.post("C0BILLING", "U0SARA", "only here")
    one.users["U0SARA"].title = "Lead"
    assert "only here" not in [m.text for m in other.messages("C0BILLING")]
    assert other.users["U0SARA"].title == "Billing specialist"
    assert SAMPLE.channels[1].messages == {}
    one.close()
    other.close()


def test_waiting_ends_as_soon_as_something_changes() -> None:
    store = workspace()
    late = Timer(0.05, store.post, ["C0BILLING", "U0SARA", "now"])
    late.start()
    begun = time.monotonic()
    assert store.wait_until(lambda: store.messages("C0BILLING")[-1].text == "now", timeout=5)
    assert time.monotonic() - begun < 2
    assert not store.wait_until(lambda: False, timeout=0.05)
    late.join()
    store.close()


def test_the_old_talk_is_not_unread() -> None:
    store = workspace()
    billing = store.channel("C0BILLING")
    assert len(billing.messages) > 3
    assert store.unread("U0SARA", billing) == 0
    store.post("C0BILLING", "U0MARIA", "news")
    assert (store.unread("U0SARA", billing), store.unread("U0MARIA", billing)) == (1, 0)
    store.close()
