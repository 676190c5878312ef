"""A decision ends: decided with what and why, taken back, or past its day and chased."""

from __future__ import annotations

import pytest
from sqlmodel import select

from storage import decisions, people
from storage.decisions import Decision, ImpactAnswer
from tests import rows
from tests.cast import BEN, EXECUTIVES, NORA, OMAR, PRIYA, SARA, TEAM, TOM, VICTOR
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ASKED = "/cx impact Close the Hamburg depot by friday"
WHY = "The rent doubles"
SAID = "/cx D-1 no change because nobody notices"


def decision(stage: Stage, number: int = 1) -> Decision:
    with stage.duly.database.read() as session:
        found = decisions.find(session, TEAM, number)
        assert found is not None
        return found


def answer_of(stage: Stage, user: str) -> ImpactAnswer | None:
    with stage.duly.database.read() as session:
        return decisions.answer_of(session, TEAM, 1, user)


def owes(stage: Stage) -> dict[str, set[str]]:
    """Who is asked what about D-1 at the moment."""
    found: dict[str, set[str]] = {}
    for ask in rows.asks(stage, "D-1"):
        if ask.answered_at is None:
            found.setdefault(ask.kind, set()).add(ask.person_id)
    return found


def worse(stage: Stage, user: str = VICTOR, owner: str = SARA) -> None:
    stage.clicks(user, "Worse", "D-1")
    assert stage.fills_in(
        user, why="They wait longer", owner=owner, task="Soften the blow", day="2026-11-27",
        tiers=["key"],
    ) == ""  # fmt: skip


def is_gone(stage: Stage, user: str) -> bool:
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, user)
        return person is not None and person.gone


def card(stage: Stage) -> str:
    return stage.channel("#executives", NORA)[-1]


# --- who decides ---


