"""How a customer felt is asked when an issue is reported, and again once it was put right."""

from __future__ import annotations

import pytest

from storage import issues
from storage.issues import Issue
from tests import replay, rows
from tests.cast import GRACE, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def issue(stage: Stage, number: int = 1) -> Issue:
    with stage.duly.database.read() as session:
        found = issues.find(session, TEAM, number)
        assert found
        assert not replay.replayed(session, TEAM, strict=True).differing
        return found


def feelings(stage: Stage) -> tuple[str | None, str | None]:
    """How they felt, and feel by now."""
    found = issue(stage)
    return found.felt, found.feels


def reported(stage: Stage) -> None:
    """Grace reports what happened to Acme, and that they felt let down; Maria takes it."""
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 3")
    stage.types(GRACE, "/cx feeling I-1 let down")
    stage.types(MARIA, "/cx take I-1")


def test_how_they_felt_and_feel_stands_on_the_card_and_on_their_page(stage: Stage) -> None:
    reported(stage)
    stage.settle()
    assert "*They felt*\nlet down" in stage.channel("#billing")[0]
    assert feelings(stage) == ("let down", None)
    stage.types(MARIA, "/cx done I-1")
    stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    stage.types(GRACE, "/cx I-1")
    stage.clicks_in_form(GRACE, "Verified…")
    assert "How do they feel now?" in stage.sees_form(GRACE)
    stage.fills_in(GRACE, helped="yes", feels="Satisfied")
    stage.settle()
    assert (*feelings(stage), issue(stage).state) == ("let down", "satisfied", "done")
    assert "let down → satisfied" in stage.channel("#billing")[0]
    stage.types(SARA, "/cx customer Acme")
    page = stage.sees_form(SARA)
    assert "felt let down → satisfied" in page
    assert "known of one: better one, worse none, on average +2.0 of five steps." in page


