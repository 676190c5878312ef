"""People say who may see what they begin, read who does, and change it."""

from __future__ import annotations

import pytest

from handlers.people import audiences
from tests.cast import AISHA, BEN, GRACE, HANA, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM, VICTOR
from tests.stage import Stage

GIVE = "/cx task Rewrite the refund mail to @sara by friday for Acme privately"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def audience(stage: Stage, ref: str) -> str:
    letter, number = ref.split("-")
    noun = {"T": "task", "I": "issue", "D": "decision"}[letter]
    with stage.duly.database.read() as session:
        thing = audiences.find(session, TEAM, noun, int(number))
        assert thing
        return thing.audience


def test_a_decision_among_executives_worse_with_an_owner_in_logistics(stage: Stage) -> None:
    """Its task was in public #logistics, in every digest and in anybody's list."""
    told = stage.types(NORA, "/cx impact Close the Hamburg depot", "#executives")
    assert "Only the executives see it, and who does what follows." in told
    stage.clicks(VICTOR, "Worse", "D-1")
    assert "Private: you, its owner, their lead, Omar and the executives" in (
        stage.sees_form(VICTOR) + str(stage.finds(VICTOR, "audience"))
    )
    stage.fills_in(
        VICTOR, why="Hamburg waits two days longer", tiers=["key"], owner=AISHA,
        task="Tell every Hamburg customer", day="2026-11-27",
    )  # fmt: skip
    assert (audience(stage, "D-1"), audience(stage, "T-1")) == ("private", "private")
    stage.passes(hours=8)
    assert "Tell every Hamburg customer" in stage.reads_all(AISHA)
    assert "Private: Aisha, Tom, Omar, the executives" in stage.reads_all(AISHA)
    assert stage.channel("#logistics") == []
    for who in (BEN, SARA):
        told = stage.types(who, "/cx list Logistics")
        assert "There is one that you may not see." in told
        assert "T-1 is private. Omar Haddad can add you." in stage.types(who, "/cx done T-1")
        assert "Hamburg" not in told
    assert "Tell every Hamburg customer" in stage.types(TOM, "/cx list Logistics")
    stage.types(OMAR, "/cx digest", "#logistics")
    stage.settle()
    [digest] = stage.channel("#logistics")
    assert "One waits for a first answer." in digest
    assert "Hamburg" not in digest
    assert "One of these is private, and is counted only." in digest


@only_sqlite
def test_a_search_tells_nothing_of_the_words_of_what_is_private(stage: Stage) -> None:
    stage.types(BEN, GIVE)
    for words in ("refund", "rewrite", "refund mail", "refnd"):
        found, nothing = (stage.types(TOM, f"/cx search {each}") for each in (words, "zebra"))
        assert found.replace(words, "zebra") == nothing
    assert "There is one that you may not see." in stage.types(TOM, "/cx list Billing")
    assert "T-1" in stage.types(SARA, "/cx search refund")


@only_sqlite
def test_what_is_private_says_so_and_is_opened_again(stage: Stage) -> None:
    told = stage.types(BEN, GIVE)
    assert "Private: only you, Sara, Maria and Omar see it." in told
    assert stage.channel("#billing") == []
    assert "Private: Sara, Ben, Maria, Omar" in stage.reads_all(SARA)
    refused = stage.types(SARA, "/cx share T-1")
    assert "Ben Fischer, Maria Costa, Lee Park or Omar Haddad" in refused
    assert "T-1 Rewrite the refund mail: everybody here may see it now." in (
        stage.types(MARIA, "/cx share T-1")
    )
    assert any("Rewrite the refund mail" in each for each in stage.channel("#billing"))
    assert audience(stage, "T-1") == "department"
    assert "Private: only you" in stage.types(BEN, "/cx private T-1")
    assert stage.channel("#billing") == ["T-1 is private now."]
    stage.types(LEE, "/cx T-1")
    assert stage.sees_form(LEE) == ""