def test_whoever_asks_decides_unless_the_form_says_who(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    assert " decides by Fri 27 Nov" in card(stage)
    assert owes(stage)["decide"] == {NORA}
    stage.types(NORA, "/cx impact")
    stage.fills_in(NORA, decision="Raise the fee", decider=VICTOR, day="2026-11-27")
    assert decision(stage, 2).decider_id == VICTOR
    assert "Victor Chen decides by Fri 27 Nov" in card(stage)


def test_only_some_are_asked_where_the_form_says_so(stage: Stage) -> None:
    stage.types(NORA, "/cx impact")
    stage.fills_in(NORA, decision="Raise the fee", asked=[VICTOR])
    assert owes(stage) == {"impact": {VICTOR}, "decide": {NORA}}


@pytest.mark.parametrize(
    "words",
    [
        "Raise the fee by 10 dec @victor decides",
        "Raise the fee by 10 dec, and @victor decides it, because rents doubled",
        "Raise the fee @victor decides by 10 dec",
    ],
)
def test_whoever_decides_is_named_in_words(stage: Stage, words: str) -> None:
    stage.types(NORA, f"/cx impact {words}")
    row = decision(stage)
    assert (row.title, row.decider_id, f"{row.due_at:%d %b}") == ("Raise the fee", VICTOR, "10 Dec")
    assert owes(stage)["decide"] == {VICTOR}


@pytest.mark.parametrize(
    "words",
    [
        "Close the desk in January by 10 dec, @victor decides",
        "Close the desk in January, @victor decides by 10 December",
        "Close the desk in January by 2026-12-10 @victor decides",
    ],
)
def test_a_month_in_what_is_decided_takes_no_part_of_its_day(stage: Stage, words: str) -> None:
    stage.types(NORA, f"/cx impact {words}")
    row = decision(stage)
    assert (row.title, f"{row.due_at:%d %b}") == ("Close the desk in January", "10 Dec")


@pytest.mark.parametrize(
    "words", ["Ask whether @victor decides the fee", "Wait until @victor decides", "Ask @victor"]
)
def test_who_is_part_of_what_is_decided_does_not_decide_it(stage: Stage, words: str) -> None:
    stage.types(NORA, f"/cx impact {words}")
    row = decision(stage)
    assert (row.title, row.decider_id) == (words, NORA)


def test_who_may_not_decide_is_refused_in_words_too(stage: Stage) -> None:
    told = stage.types(NORA, "/cx impact Raise the fee, @ben decides")
    assert "Ben Fischer is neither an executive nor the CCO" in told
    with stage.duly.database.read() as session:
        assert session.exec(select(Decision)).all() == []


def test_a_guest_reads_a_private_decision_nowhere(stage: Stage) -> None:
    stage.types(NORA, f"{ASKED} private")
    worse(stage)
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    for user in (BEN, PRIYA):
        rows.make_guest(stage, user)
    stage.passes(days=70)
    for user in (BEN, PRIYA):
        for words in ("D-1", "list", "list all", "search hamburg", "forecasts", "undo D-1", ""):
            assert "Hamburg" not in stage.types(user, f"/cx {words}".strip())
            assert "Hamburg" not in stage.sees_form(user)
        assert "Hamburg" not in stage.opens_home(user)
    assert "Hamburg" not in stage.reads_all(BEN)


@pytest.mark.parametrize(("field", "said"), [("decider", BEN), ("asked", [VICTOR, BEN])])
def test_who_does_not_decide_here_is_refused_under_the_field(
    stage: Stage, field: str, said: object
) -> None:
    stage.types(NORA, "/cx impact")
    told = stage.fills_in(NORA, decision="Raise the fee", **{field: said})
    assert "is neither an executive nor the CCO" in told
    with stage.duly.database.read() as session:
        assert session.exec(select(Decision)).all() == []


def test_somebody_else_is_named_and_it_is_undone(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    assert "@victor decides D-1" in stage.types(PRIYA, "/cx owner D-1 @victor")
    assert decision(stage).decider_id == VICTOR
    assert owes(stage)["decide"] == {VICTOR}
    assert "is neither an executive" in stage.types(PRIYA, "/cx owner D-1 @ben")
    assert "That is for an executive" in stage.types(TOM, "/cx owner D-1 @tom")
    assert "stands as it stood before" in stage.types(PRIYA, "/cx undo D-1")
    assert decision(stage).decider_id == NORA
    assert owes(stage)["decide"] == {NORA}


# --- decided ---


def test_it_is_decided_with_what_why_and_by_whom(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, SAID)
    told = stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    assert told.startswith("Decided: D-1 Close the Hamburg depot.")
    row = decision(stage)
    assert (row.state, row.decided_by, row.decided, row.decided_why) == (
        "decided", NORA, "as proposed", WHY,
    )  # fmt: skip
    assert owes(stage) == {}
    assert "decided Mon 23 Nov by Nora" in card(stage)
    assert "*Decided*: as proposed" in card(stage)
    assert WHY in card(stage)
    assert "[Worse]" not in card(stage)
    stage.passes(days=5)
    assert "Hamburg" not in stage.reads_all(PRIYA), "nobody is asked any more"


@pytest.mark.parametrize(
    "words", ["decided D-1", "decided D-1 as proposed", "decided D-1 because …"]
)
def test_what_is_missing_is_asked_for_in_the_form(stage: Stage, words: str) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, SAID)
    stage.types(NORA, f"/cx {words}")
    assert "What was decided?" in stage.sees_form(NORA)
    assert ("as proposed" in stage.sees_form(NORA)) == ("as proposed" in words)
    assert "have not said yet what it means for customers" in stage.sees_form(NORA)
    told = stage.fills_in(NORA, words="…", reason="…")
    assert "Please say" in told
    assert decision(stage).state == "answered"


@pytest.mark.parametrize(
    ("user", "words", "said"),
    [
        (VICTOR, "decided D-1 no because no", "decides D-1, so nothing was changed."),
        (VICTOR, "withdraw D-1 because no", "decides D-1, so nothing was changed."),
        (BEN, "decided D-1 no because no", "That is for an executive or the CCO"),
        (BEN, "withdraw D-1 because no", "That is for an executive or the CCO"),
        (NORA, "decided D-9 no because no", "There is no D-9."),
        (NORA, "decided because no", "Write it like this"),
    ],
)
def test_who_does_not_decide_it_changes_nothing(
    stage: Stage, user: str, words: str, said: str
) -> None:
    stage.types(NORA, ASKED)
    assert said in stage.types(user, f"/cx {words}")
    assert decision(stage).state == "waiting"
    assert owes(stage)["decide"] == {NORA}


def test_the_cco_decides_in_anybodys_place_and_nobody_decides_twice(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, SAID)
    assert stage.types(OMAR, f"/cx decided D-1 no, because {WHY}").startswith("Decided: D-1")
    assert "D-1 is decided" in stage.types(NORA, "/cx decided D-1 yes because no")
    assert decision(stage).decided == "no"


# --- what has to be settled first ---


@pytest.mark.parametrize("by", ["words", "form"])
def test_nothing_is_decided_before_anybody_says_what_it_means_for_customers(
    stage: Stage, by: str
) -> None:
    stage.types(NORA, ASKED)
    words = f"decided D-1 as proposed, because {WHY}" if by == "words" else "decided D-1"
    told = stage.types(NORA, f"/cx {words}")
    assert "Nobody has said yet what D-1 means for customers, so it can't be decided." in told
    assert stage.sees_form(NORA) == ""
    assert decision(stage).state == "waiting"
    stage.types(NORA, SAID)
    assert stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}").startswith("Decided")


