"""Until it is taken over, a thing is its giver's; what comes back too often goes to both leads."""

from __future__ import annotations

import threading

import pytest

from handlers.people import access
from handlers.promises import handoffs, items
from handlers.speech.errors import UserError
from storage import departments
from tests import rows
from tests.cast import AISHA, GRACE, HANA, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_leavers import leaves
from tests.stories.test_story import happened, story

pytestmark = pytest.mark.both

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
ISSUE = "/cx issue The second parcel is lost for Acme in Billing sev 3"
BACK = "has come back three times"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def offers(stage: Stage, to: str = "Logistics", by: str = SARA, ref: str = "T-1") -> str:
    return stage.types(by, f"/cx handoff {ref} to {to} because it is theirs")


def returns(stage: Stage, by: str = TOM, ref: str = "T-1") -> str:
    return stage.types(by, f"/cx return {ref} because not ours")


def bounces(stage: Stage, times: int = 3) -> None:
    """Sara offers it to Logistics, and Tom returns it, so many times."""
    for _ in range(times):
        offers(stage)
        returns(stage)


def readers(stage: Stage, said: str = BACK) -> dict[str, int]:
    """Who read so, and how often."""
    everybody = (OMAR, NORA, MARIA, SARA, LEE, TOM, AISHA, HANA, GRACE)
    found = {each: sum(said in text for text in stage.reads(each)) for each in everybody}
    return {each: number for each, number in found.items() if number}


def lead(stage: Stage, name: str, lead_id: str | None, deputy_id: str | None = None) -> None:
    """From now on somebody else leads there, or nobody."""
    with stage.duly.database.write() as session:
        department = departments.named(session, TEAM, name)
        assert department
        department.lead_id, department.deputy_id = lead_id, deputy_id
        session.add(department)


# --- whose clock runs ---


def test_until_it_is_taken_over_whoever_offered_it_is_asked_and_then_their_lead(
    stage: Stage,
) -> None:
    stage.types(OMAR, TASK)
    [before] = [ask for ask in rows.asks(stage, "T-1") if ask.person_id == SARA]
    offers(stage)
    [after] = [ask for ask in rows.asks(stage, "T-1") if ask.person_id == SARA]
    assert (after.ask_id, after.due_at, after.rung) == (before.ask_id, before.due_at, 0)
    stage.passes(days=4)
    assert "Still waiting for your first answer" in stage.reads_all(SARA)
    assert "@sara was asked on Mon 23 Nov and has not said more since" in stage.reads_all(MARIA)
    assert "The offer has waited two days." in stage.reads_all(TOM)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA, "accept": TOM}
    assert rows.department(stage, "T-1") == "Billing"
    stage.types(TOM, "/cx take T-1")
    assert rows.owed(stage, "T-1") == {"finish": TOM}
    assert rows.department(stage, "T-1") == "Logistics"


