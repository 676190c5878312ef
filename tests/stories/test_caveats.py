"""What would raise a figure and help no customer is read beside it, with the very things."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands import explain, freeze
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.rules import Measure
from handlers.speech.errors import UserError
from tests import rows
from tests.cast import BEN, GRACE, MARIA, MONDAY, OMAR, SARA
from tests.stage import Stage

LATE = MONDAY + timedelta(days=4)
DECEMBER = MONDAY + timedelta(days=9)


def live(stage: Stage) -> None:
    for name in ("Explain the invoice", "Call the bank", "Send the credit note"):
        stage.types(BEN, f"/cx task {name} to @sara by 2026-11-30 for Acme")
    stage.types(BEN, "/cx task Waive the fee to @sara by tuesday for Acme")
    stage.types(BEN, "/cx task Refund it to @sara by friday for Acme")
    stage.types(GRACE, "/cx issue Paid twice sev 2 for Globex in Billing")
    for number in range(1, 6):
        stage.types(SARA, f"/cx take T-{number}")


def beside(read: str) -> list[str]:
    """The sentences beside the figures."""
    _, _, rest = read.partition("*Beside these figures*\n")
    return rest.split("\n[")[0].split("\nNothing to count")[0].split("\n") if rest else []


def test_what_figures_do_not_tell_stands_beside_them(stage: Stage) -> None:
    live(stage)
    assert beside(stage.types(MARIA, "/cx score")) == []
    stage.passes(until=LATE)
    stage.types(SARA, "/cx date T-1 2026-12-04 because It takes longer")
    stage.types(SARA, "/cx date T-2 2026-11-28 because It is quick")
    stage.types(SARA, "/cx no T-4 because Legal forbids it")
    stage.types(MARIA, "/cx take I-1 by 2026-11-30")
    stage.types(MARIA, "/cx edit I-1")
    stage.fills_in(MARIA, severity="4", reason="It is a small sum")
    assert rows.item(stage, "I-1").severity == 4
    stage.types(MARIA, "/cx told I-1 the money is on its way")
    stage.types(MARIA, "/cx prevented I-1 we look twice because dates are copied by hand")
    stage.types(MARIA, "/cx done I-1")
    assert rows.item(stage, "I-1").state == "done"
    stage.passes(until=DECEMBER)
    read = stage.types(MARIA, "/cx score november")
    assert beside(read) == [
        "One day was moved past the end of this time in its last seven days.",
        "One no came after its day; the miss stays.",
        "One issue was closed though nobody saw that it helped.",
        "One thing was made less grave within seven days before it was done.",
    ], read
    stage.clicks_answer(MARIA, "Where does this come from…")
    view = stage.workspace.view(MARIA)
    assert view
    key = view.body["private_metadata"]
    page = stage.clicks_in_form(MARIA, "Open…", f"moved_late/{key}|0")
    assert "*T-1 Explain the invoice*\nFri 27 Nov · moved · with Sara Novak then" in page
    assert "T-2" not in page


def test_what_is_opened_again_after_the_freeze_is_seen(stage: Stage) -> None:
    live(stage)
    stage.types(SARA, "/cx done T-1")
    stage.passes(until=DECEMBER)
    list(freeze.frozen(stage.duly.database, stage.now, "2026-11", "Billing"))
    before = stage.types(MARIA, "/cx score november")
    assert beside(before) == []
    stage.types(OMAR, "/cx reopen T-1 by friday because They still do not understand it")
    read = stage.types(MARIA, "/cx score november")
    assert beside(read) == ["One thing was opened again since this was frozen."]
    assert read.split("\n")[:5] == before.split("\n")[:5]


def test_what_is_undone_at_once_stands_nowhere(stage: Stage) -> None:
    live(stage)
    stage.passes(until=LATE)
    stage.types(SARA, "/cx date T-1 2026-12-04 because It takes longer")
    stage.types(SARA, "/cx undo T-1")
    stage.passes(until=DECEMBER)
    assert beside(stage.types(MARIA, "/cx score november")) == []


def test_the_server_explains_a_figure_with_numbers_alone(stage: Stage) -> None:
    live(stage)
    stage.passes(until=LATE)
    stage.types(SARA, "/cx done T-1")
    stage.types(SARA, "/cx no T-4 because Legal forbids it")
    stage.passes(until=DECEMBER)
    for frozen in (False, True):
        if frozen:
            list(freeze.frozen(stage.duly.database, stage.now, "2026-11", "Billing"))
        said = explain.explained(
            stage.duly.database, stage.now, Measure.FIRST, "billing", "november"
        )
        assert list(said) == [
            "Billing, November 2026: kept on the day first given, n = 5",
            "too few to say (5 of 10): met 1, sum 0",
            "T-4       2026-11-24  missed",
            "T-5       2026-11-27  missed",
            "T-1       2026-11-30  kept",
            "T-2       2026-11-30  missed",
            "T-3       2026-11-30  missed",
        ]
    beside_it = explain.explained(stage.duly.database, stage.now, Caveat.NOES, "Billing", "2026-11")
    assert list(beside_it)[1:] == ["T-4       2026-11-27  a no"]
    for wrong in ("snake", "2027-01"):
        with pytest.raises(UserError):
            list(explain.explained(stage.duly.database, stage.now, Measure.FIRST, "Billing", wrong))
