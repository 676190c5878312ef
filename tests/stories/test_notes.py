"""Whatever somebody knows about a promise can be added to its story, and stays as they wrote it."""

from __future__ import annotations

import pytest

from handlers.speech import answered, values
from handlers.speech.errors import WrongLink
from storage import history
from storage.history import Event
from tests import rows
from tests.cast import GRACE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
LINK = "https://acme.example/mail?a=1&b=2"


def newest(stage: Stage, ref: str = "T-1") -> Event:
    noun = "task" if ref[0] == "T" else "issue"
    with stage.duly.database.read() as session:
        event = history.latest(session, TEAM, noun, int(ref[2:]))
    assert event
    return event


def test_words_and_links_are_kept_as_they_were_typed(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(TOM, f"/cx note T-1 legal agrees, see T-7\nand {LINK} by @ben")
    assert told == "Added to T-1 Rewrite the refund mail."
    assert newest(stage).details == {"words": f"legal agrees, see T-7\nand {LINK} by @ben"}
    assert rows.happened(stage, "T-1")[-1] == (TOM, "noted")
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}, "a note answers nothing"
    assert "@tom: “legal agrees, see T-7" in stage.channel("#billing")[0]


def test_a_note_is_added_to_what_has_ended_and_to_several_at_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(SARA, "/cx done T-1")
    told = stage.types(GRACE, "/cx note t1, (I-1) The customer called again")
    assert told == "Added to T-1 Rewrite the refund mail.\nAdded to I-1 Invoiced twice."
    assert rows.state(stage, "T-1") == ("done", SARA)
    assert newest(stage).details == newest(stage, "I-1").details


def test_a_note_from_a_form_carries_words_a_link_or_both(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    message = stage.people.say(SARA, "#billing", "They *waited* for @maria")
    stage.people.shortcut(MARIA, "note.from_message", "#billing", message.ts)
    assert "To which task, issue or decision?" in stage.sees_form(MARIA)
    form = stage.fills_in(MARIA, which="T-9", link="acme.example")
    assert "There is no T-9. The newest task is T-1." in form
    assert "I can't read “acme.example” as a link" in stage.fills_in(MARIA, which="T-1")
    assert "Added to T-1" in stage.fills_in(MARIA, link=LINK)
    assert newest(stage).details == {"words": f"They *waited* for @maria\n{LINK}"}


@pytest.mark.parametrize("words", ["", "…", "  —  "])
def test_a_note_without_words_shows_how_to_write_one(words: str, stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(TOM, f"/cx note T-1 {words}")
    assert "Write it like this: `/cx note T-1 what you know, or https://…`" in told
    assert [verb for _, verb in rows.happened(stage, "T-1")] == ["created"]


def test_a_note_that_is_a_file_is_refused_and_given_back(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    told = stage.types(TOM, f"/cx note T-1 {'x' * 5_000}")
    assert "I read 4,000 at most" in told
    assert [verb for _, verb in rows.happened(stage, "T-1")] == ["created"]


@pytest.mark.parametrize(
    ("text", "refs", "rest"),
    [
        ("T-12 words", ("T-12",), "words"),
        ("T-3 and T-4 words", ("T-3", "T-4"), "words"),
        ("T-3,T-4, T-5 & I-6 words", ("T-3", "T-4", "T-5", "I-6"), "words"),
        ("T-3 T-4 is the same", ("T-3",), "T-4 is the same"),
        ("T-3 and more", ("T-3",), "and more"),
        ("(T-3): a\nb", ("T-3",), "a\nb"),
        ("12", ("12",), ""),
        ("words about T-3", (), "words about T-3"),
        ("", (), ""),
        (", , ,", (), ", , ,"),
    ],
)
def test_what_stands_first_is_what_a_note_is_about(
    text: str, refs: tuple[str, ...], rest: str
) -> None:
    assert answered.named_first(text) == (refs, rest)


@pytest.mark.parametrize("words", ["https://a.example", "HTTP://a.example/x?y=1#z", " https://a/ "])
def test_what_is_a_link(words: str) -> None:
    assert values.link(words) == words.strip()


@pytest.mark.parametrize(
    "words",
    ["a.example", "ftp://a", "https://", "https://a b", "https://a|b", "https://u@a", "https:///x"],
)
def test_what_is_no_link(words: str) -> None:
    with pytest.raises(WrongLink):
        values.link(words)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_number_right_behind_another_is_named_as_well(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, TASK)
    told = stage.types(TOM, "/cx note T-1 T-2 hello")
    assert "T-2" in told
    for ref in ("T-1", "T-2"):
        assert newest(stage, ref).details == {"words": "hello"}
    stage.types(TOM, "/cx note T-1 T-2 is the same")
    assert newest(stage).details == {"words": "T-2 is the same"}
    assert newest(stage, "T-2").details == {"words": "hello"}
