"""A frozen period keeps the formulas by which it was counted; later ones are counted by the new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handlers.executives.scores import freezing, rules
from handlers.executives.scores.rules import Measure
from tests.cast import BEN, SARA
from tests.exported import rows
from tests.stage import Stage
from tests.stories.test_disputes import corrects_it, disputes_it
from tests.stories.test_frozen import JANUARY, chain, live, on_server
from tests.stories.test_recounted import exported, recount

NEW = {Measure.UNREPEATED, Measure.PROMPTS, Measure.WAITED}
OF_VERSION_2 = [each for each in Measure if each not in NEW]


def test_what_was_frozen_by_older_formulas_stays_as_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    live(stage)
    with monkeypatch.context() as before:
        before.setattr(freezing, "FORMULAS", 2)
        before.setattr(freezing, "Measure", OF_VERSION_2)
        on_server(stage, "2026-11", "Billing")
    old = chain(stage.duly.database)[0].content
    read = stage.types(SARA, "/cx score november")
    assert "Billing, November 2026, frozen: 9 of 12 promises kept on the day" in read
    assert "*Issues that were no repeat*" not in read
    assert "Noted as F-1" in disputes_it(stage)
    stage.passes(days=1)
    assert corrects_it(stage) == ""
    stage.types(BEN, "/cx task Explain invoice 13 to @sara by 2026-12-04 for Acme")
    stage.passes(until=JANUARY)
    on_server(stage, "2026-12", "Billing")
    found = [json.loads(each.content) for each in chain(stage.duly.database)]
    assert chain(stage.duly.database)[0].content == old
    assert [(each["period"], each["formulas"]) for each in found] == [
        ("2026-11", 2), ("2026-11", 2), ("2026-12", rules.FORMULAS),
    ]  # fmt: skip
    assert found[1]["corrects"] == 1, "and a correction keeps those of what it corrects"
    assert set(found[2]["figures"]) - set(found[1]["figures"]) == NEW
    told = {(row["period"], row["formulas"]) for row in rows(stage.duly.database, "scorecards")}
    assert told == {("2026-11", 2), ("2026-12", rules.FORMULAS)}
    status, said = recount(*exported(stage, tmp_path))
    assert status == 0, said
    assert "2026-11 unrepeated" not in said
    assert "2026-12 unrepeated 0 of 0: the same" in said
