"""A decision has what tasks and issues have: notes, followers, and people who are let in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import audiences, decisions
from storage.decisions import ImpactAnswer
from tests import rows
from tests.cast import BEN, GRACE, NORA, OMAR, PRIYA, SARA, TEAM, TOM, VICTOR
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ASKED = "/cx impact Close the Hamburg depot"


def happened(stage: Stage) -> list[tuple[str, str]]:
    return rows.happened(stage, "D-1")


def added(stage: Stage) -> list[str]:
    with stage.duly.database.read() as session:
        return audiences.added(session, TEAM, "decision", 1)


def test_a_note_stands_in_its_story(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.types(VICTOR, "/cx note D-1 Acme asked about it: https://acme.example/1")
    assert told == "Added to D-1 Close the Hamburg depot."
    stage.types(NORA, "/cx D-1")
    assert "@victor wrote: “Acme asked about it: https://acme.example/1”" in stage.sees_form(NORA)
    stage.clicks_in_form(NORA, "Note…")
    stage.fills_in(NORA, words="Legal agrees", link="https://acme.example/2")
    assert "@nora wrote: “Legal agrees" in stage.sees_form(NORA), "the story is drawn again"
    assert happened(stage) == [(NORA, "asked"), (VICTOR, "noted"), (NORA, "noted")]


def test_a_message_is_kept_with_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    place = stage.workspace.named("#general").id
    message = stage.people.say(GRACE, place, "The depot serves nine customers")
    stage.people.shortcut(VICTOR, "note.from_message", place, message.ts)
    told = stage.fills_in(VICTOR, which="D-1")
    assert "Added to D-1 Close the Hamburg depot." in told
    assert happened(stage)[-1] == (VICTOR, "noted")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("note D-1", "`/cx note D-1 what you know, or https://…`"),
        ("note D-1 …", "`/cx note D-1 what you know, or https://…`"),
        ("note D-9 something", "There is no D-9."),
        ("follow D-1 closely", "I could not place “closely”"),
        ("share D-1 with everybody nice", "I could not place"),
        ("share D-1 with @nora", "may see D-1 already"),
        ("private D-1 with @tom", "I could not place"),
    ],
)
def test_what_is_not_clear_changes_nothing(stage: Stage, words: str, said: str) -> None:
    stage.types(NORA, ASKED)
    assert said in stage.types(VICTOR, f"/cx {words}")
    assert happened(stage) == [(NORA, "asked")]
    assert added(stage) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("note D-1 hello", "D-1 is private. Omar Haddad can add you."),
        ("follow D-1", "D-1 is private. Omar Haddad can add you."),
        ("unfollow D-1", "D-1 is private. Omar Haddad can add you."),
        ("D-1", "D-1 is private. Omar Haddad can add you."),
        ("share D-1 with @tom", "That is for an executive or the CCO to do."),
        ("private D-1", "That is for an executive or the CCO to do."),
    ],
)
def test_who_may_not_see_it_does_nothing_with_it(stage: Stage, words: str, said: str) -> None:
    stage.types(NORA, ASKED)
    told = stage.types(BEN, f"/cx {words}")
    assert "Hamburg" not in told
    assert said in told
    assert happened(stage) == [(NORA, "asked")]
    assert added(stage) == []


def test_who_follows_it_hears_once_a_day_what_became_of_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx share D-1")
    stage.types(BEN, "/cx D-1")
    assert "You follow D-1 Close the Hamburg depot." in stage.clicks_in_form(BEN, "Follow")
    stage.closes(BEN)
    before = len(stage.reads(BEN))
    stage.types(VICTOR, "/cx note D-1 nine customers")
    [news] = stage.reads(BEN)[before:]
    assert "*D-1 Close the Hamburg depot*: @victor: “nine customers”" in news
    stage.clicks(VICTOR, "No change", "D-1")
    stage.fills_in(VICTOR, why="They notice nothing")
    [news] = stage.reads(BEN)[before:]
    assert "*D-1 Close the Hamburg depot*: @victor said what it means for customers" in news
    stage.types(NORA, "/cx private D-1")
    stage.types(VICTOR, "/cx note D-1 and one more")
    assert "one more" not in stage.reads_all(BEN), "what is private is nobody else's"
    assert "You follow D-1" not in stage.types(BEN, "/cx follow D-1")


def test_what_somebody_follows_is_in_their_list(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(OMAR, "/cx task Call Acme to @sara by friday")
    stage.types(VICTOR, "/cx follow D-1")
    stage.types(VICTOR, "/cx follow T-1")
    told = stage.types(VICTOR, "/cx list what I follow")
    assert "Two things" in told
    assert "D-1" in told
    assert "T-1" in told
    assert "D-1" not in stage.types(PRIYA, "/cx list what I follow")
    stage.types(VICTOR, "/cx unfollow D-1")
    assert "D-1" not in stage.types(VICTOR, "/cx list what I follow")


def test_one_person_is_let_in_by_name(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.types(VICTOR, "/cx share D-1 with @tom")
    assert told.startswith("D-1 Close the Hamburg depot. Private: only ")
    assert "Tom" in told
    assert "the executives see it" in told
    assert added(stage) == [TOM]
    assert "@victor lets you see D-1 Close the Hamburg depot" in stage.reads_all(TOM)
    stage.types(TOM, "/cx D-1")
    seen = stage.sees_form(TOM)
    assert "Close the Hamburg depot" in seen
    assert "@victor let @tom see this" in seen
    assert "[Worse…]" not in seen, "he answers nothing"
    stage.closes(TOM)
    assert "Added to D-1" in stage.types(TOM, "/cx note D-1 six of them are mine")
    assert "an executive or the CCO" in stage.types(TOM, "/cx share D-1 with @ben")
    assert added(stage) == [TOM]


def test_somebody_who_was_let_in_by_mistake_is_let_in_no_more(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx share D-1 with @tom")
    assert "[Undo]" not in stage.types(NORA, "/cx note D-1 six of them are mine")
    undone = stage.clicks_answer(VICTOR, "Undo", "D-1")
    assert undone == (
        "Undone. D-1 Close the Hamburg depot is not shown to @tom any more, who reads so."
    )
    assert added(stage) == []
    assert stage.reads(TOM)[-1] == (
        "@victor undid that: D-1 is private, and is not shown to you any more."
    )
    assert "D-1 is private." in stage.types(TOM, "/cx D-1")
    stage.types(VICTOR, "/cx share D-1 with @tom and @ben")
    assert sorted(added(stage)) == sorted([TOM, BEN])
    assert "stands as it stood before." in stage.clicks_answer(VICTOR, "Undo", "D-1")
    assert added(stage) == []


def test_the_form_lets_somebody_in_or_opens_it_to_all(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx D-1")
    stage.clicks_in_form(NORA, "Who may see it…")
    told = stage.fills_in(NORA, person=GRACE)
    assert "Private: only" in told
    assert "Grace" in told
    assert added(stage) == [GRACE]
    stage.closes(NORA)
    stage.types(NORA, "/cx D-1")
    stage.clicks_in_form(NORA, "Who may see it…")
    assert "Grace Miller may see D-1 already" in stage.fills_in(NORA, person=GRACE)
    assert "everybody here may see it now." in stage.fills_in(
        NORA, audience="department", person=None
    )


def test_who_was_let_in_reads_no_more_of_what_follows_than_they_may(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "Worse", "D-1")
    stage.fills_in(
        VICTOR, why="They wait longer", owner=SARA, task="Soften the blow", day="2026-11-27",
        tiers=["key"],
    )  # fmt: skip
    stage.types(NORA, "/cx share D-1 with @tom")
    stage.types(TOM, "/cx D-1")
    seen = stage.sees_form(TOM)
    assert "T-1 is private" in seen
    assert "Soften the blow" not in seen
    stage.closes(TOM)
    stage.types(OMAR, "/cx D-1")
    assert "Soften the blow" in stage.sees_form(OMAR)


# --- undo ---


def answer_of(stage: Stage, user: str) -> ImpactAnswer | None:
    with stage.duly.database.read() as session:
        return decisions.answer_of(session, TEAM, 1, user)


def state(stage: Stage) -> tuple[str, bool]:
    """Where the decision stands, and whether it waits for its first answer."""
    with stage.duly.database.read() as session:
        decision = decisions.find(session, TEAM, 1)
        assert decision is not None
        return decision.state, bool(decisions.waiting(session, TEAM))


def answers(stage: Stage, label: str, **said: object) -> None:
    stage.clicks(VICTOR, label, "D-1")
    assert stage.fills_in(VICTOR, **said) == ""


def test_what_was_asked_by_mistake_is_not_asked_any_more(stage: Stage) -> None:
    told = stage.types(NORA, ASKED)
    assert told.endswith("[Undo]")
    assert VICTOR in {ask.person_id for ask in rows.asks(stage, "D-1")}
    undone = stage.clicks_answer(NORA, "Undo", "D-1")
    assert undone == "Undone. D-1 Close the Hamburg depot is not asked any more."
    assert state(stage) == ("withdrawn", False)
    assert {ask.outcome for ask in rows.asks(stage, "D-1")} == {"withdrawn"}
    [card] = stage.channel("#executives", NORA)
    assert "took the question back. Nothing is asked of you." in card
    stage.passes(days=3)
    assert "Hamburg" not in stage.reads_all(VICTOR)
    assert "D-1 is closed: it was taken back" in stage.types(NORA, "/cx note D-1 hello")
    assert "asks the same" not in stage.types(NORA, ASKED), "it waits for nothing"


def test_a_first_answer_is_undone_with_the_task_that_it_brought(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    before = [ask.person_id for ask in rows.asks(stage, "D-1") if ask.answered_at is None]
    answers(
        stage, "Worse", why="They wait longer", owner=SARA, task="Soften the blow",
        day="2026-11-27", tiers=["key"],
    )  # fmt: skip
    assert state(stage) == ("answered", False)
    stage.types(VICTOR, "/cx D-1")
    seen = stage.clicks_in_form(VICTOR, "Undo")
    assert "@victor undid that" in seen
    assert "[Undo]" not in seen
    assert answer_of(stage, VICTOR) is None
    assert state(stage) == ("waiting", True)
    assert rows.state(stage, "T-1") == ("withdrawn", SARA)
    again = [ask.person_id for ask in rows.asks(stage, "D-1") if ask.answered_at is None]
    assert sorted(again) == sorted(before)


def test_a_change_of_mind_is_undone_to_the_answer_before(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    answers(stage, "No change", why="They notice nothing")
    stage.workspace.clock.forward(timedelta(minutes=30))
    answers(stage, "No change", why="They notice next to nothing")
    assert stage.types(VICTOR, "/cx undo") == (
        "Undone. Your answer to D-1 Close the Hamburg depot is as it was before."
    )
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.why == "They notice nothing"
    assert state(stage) == ("answered", False)


def test_both_answers_are_undone_one_after_the_other(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    answers(stage, "No change", why="They notice nothing")
    answers(stage, "No change", why="They notice next to nothing")
    assert "is as it was before" in stage.types(VICTOR, "/cx undo")
    told = stage.types(VICTOR, "/cx undo")
    assert told.startswith("Undone.")
    assert answer_of(stage, VICTOR) is None
    assert state(stage) == ("waiting", True)
    assert "undone already" in stage.types(VICTOR, "/cx undo")
    assert "is not asked any more" in stage.types(NORA, "/cx undo D-1")


@pytest.mark.parametrize(
    ("user", "words", "said"),
    [
        (PRIYA, "undo D-1", "Victor Chen did that to D-1, and can undo it."),
        (VICTOR, "undo D-1 please", "I could not place “please”"),
        (NORA, "undo D-9", "There is no D-9."),
        (BEN, "undo D-1", "D-1 is private."),
    ],
)
def test_what_is_not_theirs_stays(stage: Stage, user: str, words: str, said: str) -> None:
    stage.types(NORA, ASKED)
    answers(stage, "No change", why="They notice nothing")
    assert said in stage.types(user, f"/cx {words}")
    assert answer_of(stage, VICTOR) is not None
    told = stage.clicks_answer(NORA, "Undo", "D-1")
    assert "Since then something else happened to D-1" in told
    stage.workspace.clock.forward(timedelta(minutes=11))
    assert "more than ten minutes ago, so D-1 stays as it is." in stage.types(
        VICTOR, "/cx undo D-1"
    )


def test_a_task_that_somebody_has_taken_since_keeps_its_answer(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    answers(
        stage, "Worse", why="They wait longer", owner=SARA, task="Soften the blow",
        day="2026-11-27", tiers=["key"],
    )  # fmt: skip
    stage.types(SARA, "/cx ack T-1")
    told = stage.types(VICTOR, "/cx undo D-1")
    assert "Since then something else happened to T-1" in told
    assert answer_of(stage, VICTOR) is not None
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)


# --- in words ---


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("/cx D-1 no change because it is below inflation", "it is below inflation"),
        ("D-1 no change because it is below inflation", "it is below inflation"),
        ("no change because it is below inflation", "it is below inflation"),
        ("D-1: No change, only our books change", "only our books change"),
        ("nothing changes: only our books do", "only our books do"),
    ],
)
def test_an_answer_in_words_that_is_whole_is_kept_with_its_reason(
    stage: Stage, words: str, why: str
) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx task Pay the rent in Billing to @victor by friday")
    does = stage.types if words.startswith("/cx") else stage.says
    told = does(VICTOR, words)
    assert "Kept for D-1 Close the Hamburg depot: no change for customers." in told
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert (answer.impact, answer.why) == ("none", why)
    assert rows.state(stage, "T-1")[0] == "open", "it was no answer to that"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("D-1 worse", ""),
        ("D-1 worse because Hamburg waits longer", "Hamburg waits longer"),
        ("D-1 it gets worse, Hamburg waits longer", "Hamburg waits longer"),
    ],
)
def test_an_answer_in_words_that_wants_more_is_in_the_form(
    stage: Stage, words: str, why: str
) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, f"/cx {words}")
    assert "Worse for customers" in stage.sees_form(VICTOR)
    assert why in stage.sees_form(VICTOR)
    stage.closes(VICTOR)
    if why:
        assert "Nothing was kept yet." in stage.says(VICTOR, words)
        stage.clicks(VICTOR, "Open as a form…")
        assert why in stage.sees_form(VICTOR)
    assert answer_of(stage, VICTOR) is None


def test_words_that_are_no_answer_keep_nothing(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    told = stage.says(VICTOR, "D-1 worse than we thought at first")
    assert "What does it change for customers?" in told
    assert answer_of(stage, VICTOR) is None