@on_sqlite
def test_the_form_of_a_report_asks_how_they_felt(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue")
    assert "How did they feel?" in stage.sees_form(GRACE)
    stage.fills_in(GRACE, title="Invoiced twice", severity="2", felt="Angry")
    assert feelings(stage) == ("angry", None)


@on_sqlite
def test_what_is_no_feeling_is_refused_with_those_that_are(stage: Stage) -> None:
    reported(stage)
    for words in ("grumpy", "angry and let down", "x" * 3_000):
        told = stage.types(GRACE, f"/cx feeling I-1 {words}")
        assert "It can be angry, let down, uneasy, satisfied, delighted" in told
    assert "feeling I-1 let down" in stage.types(GRACE, "/cx feeling I-1")
    stage.types(OMAR, "/cx task Call them to @sara by friday")
    assert "T-1 is no issue" in stage.types(SARA, "/cx feeling T-1 angry")
    assert "That is for" in stage.types(TOM, "/cx feeling I-1 angry")
    assert "Nothing" in stage.types(GRACE, "/cx feeling I-1 let down")
    assert "10,0" in stage.types(GRACE, f"/cx feeling I-1 {'x' * 10_000}")
    assert feelings(stage) == ("let down", None)


def test_how_they_felt_is_typed_with_the_report(stage: Stage) -> None:
    said = stage.types(
        GRACE, "/cx issue Invoiced twice for Acme in Billing sev 3, they felt let down"
    )
    assert "Noted: *I-1* Invoiced twice, for Acme" in said
    assert "They felt let down." in said
    assert feelings(stage) == ("let down", None)
    stage.types(GRACE, "/cx issue Door jammed, they felt very angry")
    assert "How did they feel?" not in stage.sees_form(GRACE)
    assert (issue(stage, 2).title, issue(stage, 2).felt) == ("Door jammed", "angry")
    stage.types(
        GRACE, "/cx issue They say they felt angry about the delay, for Acme in Billing sev 4"
    )
    assert (issue(stage, 3).title, issue(stage, 3).felt) == (
        "They say they felt angry about the delay", None,
    )  # fmt: skip


@on_sqlite
def test_the_form_has_what_was_typed_of_how_they_felt(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Akme Ltd, they felt let down")
    if not stage.sees_form(GRACE):
        stage.clicks_answer(GRACE, "Open the form…")
    assert "Let down" in stage.sees_form(GRACE)
    stage.fills_in(GRACE, title="Invoiced twice", severity="3")
    assert issue(stage).felt == "let down"


@on_sqlite
def test_how_they_feel_is_set_later_in_a_form(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 3")
    stage.types(GRACE, "/cx I-1")
    form = stage.clicks_in_form(GRACE, "How they feel…")
    assert "How did they feel at first?" in form
    stage.fills_in(GRACE, felt="Angry", feels="Uneasy")
    assert feelings(stage) == ("angry", "uneasy")
    stage.closes(GRACE)
    stage.types(GRACE, "/cx I-1")
    stage.clicks_in_form(GRACE, "How they feel…")
    stage.fills_in(GRACE, felt="Angry", feels="Satisfied")
    assert feelings(stage) == ("angry", "satisfied")
    assert [each.verb for each in rows.events(stage, "I-1", "felt")] == ["felt"] * 3
    stage.closes(GRACE)
    stage.types(OMAR, "/cx task Call them to @sara by friday for Acme")
    stage.types(OMAR, "/cx T-1")
    assert "How they feel…" not in stage.sees_form(OMAR)


def test_what_nobody_knows_any_more_is_cleared(stage: Stage) -> None:
    reported(stage)
    stage.types(GRACE, "/cx feeling I-1 now uneasy")
    stage.types(GRACE, "/cx I-1")
    stage.clicks_in_form(GRACE, "How they feel…")
    shown = stage.fills_in(GRACE, felt="Not known")
    assert "*They felt*\nuneasy" in shown
    assert "@grace wrote down how the customer feels: not known" in shown
    assert feelings(stage) == (None, "uneasy")
    stage.closes(GRACE)
    stage.types(GRACE, "/cx undo")
    assert feelings(stage) == ("let down", "uneasy"), "it can be taken back"
    told = stage.types(GRACE, "/cx feeling I-1 now not known")
    assert "how they feel now is not known, about I-1 Invoiced twice" in told
    assert feelings(stage) == ("let down", None)
    assert "Nothing" in stage.types(GRACE, "/cx feeling I-1 now not known")
    stage.types(GRACE, "/cx feeling I-1 at first unknown")
    assert feelings(stage) == (None, None)
    stage.settle()
    assert "They felt" not in stage.channel("#billing")[0]


@on_sqlite
def test_a_form_that_does_not_ask_clears_nothing(stage: Stage) -> None:
    reported(stage)
    stage.types(GRACE, "/cx I-1")
    stage.clicks_in_form(GRACE, "How they feel…")
    stage.fills_in(GRACE, feels="Satisfied")
    assert feelings(stage) == ("let down", "satisfied")


@on_sqlite
def test_where_it_happened_is_chosen_from_a_list(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue")
    stage.fills_in(GRACE, title="Invoiced twice", severity="2", touchpoint="Invoice")
    stage.types(GRACE, "/cx issue")
    stage.fills_in(GRACE, title="Nobody called back", severity="2")
    assert (issue(stage, 1).touchpoint, issue(stage, 2).touchpoint) == ("invoice", "")
    stage.types(GRACE, "/cx issue")
    view = stage.workspace.view(GRACE)
    assert view
    for block in view.blocks:
        if block.get("block_id") == "touchpoint":
            forged = {"text": {"type": "plain_text", "text": "Moon"}, "value": "moon"}
            block["element"]["options"].append(forged)
    told = stage.fills_in(GRACE, title="Lost in space", severity="2", touchpoint="Moon")
    assert "“moon” is not one of the choices. It can be not known, sales, contract" in told


@on_sqlite
def test_a_forged_feeling_is_refused_under_its_field(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue")
    view = stage.workspace.view(GRACE)
    assert view
    for block in view.blocks:
        if block.get("block_id") == "felt":
            forged = {"text": {"type": "plain_text", "text": "Bribed"}, "value": "bribed"}
            block["element"]["options"].append(forged)
    told = stage.fills_in(GRACE, title="Invoiced twice", severity="2", felt="Bribed")
    assert "“bribed” is no feeling that I know" in told
    with stage.duly.database.read() as session:
        assert issues.find(session, TEAM, 1) is None


@on_sqlite
def test_whoever_wrote_a_feeling_by_mistake_undoes_it(stage: Stage) -> None:
    reported(stage)
    stage.types(GRACE, "/cx feeling I-1 now delighted")
    assert feelings(stage) == ("let down", "delighted")
    assert "how they feel is as it was" in stage.types(GRACE, "/cx undo")
    assert feelings(stage) == ("let down", None)


@on_sqlite
def test_once_corrected_it_is_how_they_feel_now_and_after_reopening_not_known(
    stage: Stage,
) -> None:
    reported(stage)
    stage.types(MARIA, "/cx done I-1")
    assert "they feel satisfied now" in stage.types(LEE, "/cx feeling I-1 happy")
    stage.types(GRACE, "/cx feeling I-1 at first angry")
    assert feelings(stage) == ("angry", "satisfied")
    stage.types(GRACE, "/cx reopen I-1 because they got the old invoice again")
    assert feelings(stage) == ("angry", None)


@on_sqlite
def test_where_it_did_not_help_their_feeling_is_kept_as_well(stage: Stage) -> None:
    reported(stage)
    stage.types(MARIA, "/cx done I-1")
    stage.types(GRACE, "/cx I-1")
    stage.clicks_in_form(GRACE, "Verified…")
    stage.fills_in(GRACE, helped="no", words="The old invoice came again", feels="Angry")
    assert (issue(stage).state, *feelings(stage)) == ("open", "let down", "angry")


def test_how_they_feel_is_said_with_what_they_heard_and_with_what_helped(stage: Stage) -> None:
    reported(stage)
    said = stage.types(GRACE, "/cx told I-1 the credit comes on Friday, they feel uneasy")
    assert "They feel uneasy now." in said
    assert feelings(stage) == ("let down", "uneasy")
    [told] = rows.events(stage, "I-1", "told")
    assert told.details["words"] == "the credit comes on Friday, they feel uneasy", "kept whole"
    stage.types(MARIA, "/cx done I-1")
    assert "They feel" not in stage.types(GRACE, "/cx told I-1 they feel the invoice is wrong")
    said = stage.types(GRACE, "/cx verified I-1 The customer feels satisfied.")
    assert "They feel satisfied now." in said
    assert feelings(stage) == ("let down", "satisfied")
    assert issue(stage).state == "done"