def test_a_reminder_offers_to_decide_once_somebody_has_said_what_it_means(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.passes(days=2)
    asked = stage.reads_all(NORA)
    assert "You decide this by" in asked
    assert "[Better] [Worse] [No change] [I don't know yet]" in asked
    assert "[Decide…]" not in asked
    stage.types(VICTOR, SAID)
    stage.passes(days=2)
    assert "[Decide…] [Another day…] [Take it back…] [Open…]" in stage.reads_all(NORA)


def test_worse_needs_somebody_who_softens_it_or_who_accepts_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    worse(stage)
    stage.types(SARA, "/cx no T-1 because there is no money for it")
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    assert "says that it gets worse for customers, and nobody softens it" in stage.sees_form(NORA)
    told = stage.fills_in(NORA)
    assert "Name who accepts that, or give somebody the task in an answer" in told
    assert decision(stage).state == "answered"
    assert "neither an executive" in stage.fills_in(NORA, acceptor=BEN)
    assert "Decided: D-1" in stage.fills_in(NORA, acceptor=PRIYA)
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.accepted_by == PRIYA
    assert "worse for key accounts, accepted on purpose by Priya" in card(stage)
    assert "wrote down that you accept what D-1" in stage.reads_all(PRIYA)
    assert "stands as it stood before" in stage.types(NORA, "/cx undo D-1")
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.accepted_by is None
    assert decision(stage).state == "answered"
    assert owes(stage)["decide"] == {NORA}


def test_worse_with_a_task_that_stands_is_decided_at_once(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    worse(stage)
    assert stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}").startswith("Decided")


def test_better_needs_somebody_who_tells_customers(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "Better for customers", "D-1")
    assert stage.fills_in(VICTOR, why="A shorter way", tiers=["key"]) == ""
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    told = stage.fills_in(NORA)
    assert "nobody tells customers. Name who tells them, and by when." in told
    assert "choose the day" in stage.fills_in(NORA, teller=SARA)
    assert "Decided: D-1" in stage.fills_in(NORA, teller=SARA, day="2026-11-27")
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert "T-1 Tell customers before they notice" in card(stage)
    stage.types(NORA, "/cx undo D-1")
    assert rows.state(stage, "T-1") == ("withdrawn", SARA)
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.tasks == {}


def test_what_nobody_finds_out_needs_somebody_who_does(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.clicks(VICTOR, "I don't know yet", "D-1")
    assert stage.fills_in(
        VICTOR, why="How many are served from there", owner=SARA, task="Count them",
        day="2026-11-27",
    ) == ""  # fmt: skip
    stage.types(SARA, "/cx no T-1 because I have no access")
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    assert "Name who finds out, and by when." in stage.fills_in(NORA)
    assert "Decided: D-1" in stage.fills_in(NORA, finder=TOM, day="2026-11-27")
    assert rows.state(stage, "T-2") == ("open", TOM)


# --- afterwards ---


def test_an_answer_after_the_decision_is_kept_and_its_decider_reads_it(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(PRIYA, SAID)
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    stage.types(VICTOR, "/cx D-1 no change because nobody notices")
    answer = answer_of(stage, VICTOR)
    assert answer is not None
    assert answer.why == "nobody notices"
    assert decision(stage).state == "decided"
    assert "which is decided: “nobody notices”" in stage.reads_all(NORA)
    stage.types(VICTOR, "/cx undo D-1")
    assert answer_of(stage, VICTOR) is None
    assert decision(stage).state == "decided"


def test_what_follows_shows_its_lateness_on_the_card(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    worse(stage)
    stage.types(NORA, f"/cx decided D-1 as proposed, because {WHY}")
    stage.passes(days=7)
    stage.types(VICTOR, "/cx note D-1 it is quiet")
    assert "T-1 Soften the blow" in card(stage)
    assert "T-1 Soften the blow · Sara Novak, ! was due Fri 27 Nov" in card(stage)


# --- taken back, or chased ---


def test_it_is_taken_back_with_a_reason_by_whoever_asked(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(NORA, "/cx withdraw D-1")
    assert "Why is it not to be decided any more?" in stage.sees_form(NORA)
    assert "Please say why" in stage.fills_in(NORA, reason="…")
    assert "Taken back: D-1" in stage.fills_in(NORA, reason="The lease was renewed")
    assert decision(stage).state == "withdrawn"
    assert owes(stage) == {}
    assert "took the question back" in card(stage)
    assert "The lease was renewed" in card(stage)
    assert "stands as it stood before" in stage.types(NORA, "/cx undo D-1")
    assert decision(stage).state == "waiting"
    assert owes(stage)["impact"] == {OMAR, PRIYA, VICTOR}


def test_past_its_day_the_decider_is_chased_and_hears_who_is_silent(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, "/cx D-1 no change because nobody notices")
    stage.passes(days=7)
    read = stage.reads_all(NORA)
    assert "It was to be decided by Fri 27 Nov. What was decided, or is it taken back?" in read
    assert "have not said yet what it means for customers" in read
    assert "Victor" not in read.split("have not said yet")[0].splitlines()[-1]
    assert "have not said yet" not in stage.reads_all(VICTOR)
    stage.passes(days=14)
    assert owes(stage)["decide"] == {NORA}, "there is no silent end"
    stage.clicks(NORA, "Decide…", "D-1")
    assert "Decided: D-1" in stage.fills_in(NORA, words="Closed in March", reason=WHY)


def test_who_decides_and_leaves_is_followed_by_another_executive(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, SAID)
    stage.people.deactivate(NORA)
    assert stage.workspace.wait_until(lambda: is_gone(stage, NORA))
    stage.passes(days=1)
    [heir] = owes(stage)["decide"]
    assert heir in (VICTOR, PRIYA)
    read = stage.reads_all(heir)
    assert "D-1 Close the Hamburg depot: Nora Lindqvist has left the company" in read
    assert "so you are asked what was decided." in read
    stage.passes(days=6)
    assert "Nora Lindqvist, who was to decide it, has left the company." in stage.reads_all(heir)
    stage.types(heir, f"/cx decided D-1 no, because {WHY}")
    assert decision(stage).decided_by == heir


def test_a_question_of_the_bank_is_not_decided(stage: Stage) -> None:
    stage.types(NORA, "/cx prompt now")
    assert "is a question about customers" in stage.types(OMAR, "/cx decided D-1 no because no")
    assert "is a question about customers" in stage.types(OMAR, "/cx withdraw D-1 because no")


@pytest.mark.parametrize("words", ["<!channel> & <b>", "x" * 2900, "\u202egnorw", "🏳️‍🌈"])
def test_hostile_words_are_kept_and_harm_nobody(stage: Stage, words: str) -> None:
    stage.types(NORA, ASKED)
    stage.types(VICTOR, SAID)
    stage.types(NORA, "/cx decided D-1")
    stage.fills_in(NORA, words=words, reason=words[:900])
    assert decision(stage).state == "decided"
    shown = str([each.blocks for each in stage.workspace.channels[EXECUTIVES].messages.values()])
    assert "<!channel>" not in shown
    assert "decided Mon 23 Nov by Nora" in card(stage)


def test_a_no_to_what_follows_comes_back_to_whoever_decides(stage: Stage) -> None:
    stage.types(NORA, ASKED)
    worse(stage)
    stage.types(SARA, "/cx no T-1 because there is no money for it")
    assert rows.owed(stage, "T-1") == {"review": NORA}
    read = stage.reads_all(NORA)
    assert "T-1" in read
    assert "there is no money for it" in read
    stage.passes(days=2)
    assert "It follows from D-1." in stage.reads_all(NORA)
    assert "there is no money" not in stage.reads_all(BEN)
    stage.clicks(NORA, "It stands", "T-1")
    assert rows.owed(stage, "T-1") == {}


def test_their_own_no_comes_back_to_nobody(stage: Stage) -> None:
    stage.types(OMAR, ASKED)
    worse(stage)
    stage.types(OMAR, "/cx no T-1 because there is no money for it")
    assert rows.state(stage, "T-1")[0] == "declined"
    assert "review" not in rows.owed(stage, "T-1")


def test_whoever_asked_and_does_not_decide_reads_what_was_decided(stage: Stage) -> None:
    stage.types(NORA, f"{ASKED}, @victor decides")
    stage.types(NORA, "/cx follow D-1")
    stage.types(PRIYA, "/cx follow D-1")
    stage.types(PRIYA, SAID)
    stage.types(VICTOR, f"/cx decided D-1 We *close* it <!channel>, because {WHY}")
    assert decision(stage).state == "decided"
    stage.passes(days=1)
    for user in (NORA, PRIYA):
        assert "@victor decided: “We" in stage.reads_all(user)