@only_sqlite
def test_somebody_is_let_in_once_and_reads_so(stage: Stage) -> None:
    stage.types(BEN, GIVE)
    told = stage.types(BEN, "/cx share T-1 with @hana")
    assert "Private: only you, Sara, Maria, Omar and Hana see it." in told
    stage.passes(days=1)
    assert "lets you see T-1 Rewrite the refund mail, which is private." in stage.reads_all(HANA)
    assert "Hana Sato may see T-1 already." in stage.types(BEN, "/cx share T-1 with @hana")
    assert "I could not place “nobody”" in stage.types(BEN, "/cx share T-1 nobody")
    stage.types(HANA, "/cx T-1")
    assert "Rewrite the refund mail" in stage.sees_form(HANA)


@only_sqlite
def test_who_may_see_a_task_is_undone_like_all_else(stage: Stage) -> None:
    stage.types(BEN, GIVE)
    heard = len(stage.reads(SARA))
    assert "[Undo]" in stage.types(MARIA, "/cx share T-1")
    assert audience(stage, "T-1") == "department"
    assert stage.clicks_answer(MARIA, "Undo", "T-1") == (
        "Undone. T-1 Rewrite the refund mail is private again."
    )
    assert audience(stage, "T-1") == "private"
    assert stage.channel("#billing") == ["T-1 is private now."]
    assert "[Undo]" not in stage.types(BEN, "/cx private T-1"), "nothing was changed"
    stage.types(MARIA, "/cx share T-1")
    assert "[Undo]" in stage.types(BEN, "/cx private T-1")
    stage.types(BEN, "/cx T-1")
    assert "everybody here may see it" in stage.clicks_in_form(BEN, "Undo")
    assert audience(stage, "T-1") == "department"
    assert "Rewrite the refund mail" in stage.channel("#billing")[0]
    stage.passes(days=1)
    news = "\n".join(stage.reads(SARA)[heard:])
    assert "undid" not in news, "nobody is told who may see a thing"


@only_sqlite
def test_who_was_let_in_by_mistake_is_let_in_no_more(stage: Stage) -> None:
    stage.types(BEN, GIVE)
    stage.types(BEN, "/cx share T-1 with @tom")
    assert "lets you see T-1" in stage.reads_all(TOM)
    assert stage.clicks_answer(BEN, "Undo", "T-1") == (
        "Undone. T-1 Rewrite the refund mail is not shown to @tom any more, who reads so."
    )
    assert stage.reads(TOM)[-1] == (
        "@ben undid that: T-1 is private, and is not shown to you any more."
    )
    assert "T-1 is private." in stage.types(TOM, "/cx T-1")
    stage.types(BEN, "/cx share T-1 with @grace")
    undone = stage.clicks_answer(BEN, "Undo", "T-1")
    assert "not shown to @grace any more, who was not told of it." in undone
    stage.passes(days=1)
    assert stage.reads(GRACE) == [], "the message waited for her morning"
    stage.types(BEN, "/cx share T-1 with @tom and @hana")
    assert stage.types(BEN, "/cx undo T-1").startswith("Undone. T-1 Rewrite the refund mail is not")
    assert "T-1 is private." not in stage.types(TOM, "/cx T-1"), "the one before stays let in"


@only_sqlite
def test_what_one_form_said_of_who_may_see_it_goes_back_together(stage: Stage) -> None:
    stage.types(BEN, GIVE.removesuffix(" privately"))
    stage.types(BEN, "/cx T-1")
    stage.clicks_in_form(BEN, "Who may see it…")
    assert "[Undo]" in stage.fills_in(BEN, audience="private", person=TOM)
    assert audience(stage, "T-1") == "private"
    assert "stands as it stood before." in stage.clicks_in_form(BEN, "Undo")
    assert audience(stage, "T-1") == "department"


