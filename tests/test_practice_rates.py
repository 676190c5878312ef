"""Slack's rate limits, with a clock of the test's own."""

from __future__ import annotations

import pytest

from bot.practice.slack.rates import Rates


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("tier", "per_minute"), [("tier 1", 1), ("tier 2", 20), ("tier 3", 50), ("tier 4", 100)]
)
def test_a_method_may_be_called_as_often_as_its_tier_says(tier: str, per_minute: int) -> None:
    rates = Rates(now=Time())
    assert [rates.call("m", tier) for _ in range(per_minute)] == [0] * per_minute
    assert rates.call("m", tier) == max(1, -(-60 // per_minute))
    assert rates.call("another", tier) == 0
    assert rates.refused == 1


def test_waiting_as_long_as_told_is_enough() -> None:
    time = Time()
    rates = Rates(now=time)
    for _ in range(50):
        rates.call("m", "tier 3")
    time.now += rates.call("m", "tier 3")
    assert rates.call("m", "tier 3") == 0


def test_a_channel_takes_a_short_burst_and_then_one_message_a_second() -> None:
    time = Time()
    rates = Rates(now=time)
    assert [rates.post("C1") for _ in range(5)] == [0, 0, 0, 0, 1]
    accepted = 0
    for _ in range(100):
        time.now += 0.1
        accepted += rates.post("C1") == 0
    assert 9 <= accepted <= 10


def test_the_workspace_takes_a_few_hundred_messages_a_minute() -> None:
    rates = Rates(now=Time())
    answers = [rates.post(f"C{n}") for n in range(301)]
    assert answers == [0] * 300 + [1]


def test_a_refused_message_uses_nothing_up() -> None:
    time = Time()
    rates = Rates(now=time)
    for n in range(300):
        rates.post(f"C{n}")
    assert [rates.post("C-new") for _ in range(10)] == [1] * 10
    time.now += 1
    assert [rates.post("C-new") for _ in range(4)] == [0] * 4


def test_the_limits_can_be_lifted() -> None:
    rates = Rates(now=Time(), enabled=False)
    assert {rates.call("m", "tier 1") for _ in range(50)} == {0}
