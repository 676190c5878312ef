"""A workspace has its own currency: set in Slack or on the server, and shown with all money."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from bot.commands import setup as command
from handlers.speech.setup_errors import UnknownCurrency
from storage import workspaces
from storage.history import Event
from tests.cast import GRACE, MARIA, OMAR, SARA, TEAM
from tests.stage import Stage


def currency(stage: Stage) -> str | None:
    with stage.duly.database.read() as session:
        return workspaces.currency(session, TEAM)


def changes(stage: Stage) -> list[tuple[str, object, object]]:
    with stage.duly.database.read() as session:
        events = session.exec(select(Event).where(Event.noun == "workspace")).all()
    return [(each.actor, each.details["before"], each.details["after"]) for each in events]


def story(stage: Stage, user: str) -> str:
    stage.types(user, "/cx T-1")
    return stage.sees_form(user)


def test_it_is_typed_and_shown_and_history_tells_who_changed_it(stage: Stage) -> None:
    assert "480 k a year" in stage.types(GRACE, "/cx customers")
    assert "€" not in stage.types(GRACE, "/cx customers")

    assert stage.types(OMAR, "/cx setup currency eur") == (
        "All amounts are in EUR, such as “€480 k a year”. The numbers stay as they are."
    )
    assert "key, €480 k a year" in stage.types(GRACE, "/cx customers")
    stage.types(OMAR, "/cx setup currency CHF")
    assert "key, CHF 480 k a year" in stage.types(GRACE, "/cx customers")
    assert "bare numbers" in stage.types(OMAR, "/cx setup currency none")
    assert currency(stage) is None
    assert changes(stage) == [
        (OMAR, {"currency": None}, {"currency": "EUR"}),
        (OMAR, {"currency": "EUR"}, {"currency": "CHF"}),
        (OMAR, {"currency": "CHF"}, {"currency": None}),
    ]


def test_it_is_set_in_the_form_and_stands_there_the_next_time(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup")
    assert "I know no currency “doubloons”." in stage.fills_in(OMAR, currency="doubloons")
    assert currency(stage) is None
    assert "All amounts are in SEK, such as “SEK 480 k a year”." in stage.fills_in(
        OMAR, currency="sek"
    )
    stage.closes(OMAR)
    stage.types(OMAR, "/cx setup currency")
    stage.fills_in(OMAR)
    assert currency(stage) == "SEK"
    stage.closes(OMAR)
    stage.types(OMAR, "/cx setup customer Acme")
    assert "Yearly value in SEK: [480000]" in stage.sees_form(OMAR)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx setup")
    stage.fills_in(OMAR, currency="")
    assert currency(stage) is None
    assert len(changes(stage)) == 2


@pytest.mark.parametrize("words", ["XXX", "bitcoin", "kr", "EUR USD", "x" * 300])
def test_only_known_currencies_are_taken(stage: Stage, words: str) -> None:
    assert "Write its ISO 4217 code, such as EUR" in stage.types(
        OMAR, f"/cx setup currency {words}"
    )
    assert currency(stage) is None


def test_nobody_else_sets_it(stage: Stage) -> None:
    stage.types(SARA, "/cx setup currency EUR")
    assert currency(stage) is None
    assert changes(stage) == []


def test_the_server_sets_it(stage: Stage) -> None:
    assert "All amounts are in GBP" in command.name_currency(stage.duly.settings, "£")
    assert currency(stage) == "GBP"
    with pytest.raises(UnknownCurrency):
        command.name_currency(stage.duly.settings, "pounds of flesh")
    assert changes(stage) == [("", {"currency": None}, {"currency": "GBP"})]


def test_a_form_takes_no_other_currency_for_ours(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup customer Umbrella")
    assert "`/cx setup currency USD` sets it" in stage.fills_in(OMAR, name="Umbrella", value="$5 k")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx setup currency EUR")
    stage.types(OMAR, "/cx setup customer Umbrella")
    refused = stage.fills_in(OMAR, value="$480 k")
    assert "“$480 k” is in USD, and amounts here are in EUR. Write it in EUR." in refused
    assert "*Umbrella* is saved." in stage.fills_in(OMAR, value="€3 bn")
    assert "*Umbrella* — standard, €3 B a year" in stage.types(GRACE, "/cx customers")


def test_every_surface_shows_it(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup currency EUR")
    stage.types(GRACE, "/cx issue Ten machines stand still sev 1 for Acme in Billing")
    for title in ("Rewrite the refund mail", "Call Jana back", "Correct the address"):
        stage.types(MARIA, f"/cx task {title} to @sara by friday for Acme")
    assert "For Acme, key account, €480 k a year, renews" in story(stage, MARIA)
    stage.closes(MARIA)
    stage.passes(days=4)
    stage.types(OMAR, "/cx digest", "#executives")
    stage.settle()
    shown = {
        "a blocked customer": stage.reads_all(MARIA),
        "the CCO's bundle": stage.reads_all(OMAR),
        "Home": stage.opens_home(OMAR),
        "a digest": "\n".join(stage.channel("#executives")),
        "a list": stage.types(GRACE, "/cx customers"),
    }
    assert {where: "€480 k a year" in text for where, text in shown.items()} == dict.fromkeys(
        shown, True
    )
    bare = {where: re.findall(r"(?<!€)\b480 k", text) for where, text in shown.items()}
    assert not any(bare.values()), bare