@on_sqlite
def test_while_it_waits_for_the_customer_an_offer_of_it_waits_for_its_answer(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    offers(stage, by=MARIA, ref="I-1")
    stage.types(MARIA, "/cx wait I-1 for the customer until thursday because they send it")
    assert rows.offers(stage, "I-1") == [(TOM, None)]
    stage.passes(days=2)
    assert "It has been on offer to you" in stage.reads_all(TOM)
    returns(stage, ref="I-1")
    assert "Waits for the customer until Thu 26 Nov" in story(stage, MARIA, "I-1")
    assert rows.state(stage, "I-1") == ("acknowledged", MARIA)


# --- who answers, and when ---


@on_sqlite
def test_an_offer_is_answered_once_and_by_whom_it_was_made_to(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    offers(stage)
    for other in (GRACE, SARA, OMAR):
        answer = returns(stage, by=other)
        assert "That is for Tom Becker or Aisha Bello to do. Nothing was changed." in answer
    answer = stage.types(GRACE, "/cx take T-1")
    assert "That is for Sara Novak, Maria Costa or Lee Park to do." in answer
    assert "already on offer to Tom Becker" in offers(stage, to="Product")
    assert rows.offers(stage, "T-1") == [(TOM, None)]
    assert "Given back, with your reason" in returns(stage)
    for again in (TOM, AISHA):
        answer = returns(stage, by=again)
        assert "T-1 is not on offer any more. Nothing was changed." in answer
        assert "return T-1 because not ours" in answer, "the words are not lost"
    assert rows.offers(stage, "T-1") == [(TOM, False)]
    offers(stage)
    assert "is yours, by Fri 27 Nov" in stage.types(AISHA, "/cx take T-1")
    assert "T-1 is not on offer any more." in returns(stage)
    assert rows.state(stage, "T-1") == ("acknowledged", AISHA)
    assert rows.offers(stage, "T-1") == [(TOM, False), (TOM, True)]


def test_of_two_who_answer_at_once_one_is_first_and_the_other_reads_so(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    offers(stage)
    start, answers = threading.Barrier(2), dict[str, str]()

    def answer(user: str) -> None:
        start.wait()
        try:
            with stage.duly.database.write() as session:
                person = access.recognise(session, TEAM, user)
                item = items.get(session, person, "T-1")
                if user == TOM:
                    handoffs.accept(session, stage.now, person, item)
                else:
                    handoffs.give_back(session, stage.now, person, item, "not ours")
            answers[user] = "done"
        except UserError as refused:
            answers[user] = refused.message

    threads = [threading.Thread(target=answer, args=(user,)) for user in (TOM, AISHA)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stage.settle()
    refused = "T-1 is not on offer any more. Nothing was changed."
    assert sorted(answers.values()) == sorted(["done", refused])
    is_taken = answers[TOM] == "done"
    assert rows.offers(stage, "T-1") == [(TOM, is_taken)]
    assert rows.owed(stage, "T-1") == ({"finish": TOM} if is_taken else {"acknowledge": SARA})


@on_sqlite
@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ((GRACE, "/cx withdraw I-1"), "I-1 is closed already: it was taken back."),
        ((MARIA, "/cx no I-1 because legal forbids it"), "I-1 is closed already"),
        ((MARIA, "/cx merge I-1 into I-2"), "I-1 is closed already: it is joined to I-2."),
        ((MARIA, "/cx done I-1"), "I-1 is corrected already."),
    ],
)
def test_what_has_ended_is_on_offer_no_more(stage: Stage, ends: tuple[str, str], says: str) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(GRACE, ISSUE.replace("parcel", "letter"))
    stage.types(MARIA, "/cx ack I-1 by friday")
    offers(stage, by=MARIA, ref="I-1")
    stage.types(*ends)
    assert rows.offers(stage, "I-1") == [(TOM, False)]
    assert "accept" not in rows.owed(stage, "I-1")
    ended = rows.state(stage, "I-1")
    answer = offers(stage, by=MARIA, ref="I-1")
    assert says in answer
    assert "Nothing was changed." in answer
    for words in ("/cx take I-1", "/cx return I-1 because not ours"):
        assert "Thank you" not in stage.types(TOM, words)
    assert rows.state(stage, "I-1") == ended
    assert "Nothing to answer here." in stage.reads(TOM)[-1]


@on_sqlite
def test_a_form_that_came_too_late_stays_open_and_says_why(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    story(stage, MARIA, "I-1")
    stage.clicks_in_form(MARIA, "Hand over…")
    offers(stage, to="Product", by=MARIA, ref="I-1")
    sent = stage.fills_in(MARIA, department="Logistics", reason="theirs", tried="a label")
    assert "I-1 is already on offer to Hana Sato." in sent
    assert rows.offers(stage, "I-1") == [(HANA, None)]
    stage.clicks(HANA, "Give it back…", "I-1")
    stage.types(GRACE, "/cx withdraw I-1")
    assert "I-1 is closed already" in stage.fills_in(HANA, reason="not ours")
    sent = stage.fills_in(MARIA, department="Logistics", reason="theirs", tried="a label")
    assert "I-1 is closed already: it was taken back." in sent
    assert rows.offers(stage, "I-1") == [(HANA, False)]


@on_sqlite
def test_to_whom_it_has_already_nothing_is_offered(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert "T-1 is with Sara Novak already." in offers(stage, to="@sara")
    assert "owns no single task" in offers(stage, to="@omar")
    for _ in range(3):
        assert "Offered T-1" in offers(stage, to="Billing")
        returns(stage, by=MARIA)
    assert readers(stage) == {MARIA: 1}, "she leads on either side"
    assert "@maria: this goes to you" in stage.reads(MARIA)[-1]
    assert "at the border" not in story(stage, MARIA, "T-1")
    stage.closes(MARIA)
    offers(stage, to="Billing")
    stage.types(MARIA, "/cx take T-1")
    assert "T-1 is with Maria Costa already." in offers(stage, to="Billing", by=MARIA)


# --- the third time ---


def test_each_third_return_is_told_once_to_each_lead_of_either_side(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    bounces(stage, 2)
    assert readers(stage, "has come back") == {}
    bounces(stage, 1)
    assert readers(stage) == {MARIA: 1, TOM: 1}
    assert stage.reads(MARIA)[-1].split("\n")[0] == stage.reads(TOM)[-1].split("\n")[0]
    bounces(stage, 2)
    assert readers(stage) == {MARIA: 1, TOM: 1}
    bounces(stage, 1)
    assert readers(stage, "has come back six times") == {MARIA: 1, TOM: 1}


@on_sqlite
def test_where_nobody_leads_who_has_it_the_cco_settles_whose_it_is(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    lead(stage, "Billing", None)
    bounces(stage)
    assert readers(stage) == {TOM: 1, OMAR: 1}
    said = next(text for text in stage.reads(OMAR) if BACK in text)
    assert "@tom and @omar: this goes to you" in said
    assert "[Another owner…]" in said
    stage.clicks(OMAR, "Another owner…", "T-1")
    stage.fills_in(OMAR, person=TOM, reason="it is their parcel")
    assert rows.state(stage, "T-1") == ("open", TOM)


@on_sqlite
def test_whoever_leads_by_then_reads_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    bounces(stage, 2)
    offers(stage)
    lead(stage, "Logistics", AISHA, TOM)
    returns(stage)
    stage.passes(hours=6)
    assert readers(stage) == {MARIA: 1, AISHA: 1}


@on_sqlite
def test_of_what_is_private_whoever_may_not_see_it_reads_nothing(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    stage.types(MARIA, "/cx private I-1")
    for _ in range(3):
        offers(stage, by=MARIA, ref="I-1")
        assert "I-1 is private." in stage.types(AISHA, "/cx take I-1")
        returns(stage, ref="I-1")
    assert readers(stage) == {MARIA: 1}
    assert "I-1 is private." in stage.types(TOM, "/cx I-1"), "it is offered to him no more"


# --- whoever left meanwhile ---


@on_sqlite
def test_what_a_leaver_offered_goes_back_to_who_has_it_now(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    offers(stage)
    leaves(stage, SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA, "accept": TOM}
    assert "It stays with @maria until you take it." in stage.reads(TOM)[-1]
    assert "It stays with @maria." in returns(stage)
    assert "@tom returned it to @maria: “not ours”" in "\n".join(
        happened(story(stage, MARIA, "T-1"))
    )
    assert "“not ours”. It is still with you." in stage.reads_all(MARIA)
    assert "did not reach @sara" not in stage.reads_all(MARIA)


@on_sqlite
def test_of_what_nobody_followed_in_the_cco_reads_why_it_came_back(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    offers(stage)
    lead(stage, "Billing", None)
    leaves(stage, SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": OMAR, "accept": TOM}
    returns(stage)
    assert "“not ours”" in stage.reads_all(OMAR)
    assert "did not reach" not in stage.reads_all(OMAR)


@on_sqlite
def test_what_was_offered_to_who_follows_the_leaver_is_theirs_and_asked_once(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    offers(stage, to="@maria")
    leaves(stage, SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}
    assert rows.offers(stage, "T-1") == [(MARIA, False)]
    assert "Nothing to answer here." in stage.reads_all(MARIA)
    assert "T-1 is not on offer any more." in returns(stage, by=MARIA)
    stage.types(MARIA, "/cx take T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", MARIA)


@on_sqlite
def test_what_was_offered_to_a_leaver_is_returned_by_who_follows_and_counted_on(
    stage: Stage,
) -> None:
    stage.types(OMAR, TASK)
    bounces(stage, 2)
    offers(stage)
    leaves(stage, TOM)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA, "accept": AISHA}
    returns(stage, by=AISHA)
    stage.passes(hours=6)
    assert readers(stage) == {MARIA: 1, AISHA: 1}
    assert rows.state(stage, "T-1") == ("open", SARA)
