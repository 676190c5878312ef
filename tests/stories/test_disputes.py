"""A lead disputes a figure, and the CCO corrects it by a new record or says why it stays."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from sqlmodel import select

from bot import doctor
from bot.commands import explain
from handlers.executives.scores import ScoreOf, disputes, periods
from handlers.executives.scores.disputes import Disputed
from handlers.executives.scores.rules import Measure
from handlers.people import access
from handlers.speech.errors import UserError
from storage import departments
from storage.asks import Ask
from storage.disputes import Dispute
from storage.frozen import FrozenScore
from storage.history import Event
from tests.cast import BEN, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.exported import rows
from tests.stage import Stage
from tests.stories.test_frozen import DECEMBER, chain, live
from tests.stories.test_recounted import exported, recount

FIRST = "Kept on the day first given"
CARD = "/cx score Billing november"
WITH_LOGISTICS = "T-10 was with Logistics since Tuesday"


def freeze(stage: Stage) -> None:
    live(stage)
    stage.types(OMAR, CARD)
    stage.clicks_answer(OMAR, "Freeze")


def disputes_it(
    stage: Stage, words: str = WITH_LOGISTICS, item: str = "T-10", who: str = MARIA
) -> str:
    """What the form says of a dispute that somebody sends."""
    stage.types(who, CARD)
    stage.clicks_answer(who, "Dispute…")
    return stage.fills_in(who, measure=FIRST, reason=words, item=item)


def corrects_it(stage: Stage, course: str = "It counts as kept", **more: str) -> str:
    stage.clicks(OMAR, "Correct it…")
    return stage.fills_in(OMAR, course=course, reason="It was handed over before its day", **more)


def disputed(stage: Stage) -> list[Dispute]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(Dispute).order_by(Dispute.number)))


def asked(stage: Stage) -> list[tuple[str, str | None]]:
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "dispute"))
        return [(each.person_id, each.outcome) for each in found]


def figures(record: FrozenScore) -> list[int]:
    found: list[int] = json.loads(record.content)["figures"]["kept_first"]
    return found


def test_the_cco_corrects_a_figure_and_what_was_frozen_stays(stage: Stage) -> None:
    freeze(stage)
    (frozen,) = chain(stage.duly.database)
    said = disputes_it(stage, "T-10 was with <!channel> Logistics")
    assert "Noted as F-1: Billing, November 2026: kept on the day first given." in said
    assert "I ask Omar Haddad" in said
    assert asked(stage) == [(OMAR, None)]
    stage.passes(days=1)
    asks = stage.reads(OMAR)[-1]
    assert "Maria disputes *kept on the day first given*: “T-10 was with " in asks
    assert "[Correct it…] [Keep it, because…]" in asks
    assert corrects_it(stage) == ""
    wrong, right = chain(stage.duly.database)
    assert (wrong, figures(wrong)) == (frozen, [9, 12, 0])
    assert (right.corrects, figures(right), right.frozen_by) == (1, [10, 12, 0], OMAR)
    assert json.loads(right.content)["before"] == wrong.digest
    assert doctor._frozen(stage.duly.database).__next__().words == "2, all as they were written"
    for word in ("Logistics", "handed", "Maria", MARIA, OMAR):
        assert word not in right.content
    (dispute,) = disputed(stage)
    assert (dispute.state, dispute.record, dispute.answered_by) == ("corrected", 2, OMAR)
    assert asked(stage) == [(OMAR, "answered")]
    stage.passes(days=1)
    assert stage.reads(MARIA)[-1] == (
        "Omar corrected F-1, Billing, November 2026: kept on the day first given: 10 of 12, was 9 "
        "of 12. T-10: “It was handed over before its day”"
    )
    read = stage.types(SARA, CARD)
    assert read.startswith("Billing, November 2026, frozen: 10 of 12 promises kept on the day")
    assert f"frozen Wed 2 Dec by Omar · fingerprint {wrong.digest[:4]}" in read
    assert "· one correction" in read
    assert (
        f"Corrected on Thu 3 Dec: *{FIRST}* 10 of 12, was 9 of 12. T-10: “It was handed over "
        "before its day”" in read
    )
    with stage.duly.database.read() as session:
        told = [each for each in session.exec(select(Event)) if each.noun in ("dispute", "score")]
    assert [each.verb for each in told] == ["frozen", "disputed", "corrected", "corrected"]
    assert not any("Logistics" in json.dumps(each.details) for each in told)


def test_a_figure_stays_for_a_reason_that_its_lead_reads(stage: Stage) -> None:
    freeze(stage)
    disputes_it(stage)
    stage.passes(days=1)
    stage.clicks(OMAR, "Keep it, because…")
    assert "say why" in stage.fills_in(OMAR, reason="   ")
    assert stage.fills_in(OMAR, reason="It came back on Thursday") == ""
    assert [(each.state, each.answer) for each in disputed(stage)] == [
        ("kept", "It came back on Thursday")
    ]
    assert len(chain(stage.duly.database)) == 1
    stage.passes(days=1)
    assert "Omar keeps the figure of F-1" in stage.reads(MARIA)[-1]
    assert "“It came back on Thursday”" in stage.reads(MARIA)[-1]
    again = disputes_it(stage)
    assert "That was answered on Thu 3 Dec 2026, and the figure stays" in again
    stage.closes(MARIA)
    assert "Noted as F-2" in disputes_it(stage, item="T-11", who=LEE)


def test_who_may_dispute_and_what(stage: Stage) -> None:
    freeze(stage)
    for who in (SARA, TOM, OMAR, BEN):
        assert "[Dispute…]" not in stage.types(who, CARD)
        with pytest.raises(AssertionError):
            stage.clicks_answer(who, "Dispute…")
    assert "[Dispute…]" not in stage.types(MARIA, "/cx score Billing december")
    assert "[Dispute…]" not in stage.types(MARIA, "/cx score Billing 2026-11-01 to 2026-11-05")
    assert "[Dispute…]" not in stage.types(MARIA, "/cx score @sara november")
    assert "is not among what stands behind" in " ".join(disputes_it(stage, item="T-99").split())
    assert "Please name one task or issue" in stage.fills_in(MARIA, item="the tenth")
    assert "say why" in stage.fills_in(MARIA, item="", reason=" ")
    assert disputed(stage) == []
    hostile = "<!channel> *" + "x" * 900 + "\u202e🎁"
    assert "Noted as F-1" in stage.fills_in(MARIA, item="", reason=hostile)
    again = disputes_it(stage, who=LEE)
    assert "That figure is disputed already, and the CCO has been asked: `/cx F-1`." in again
    assert len(disputed(stage)) == 1


def test_whoever_disputed_it_takes_it_back(stage: Stage) -> None:
    freeze(stage)
    disputes_it(stage)
    stage.closes(MARIA)
    assert "That is for the CCO to do" in stage.types(SARA, "/cx F-1")
    stage.types(MARIA, "/cx F-1")
    assert "[Take it back]" in stage.sees_form(MARIA)
    stage.passes(days=1)
    assert "[Keep it, because…]" in stage.reads(OMAR)[-1]
    stage.clicks_in_form(MARIA, "Take it back")
    assert [each.state for each in disputed(stage)] == ["withdrawn"]
    assert asked(stage) == [(OMAR, "withdrawn")]
    assert "[Keep it, because…]" not in stage.reads(OMAR)[-1]
    assert "Noted as F-2" in disputes_it(stage)


def test_a_window_that_was_left_open_changes_nothing_after_the_answer(stage: Stage) -> None:
    freeze(stage)
    disputes_it(stage, item="")
    stage.passes(days=1)
    assert "Please name one" in corrects_it(stage, item="?")
    assert "counts as that already" in stage.fills_in(OMAR, item="T-1", course="It counts as kept")
    assert "is not among what stands behind" in " ".join(stage.fills_in(OMAR, item="T-13").split())
    assert stage.fills_in(OMAR, item="T-12", course="It does not count in this figure") == ""
    assert [figures(each) for each in chain(stage.duly.database)] == [[9, 12, 0], [9, 11, 0]]
    stage.types(OMAR, "/cx F-1")
    assert "[Keep it, because…]" not in stage.sees_form(OMAR)
    assert "The answer: “It was handed over before its day”" in stage.sees_form(OMAR)


def test_what_is_not_frozen_yet_is_frozen_by_the_correction(stage: Stage) -> None:
    live(stage)
    disputes_it(stage)
    assert chain(stage.duly.database) == []
    stage.passes(days=1)
    assert corrects_it(stage) == ""
    assert [(each.corrects, figures(each)) for each in chain(stage.duly.database)] == [
        (None, [9, 12, 0]), (1, [10, 12, 0]),
    ]  # fmt: skip


def test_a_lead_who_left_is_answered_through_who_follows(stage: Stage) -> None:
    freeze(stage)
    disputes_it(stage)
    stage.passes(days=1)
    stage.people.deactivate(MARIA)
    stage.passes(hours=1)
    stage.clicks(OMAR, "Keep it, because…")
    stage.fills_in(OMAR, reason="It came back on Thursday")
    stage.passes(days=1)
    assert any("Omar keeps the figure of F-1" in each for each in stage.reads(LEE))


def test_of_a_private_item_only_those_read_who_may_see_it(stage: Stage) -> None:
    for each in range(1, 13):
        privately = " privately" if each == 10 else ""
        stage.types(BEN, f"/cx task Explain invoice {each} to @sara by friday for Acme{privately}")
    for each in range(1, 10):
        stage.types(SARA, f"/cx done T-{each}")
    stage.passes(until=DECEMBER)
    stage.types(OMAR, CARD)
    stage.clicks_answer(OMAR, "Freeze")
    disputes_it(stage)
    stage.passes(days=1)
    corrects_it(stage)
    stage.passes(days=1)
    for who, reads in ((SARA, True), (MARIA, True), (OMAR, True), (TOM, False)):
        said = stage.types(who, CARD)
        assert "10 of 12, was 9 of 12" in said
        assert ("handed over before" in said, "It is about something private." in said) == (
            reads, not reads,
        )  # fmt: skip
    database = stage.duly.database
    (row,) = rows(database, "disputes")
    assert (row["ref"], row["item"], row["words"], row["record"]) == (
        "F-1", "T-10", WITH_LOGISTICS, 2,
    )  # fmt: skip
    assert rows(database, "disputes", as_person=MARIA) == [row]
    assert rows(database, "disputes", as_person=TOM) == []
    assert rows(database, "disputes", period="2026-Q4") == []
    assert TEAM not in json.dumps(row)


def test_a_stranger_sees_what_a_correction_changes(stage: Stage, tmp_path: Path) -> None:
    freeze(stage)
    disputes_it(stage)
    stage.passes(days=1)
    corrects_it(stage)
    said = list(explain.explained(
        stage.duly.database, stage.now, Measure.FIRST, "Billing", "2026-11"
    ))  # fmt: skip
    assert said[-1] == "Corrected on 2026-12-03 by record 2: T-10 counts as kept, see F-1."
    files = exported(stage, tmp_path)
    status, printed = recount(*files)
    assert (status, "DIFFERS" in printed) == (0, False), printed
    assert "Record 2 corrects record 1: task 10 is met, and nothing else." in printed
    files[1].write_text(files[1].read_text().replace("[10,12,0]", "[11,12,0]"))
    status, printed = recount(*files)
    assert (status, "BUT NOT ONLY THAT" in printed) == (1, True)


@pytest.mark.both
def test_of_lead_and_deputy_who_dispute_at_once_one_is_first(stage: Stage) -> None:
    freeze(stage)
    start, said = threading.Barrier(2), list[str]()

    def also(user: str) -> None:
        start.wait()
        try:
            with stage.duly.database.write() as session:
                person = access.recognise(session, TEAM, user)
                department = departments.named(session, TEAM, "Billing")
                period = periods.carried("2026-11")
                assert department
                assert period
                what = Disputed(Measure.FIRST, WITH_LOGISTICS, "T-10")
                new = disputes.dispute(
                    session, stage.now, person, ScoreOf(department), period, what
                )
                said.append(new.ref)
        except UserError as refused:
            said.append(refused.message)

    threads = [threading.Thread(target=also, args=(user,)) for user in (MARIA, LEE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage.settle()
    assert len(disputed(stage)) == 1, said
    assert sorted(said) == [
        "F-1",
        "That figure is disputed already, and the CCO has been asked: `/cx F-1`.",
    ]
    assert asked(stage) == [(OMAR, None)]
