"""What goes back and forth between two departments is one question to the executives."""

from __future__ import annotations

import threading

import pytest

from bot import routes
from handlers.executives.digests import bounces as at_border
from handlers.speech.errors import UnreadableRequest, WrongFields
from handlers.speech.people_errors import NotYours
from handlers.speech.promise_errors import NothingBetween
from handlers.speech.request import Request
from storage import departments
from tests import rows
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, NORA, OMAR, TEAM, TOM, VICTOR
from tests.rows import state
from tests.stage import Stage
from tests.stories.test_digest_decides import HOSTILE, climbs, digest, newest

QUESTION = "Who owns what goes back and forth between Billing and Logistics?"


def bounces(stage: Stage, ref: str, times: int = 1) -> None:
    """Maria's is offered to Logistics and comes back."""
    for _ in range(times):
        stage.types(MARIA, f"/cx handoff {ref} to Logistics because they print it")
        stage.types(TOM, f"/cx return {ref} because not ours")


def home(stage: Stage, name: str = "Logistics") -> str:
    """What stands for a department in the form."""
    with stage.duly.database.read() as session:
        found = departments.named(session, TEAM, name)
        assert found
        return found.department_id.hex


def issues(stage: Stage) -> None:
    """Three issues of two accounts have come back between Billing and Logistics."""
    stage.types(BEN, "/cx issue Pallets left in the rain for Globex in Billing")
    stage.types(BEN, "/cx issue No bell at the door for Globex in Billing")
    stage.types(BEN, "/cx issue Wrong address on the note for Initech in Billing")
    for ref in ("I-1", "I-2", "I-3"):
        bounces(stage, ref)


@pytest.mark.both
def test_what_bounces_between_two_departments_is_one_question(stage: Stage) -> None:
    stage.types(OMAR, "/cx setup currency EUR")
    issues(stage)
    stage.passes(days=3)
    said = digest(stage)
    assert f"*One thing only you can decide*\n*{QUESTION}*\n" in said
    assert "Three issues came back from the other department, the first three working" in said
    assert "Globex (strategic account, €150 k a year) waits for two and Initech (beachhead" in said
    assert "[Decide…] [Give it to…] [Open…]" in said
    assert "One decision waits: what goes between Billing and Logistics." in newest(stage).text
    assert [state(stage, ref) for ref in ("I-1", "I-2", "I-3")] == [("open", MARIA)] * 3


@pytest.mark.both
def test_the_department_that_is_chosen_has_all_of_it(stage: Stage) -> None:
    issues(stage)
    digest(stage)
    stage.clicks(NORA, "Decide…")
    shown = stage.sees_form(NORA)
    assert f"*{QUESTION}*" in shown
    assert "*I-1* Globex: Pallets left in the rain" in shown
    logistics = home(stage)
    stage.fills_in(NORA, home=logistics, reason="They hold the parcels")
    told = stage.sees_form(NORA)
    assert told.count("is with @tom of Logistics now.") == 3
    assert [state(stage, ref) for ref in ("I-1", "I-2", "I-3")] == [("open", TOM)] * 3
    assert {rows.department(stage, ref) for ref in ("I-1", "I-2", "I-3")} == {"Logistics"}
    stage.closes(NORA)
    assert "They hold the parcels" in stage.reads_all(TOM)
    assert rows.owed(stage, "I-1")["acknowledge"] == TOM
    assert QUESTION not in digest(stage), "it is settled"


def key(stage: Stage) -> str:
    """What the buttons carry."""
    return f"{home(stage, 'Billing')}:{home(stage)}"


def sends(stage: Stage, user: str, form: str, **fields: str) -> object:
    """Somebody sends one of the forms, as Slack would, though they may have been shown none."""
    request = Request(TEAM, user, form, key=f"{user}{form}", value=key(stage), fields=fields)
    with stage.duly.database.write() as session:
        return routes.FORMS[form](request, session, stage.now)


def test_it_can_stay_where_it_is_for_good(stage: Stage) -> None:
    issues(stage)
    digest(stage)
    stage.clicks(VICTOR, "Decide…")
    stage.fills_in(VICTOR, home=home(stage, "Billing"), reason="Billing prints the note")
    assert stage.sees_form(VICTOR).count("is with @maria of Billing now.") == 3
    stage.closes(VICTOR)
    assert [state(stage, ref) for ref in ("I-1", "I-2", "I-3")] == [("open", MARIA)] * 3
    assert rows.happened(stage, "I-1")[-1] == (VICTOR, "given")
    assert "Nothing needs a decision" in digest(stage)
    bounces(stage, "I-1")
    bounces(stage, "I-3")
    assert "Two issues came back" in digest(stage), "what comes back later is asked about again"