@only_sqlite
def test_the_forms_ask_who_may_see_it(stage: Stage) -> None:
    stage.types(BEN, "/cx task Call Acme")
    assert stage.finds(BEN, "audience") == {
        "Its department, and everybody here": "department",
        "Private: you, the owner, their lead and Omar": "private",
    }
    told = stage.fills_in(BEN, owner=SARA, date="2026-11-27", audience="private")
    assert "Private: only you, Sara, Maria and Omar see it." in told
    stage.closes(BEN)
    stage.types(GRACE, "/cx issue")
    told = stage.fills_in(
        GRACE, title="Their data was on our screen", severity="2", department="Billing",
        audience="private",
    )  # fmt: skip
    assert "Private: only you, Maria and Omar see it." in told
    stage.closes(GRACE)
    assert stage.channel("#billing") == []
    stage.types(NORA, "/cx impact")
    assert set(stage.finds(NORA, "audience").values()) == {"private", "department"}
    told = stage.fills_in(NORA, decision="Close on Sundays", audience="department")
    assert "Everybody here may see it." in told


@only_sqlite
def test_what_follows_from_a_private_issue_is_private(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Their data was on our screen in Billing sev 2 privately")
    stage.types(MARIA, "/cx ack I-1")
    stage.clicks(MARIA, "Add a task…", "I-1")
    stage.fills_in(MARIA, title="Take it off", owner=SARA, date="2026-11-27")
    assert audience(stage, "T-1") == "private"
    assert stage.channel("#billing") == []


@only_sqlite
def test_a_decision_is_shown_to_all_and_made_private_again(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Close the Hamburg depot")
    assert "D-1 is private. Omar Haddad can add you." in stage.types(BEN, "/cx D-1")
    assert "an executive or the CCO" in stage.types(BEN, "/cx share D-1")
    shown = stage.types(VICTOR, "/cx share D-1")
    assert shown == "D-1: everybody here may see it now.\n[Undo]"
    stage.types(BEN, "/cx D-1")
    assert "Close the Hamburg depot" in stage.sees_form(BEN)
    stage.closes(BEN)
    told = stage.types(NORA, "/cx private D-1")
    assert told == "D-1: only the executives see it now, and who does what follows.\n[Undo]"
    assert "D-1 is private." in stage.types(BEN, "/cx D-1")
    undone = "Undone. D-1 Close the Hamburg depot: everybody here may see it again."
    assert stage.clicks_answer(NORA, "Undo", "D-1") == undone
    assert audience(stage, "D-1") == "department"
    assert "Hamburg" in stage.channel("#executives", NORA)[0]


@only_sqlite
def test_a_decision_made_private_in_its_story_is_opened_again_there(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Close the Hamburg depot")
    stage.types(VICTOR, "/cx D-1")
    told = stage.clicks_in_form(VICTOR, "Show it to everybody")
    assert "everybody here may see it now." in told
    assert "private again" in stage.clicks_in_form(VICTOR, "Undo")
    assert audience(stage, "D-1") == "private"


@only_sqlite
def test_the_same_decision_asked_twice_is_remarked_on(stage: Stage) -> None:
    stage.types(NORA, "/cx impact Close the Hamburg depot")
    told = stage.types(VICTOR, "/cx impact close the  Hamburg depot.")
    assert "D-1 asks the same, and waits for an answer." in told
    assert "asks the same" not in stage.types(VICTOR, "/cx impact Open a depot in Bremen")


@only_sqlite
def test_an_answer_in_a_channel_never_says_what_is_hidden_there(stage: Stage) -> None:
    stage.types(BEN, GIVE)
    told = stage.says(SARA, "@duly done T-1", channel="#billing")
    assert told == ""
    assert "Rewrite the refund mail" in stage.reads_all(SARA)
    told = stage.says(SARA, "@duly task Call Jana to @sara by friday privately", "#billing")
    assert "Call Jana" not in told
    assert "Private: only you, Maria and Omar see it." in stage.reads_all(SARA)
