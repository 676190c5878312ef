"""A word in a private thing reaches nobody outside its audience, on no surface and in no way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

import pytest

from bot import routes
from handlers.people import access, audiences
from handlers.speech.request import Request
from storage import people
from storage.people import Person, Standing
from tests.cast import (
    AISHA,
    BEN,
    DIEGO,
    GRACE,
    HANA,
    LEE,
    MARIA,
    NORA,
    OMAR,
    SARA,
    TEAM,
    TOM,
    VICTOR,
)
from tests.exported import TABLES, rows, written
from tests.filled import SENT
from tests.stage import Stage

KIM, ELI, INES = "U1KIM", "U1ELI", "U1INES"
OUTSIDE = {KIM: Standing.GUEST, ELI: Standing.NEWCOMER, INES: Standing.STRANGER}
THINGS = {
    "T-1": ("task", 1, "zanzibar"),
    "I-1": ("issue", 1, "xylophone"),
    "D-1": ("decision", 1, "quagmire"),
    "T-2": ("task", 2, "vortexes"),
}
"""Private things, each with a word that is in its title, its reason, its story and its notes."""
KEYS = count(1)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _begin(stage: Stage) -> None:
    """Four private things: given, reported, decided, and what follows from the decision."""
    with stage.duly.database.write() as session:
        for user_id, standing in OUTSIDE.items():
            session.add(Person(team_id=TEAM, user_id=user_id, name=user_id, standing=standing))
    told = stage.types(
        BEN, "/cx task Zanzibar papers to @sara by friday for Acme privately because zanzibar waits"
    )
    assert "Private: only you, Sara, Maria and Omar see it." in told
    stage.types(DIEGO, "/cx issue Xylophone lost for Acme in Logistics sev 2 privately")
    told = stage.types(NORA, "/cx impact Close the quagmire depot", "#executives")
    assert "Only the executives see it, and who does what follows." in told
    stage.clicks(VICTOR, "Worse", "D-1")
    assert "Who may see it?" in stage.sees_form(VICTOR)
    stage.fills_in(
        VICTOR, why="They lose the quagmire", tiers=["key"], owner=TOM,
        task="Soften the vortexes", day="2026-11-27",
    )  # fmt: skip
    stage.types(SARA, "/cx note T-1 The zanzibar file is open")
    stage.types(TOM, "/cx note I-1 A xylophone was seen")
    stage.types(TOM, "/cx note T-2 The vortexes are near")


def _hidden_from(stage: Stage, user: str) -> dict[str, str]:
    """The private things that somebody may not see, with their words."""
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, user)
        assert person
        found = {}
        for ref, (noun, number, word) in THINGS.items():
            thing = audiences.find(session, TEAM, noun, number)
            assert thing
            if not access.may_see(session, person, thing):
                found[ref] = word
    return found


def _shown(stage: Stage, user: str) -> Iterator[tuple[str, str]]:
    """All that somebody can read: every channel they may open, messages, notes, forms and Home."""
    workspace = stage.workspace
    for channel in workspace.channels.values():
        if user in channel.members or not (channel.is_private or channel.is_im):
            for message in channel.messages.values():
                if message.user == workspace.bot_user:
                    said = (message.text, message.blocks, message.metadata, message.attachments)
                    yield f"#{channel.name or 'direct'}", json.dumps(said)
    for note in workspace.notes(user):
        yield "note", json.dumps((note.text, note.blocks))
    for view in (workspace.view(user), workspace.home(user)):
        if view is not None:
            yield "view", json.dumps(view.body)


def _leaks(stage: Stage) -> list[str]:
    """What somebody can read and may not see: who, where, and of which thing."""
    users = [user.id for user in stage.workspace.users.values() if not user.is_bot]
    return [
        f"{user} reads of {ref} in {where}: {said[:400]}"
        for user in users
        for ref, word in _hidden_from(stage, user).items()
        for where, said in _shown(stage, user)
        if word in said.lower()
    ]


@only_sqlite
def test_nothing_leaks_in_three_weeks_of_reminders_and_digests(stage: Stage) -> None:
    _begin(stage)
    for channel in ("#billing", "#logistics", "#executives"):
        stage.types(OMAR, "/cx digest daily 9:00", channel)
    assert _leaks(stage) == []
    for _ in range(7):
        stage.passes(days=3)
        for user in (TOM, AISHA, LEE, MARIA, NORA, OMAR, HANA):
            stage.opens_home(user)
    assert _leaks(stage) == []
    logistics = "\n".join(stage.channel("#logistics"))
    assert "are private, and are counted only" in logistics
    assert "Vortexes" not in logistics
    assert "vortexes" in stage.reads_all(TOM).lower(), "whoever owns it is reminded by its name"


@only_sqlite
def test_what_becomes_private_or_is_handed_over_is_taken_back_from_cards(stage: Stage) -> None:
    _begin(stage)
    stage.types(OMAR, "/cx share T-1")
    assert any("Zanzibar papers" in each for each in stage.channel("#billing"))
    stage.types(BEN, "/cx private T-1")
    assert _leaks(stage) == []
    assert "T-1 is private now." in "\n".join(stage.channel("#billing"))
    stage.types(SARA, "/cx handoff T-1 to @ben because The zanzibar is his")
    assert _leaks(stage) == []
    stage.types(TOM, "/cx handoff T-2 to @hana because She knows the vortexes")
    stage.types(HANA, "/cx T-2")
    assert "vortexes" in stage.sees_form(HANA).lower(), "whoever is to take it over reads it"
    stage.closes(HANA)
    stage.types(OMAR, "/cx share T-2 with @grace")
    stage.passes(days=2)
    assert "lets you see T-2 Soften the vortexes, which is private." in stage.reads_all(GRACE)
    assert _leaks(stage) == []


OUTSIDERS = (LEE, NORA, HANA, *OUTSIDE)
"""A deputy, an executive and a lead of elsewhere, from each of whom something is hidden."""
NEW = {"task", "issue", "impact"}
"""Commands whose words become a title of their own."""


def _doors(ref: str, word: str) -> Iterator[Request]:
    """Every way in, with the number or the word of a private thing in all that it carries."""
    for verb in routes.VERBS:
        found_by = [] if verb in NEW else [word, f"{word[:-2]}{word[-1]}{word[-2]}"]
        for text in (ref, f"{ref} friday because why", *found_by):
            yield _request(verb, text=text)
    for verb in {**routes.BUTTONS, **routes.VIEWS, **routes.ANSWERS}:
        for value in (ref, f"{ref}|0"):
            yield _request(verb, value=value)
    for verb in routes.FORMS:
        yield _request(verb, value=ref, fields=SENT.get(verb, {}))
    for verb in routes.SHORTCUTS:
        yield _request(verb, text=f"What about {ref}?")
    for verb in routes.CHOICES:
        yield _request(verb, text=word)


def _lists() -> Iterator[Request]:
    """Every list that it would be in."""
    named = (
        "Acme", "Billing", "Logistics", "overdue", "triage", "mine", "@sara", "@tom", "all",
        "late in Billing", "for Acme", "given by @ben", "done", "waiting", "this week", "offered",
    )  # fmt: skip
    for text in (*named, f"<@{SARA}>", f"<@{TOM}>", f"<@{DIEGO}>"):
        yield _request("list", text=text)
    for verb in routes.BUTTONS:
        for value in ("0", "overdue|0", "triage|0"):
            yield _request(verb, value=value)


def _request(verb: str, **carried: object) -> Request:
    key = f"secret:{next(KEYS)}"
    return Request(
        team_id=TEAM, user_id="U0", verb=verb, key=key, channel_id="C0GENERAL", **carried
    )  # type: ignore[arg-type]


HANDLERS = {
    **routes.VERBS, **routes.BUTTONS, **routes.VIEWS, **routes.ANSWERS, **routes.FORMS,
    **routes.SHORTCUTS,
    **routes.CHOICES,
}  # fmt: skip


@only_sqlite
def test_no_door_opens_on_a_private_thing_for_somebody_outside(stage: Stage) -> None:
    _begin(stage)
    stage.passes(days=4)
    leaks = []
    for user in OUTSIDERS:
        hidden = _hidden_from(stage, user)
        assert hidden, user
        refs = list(hidden)[: 4 if user == LEE else 2 if user == NORA else 1]
        tried = [each for ref in refs for each in _doors(ref, hidden[ref])]
        for each in [*tried, *_lists()]:
            request = Request(**{**vars(each), "user_id": user, "stranger": user == INES})
            answer = stage.duly.incoming.carry_out(HANDLERS[request.verb], request)
            said = repr(answer).lower().replace(request.text.lower() or "\0", "")
            leaks += [(user, request, said[:300]) for word in hidden.values() if word in said]
    assert leaks == []
    stage.settle()
    assert _leaks(stage) == []


@only_sqlite
def test_no_export_holds_for_somebody_what_they_may_not_see(stage: Stage) -> None:
    _begin(stage)
    stage.types(OMAR, "/cx share T-2 with @grace")
    stage.passes(days=4)
    stage.types(TOM, "/cx handoff T-2 to @hana because She knows the vortexes")
    database, wrong = stage.duly.database, []
    for user in (*OUTSIDERS, BEN, DIEGO, TOM, GRACE, VICTOR, OMAR):
        hidden, listed = _hidden_from(stage, user), set()
        for name in TABLES:
            found = rows(database, name, as_person=user)
            said = json.dumps(found).lower()
            wrong += [(user, name, ref) for ref, word in hidden.items() if word in said]
            listed |= {row.get("ref") for row in found}
        wrong += [(user, ref) for ref in THINGS if (ref in listed) == (ref in hidden)]
    assert wrong == []
    everything = "".join(written(database, name).lower() for name in TABLES)
    for _, _, word in THINGS.values():
        assert word in everything, "whoever has the database at hand reads all of it"


@only_sqlite
def test_who_does_not_work_here_finds_only_themselves_and_what_is_theirs(stage: Stage) -> None:
    _begin(stage)
    stage.types(BEN, "/cx task Open to all to @sara by friday for Acme")
    database = stage.duly.database
    for user in OUTSIDE:
        found = {name: rows(database, name, as_person=user) for name in TABLES}
        [themselves] = found.pop("people")
        assert themselves["user"] == user
        assert not any(found.values()), user


@only_sqlite
def test_what_only_a_circle_is_asked_is_in_nobody_elses_export(stage: Stage) -> None:
    stage.types(OMAR, "/cx impact Close the depot")
    stage.types(OMAR, "/cx share D-1")
    stage.types(BEN, "/cx issue Nobody knows whose this is")
    stage.passes(hours=1)

    def kinds(user: str) -> set[tuple[str, str]]:
        found = rows(stage.duly.database, "asks", as_person=user)
        return {(row["kind"], row["ref"]) for row in found}

    assert "D-1" in {row["ref"] for row in rows(stage.duly.database, "decisions", as_person=BEN)}
    assert kinds(BEN) == set()
    assert kinds(VICTOR) == {("impact", "D-1"), ("decide", "D-1")}
    assert kinds(OMAR) == {("impact", "D-1"), ("decide", "D-1"), ("triage", "I-1")}