def test_one_person_has_all_of_it_and_that_can_be_undone(stage: Stage) -> None:
    issues(stage)
    digest(stage)
    stage.clicks(NORA, "Give it to…")
    stage.fills_in(NORA, person=OMAR, reason="He knows both")
    assert "owns no single task" in stage.sees_form(NORA)
    assert state(stage, "I-1") == ("open", MARIA)
    stage.fills_in(NORA, person=AISHA, reason="Aisha knows both")
    assert stage.sees_form(NORA).count("is with @aisha of Logistics now.") == 3
    assert [state(stage, ref) for ref in ("I-1", "I-2", "I-3")] == [("open", AISHA)] * 3
    stage.closes(NORA)
    assert "Undone" in stage.types(NORA, "/cx undo I-1")
    assert "Undone" in stage.types(NORA, "/cx undo I-3")
    assert [state(stage, ref) for ref in ("I-1", "I-3")] == [("open", MARIA)] * 2
    assert "Two issues came back" in digest(stage), "what is undone is asked about again"


def test_it_opens_with_each_story_and_private_ones_are_only_counted(stage: Stage) -> None:
    issues(stage)
    stage.types(BEN, f"/cx issue Quagmire {HOSTILE} for Acme in Billing")
    bounces(stage, "I-4")
    stage.types(OMAR, "/cx private I-4")
    said = digest(stage)
    assert "Three issues came back" in said
    assert "One more is private." in said
    assert "Quagmire" not in said
    stage.clicks(NORA, "Open…")
    shown = stage.sees_form(NORA)
    assert "*I-1* Globex: Pallets left in the rain · issue back and forth since today" in shown
    assert "Quagmire" not in shown
    stage.closes(NORA)
    stage.clicks(NORA, "Decide…")
    stage.fills_in(NORA, home=home(stage), reason="They hold the parcels")
    stage.closes(NORA)
    assert state(stage, "I-4") == ("open", MARIA), "nobody decides about what they may not see"


def test_a_hostile_title_rings_nobody(stage: Stage) -> None:
    for account in ("Globex", "Initech"):
        stage.types(BEN, f"/cx issue {HOSTILE} at the door of {account} for {account} in Billing")
    for ref in ("I-1", "I-2"):
        bounces(stage, ref)
    digest(stage)
    assert QUESTION in str(newest(stage).blocks)
    for verb in ("border.settle", "border.hand", "border.open"):
        request = Request(TEAM, NORA, verb, key=verb, value=key(stage) + "|0" * (verb[7] == "o"))
        with stage.duly.database.write() as session:
            shown = str(routes.BUTTONS[verb](request, session, stage.now))
        assert "at the door of Globex" in shown
        for text in (shown, str(newest(stage).blocks)):
            assert "<!channel>" not in text
            assert "<@U0EVIL>" not in text


def test_one_account_or_one_thing_is_no_question_that_spans(stage: Stage) -> None:
    stage.types(BEN, "/cx issue Pallets left in the rain for Globex in Billing")
    stage.types(BEN, "/cx issue No bell at the door for Globex in Billing")
    bounces(stage, "I-1", 2)
    bounces(stage, "I-2")
    assert QUESTION not in digest(stage)
    stage.types(BEN, "/cx issue Wrong address on the note for Initech in Billing")
    bounces(stage, "I-3")
    assert QUESTION in digest(stage)
    stage.types(MARIA, "/cx ack I-3 by friday")
    assert QUESTION not in digest(stage), "somebody took it: whose it is, is known"


def test_it_is_one_of_three_by_money_and_days_and_nothing_is_told_twice(stage: Stage) -> None:
    issues(stage)
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Acme")
    stage.types(OMAR, "/cx task Sort the leaflets to @aisha by friday")
    stage.types(OMAR, "/cx task Print the leaflets to @diego by friday for Initech")
    climbs(stage, kind="acknowledge")
    said = digest(stage)
    assert "*Three things only you can decide*" in said
    assert said.index("*1. Acme: ") < said.index("*2. Globex: ") < said.index(f"*3. {QUESTION}*")
    assert "Two issues came back" in said, "one of Globex is asked about by itself"
    assert "Initech (beachhead account, 40 k a year) waits for one." in said
    assert "*Initech: who" not in said, "three are enough"
    assert "Acme, Globex and what goes between Billing and Logistics." in newest(stage).text


def test_of_an_account_that_somebody_calls_nothing_is_asked(stage: Stage) -> None:
    issues(stage)
    stage.types(BEN, "/cx issue Two of three are lost for Acme in Billing sev 2")
    bounces(stage, "I-4")
    assert "Four issues came back" in digest(stage)
    stage.types(OMAR, "/cx task Send the forms to @sara by friday for Acme")
    climbs(stage, kind="acknowledge")
    digest(stage)
    stage.clicks(NORA, "I'll call them")
    stage.closes(NORA)
    said = digest(stage)
    assert "Calls that you have promised" in said


def test_nobody_else_decides_and_twice_is_told(stage: Stage) -> None:
    issues(stage)
    fields = {"home": home(stage), "reason": "They hold the parcels"}
    for user in (BEN, GRACE, MARIA, TOM):
        with pytest.raises(NotYours):
            sends(stage, user, "border.settle.send", **fields)
    assert state(stage, "I-1") == ("open", MARIA)
    with pytest.raises(UnreadableRequest):
        sends(stage, NORA, "border.settle.send", home=home(stage, "Sales"), reason="why")
    with pytest.raises(WrongFields):
        sends(stage, NORA, "border.settle.send", home=home(stage), reason=" … ")
    sends(stage, NORA, "border.settle.send", **fields)
    with pytest.raises(NothingBetween):
        sends(stage, VICTOR, "border.settle.send", **fields)
    stage.settle()
    assert [state(stage, ref) for ref in ("I-1", "I-2", "I-3")] == [("open", TOM)] * 3


@pytest.mark.both
def test_of_two_executives_who_decide_at_once_one_has_decided(stage: Stage) -> None:
    issues(stage)
    start, said = threading.Barrier(2), dict[str, str]()
    chosen = {NORA: home(stage), VICTOR: home(stage, "Billing")}

    def decide(user: str) -> None:
        start.wait()
        try:
            sends(stage, user, "border.settle.send", home=chosen[user], reason="They print it")
            said[user] = "decided"
        except NothingBetween as settled:
            said[user] = settled.message

    threads = [threading.Thread(target=decide, args=(user,)) for user in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage.settle()
    assert sorted(each[:15] for each in said.values()) == ["That is settled", "decided"]
    owner = TOM if said[NORA] == "decided" else MARIA
    assert [state(stage, ref) for ref in ("I-1", "I-2", "I-3")] == [("open", owner)] * 3


def test_very_many_are_given_in_turns(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_border, "AT_ONCE", 2)
    issues(stage)
    digest(stage)
    stage.clicks(NORA, "Give it to…")
    stage.fills_in(NORA, person=LEE, reason="Lee keeps the ledger")
    assert "One more still goes back and forth: please do it again." in stage.sees_form(NORA)
    has_it = sorted(state(stage, ref)[1] or "" for ref in ("I-1", "I-2", "I-3"))
    assert has_it == sorted([LEE, LEE, MARIA])


def test_a_part_counts_once_with_its_issue(stage: Stage) -> None:
    stage.types(BEN, "/cx issue No bell at the door for Globex in Billing and Logistics")
    stage.types(BEN, "/cx issue Wrong address on the note for Initech in Billing")
    for ref in ("I-1", "I-2"):
        bounces(stage, ref)
    stage.types(TOM, "/cx handoff T-1 to Billing because they print it")
    stage.types(MARIA, "/cx return T-1 because not ours")
    assert len(rows.offers(stage, "T-1")) == 1
    assert "Two issues came back from the other department" in digest(stage)
    stage.clicks(NORA, "Decide…")
    stage.fills_in(NORA, home=home(stage), reason="They hold the parcels")
    stage.closes(NORA)
    assert [state(stage, ref) for ref in ("I-1", "I-2")] == [("open", TOM)] * 2
    assert state(stage, "T-1")[0] == "withdrawn", "all of it is theirs, and their part with it"
