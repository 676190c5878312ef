"""An issue closes step by step: corrected, told, prevented, verified, each by whoever can."""

from __future__ import annotations

import pytest

from handlers.chasing import policy as policies
from storage import customers, issues
from tests import rows
from tests.cast import BEN, GRACE, LEE, MARIA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_story import story

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def reported(stage: Stage, severity: int = 2, whom: str = " for Acme") -> None:
    """Grace says what happened; Maria, who leads Billing, takes it."""
    stage.types(GRACE, f"/cx issue Invoiced twice{whom} in Billing sev {severity}")
    stage.types(MARIA, "/cx take I-1")


def steps(stage: Stage) -> dict[str, bool]:
    """Which steps of the issue are done."""
    with stage.duly.database.read() as session:
        issue = issues.find(session, TEAM, 1)
        assert issue
        return {step.value: issue.done_at(step) is not None for step in issues.Step}


def state(stage: Stage) -> str:
    return rows.state(stage, "I-1")[0]


def test_a_serious_issue_of_a_key_account_closes_with_its_last_step(stage: Stage) -> None:
    reported(stage)
    told = stage.types(MARIA, "/cx done I-1")
    assert told.startswith("Corrected, ")
    assert (
        "It closes when the customer is told, it is known what keeps it from coming back and "
        "somebody has seen that it helped." in told
    )
    assert state(stage) == "corrected"
    assert rows.owed(stage, "I-1") == {"inform": GRACE, "prevent": MARIA, "verify": GRACE}

    told = stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    assert "It closes when it is known what keeps it from coming back and" in told
    assert rows.owed(stage, "I-1") == {"prevent": MARIA, "verify": GRACE}

    stage.types(
        MARIA, "/cx prevented I-1 dates are read from the contract because they were copied by hand"
    )
    told = stage.types(GRACE, "/cx verified I-1 They are glad")
    assert "That was the last step: it is closed." in told
    assert "@grace saw that it helped: “They are glad”\nThat was the last step" in (
        stage.reads_all(MARIA)
    )
    assert state(stage) == "done"
    assert rows.owed(stage, "I-1") == {}
    assert all(steps(stage).values())
    stage.types(SARA, "/cx I-1")
    story = stage.sees_form(SARA)
    assert "The credit comes on Friday" in story
    assert "they were copied by hand" in story


def test_the_card_shows_how_far_the_loop_has_come(stage: Stage) -> None:
    reported(stage)
    [card] = stage.channel("#billing")
    assert (
        "✓ acknowledged · *→ told by Tue 24 Nov* · → corrected by Mon 30 Nov · ○ prevented" in card
    )
    stage.types(MARIA, "/cx done I-1")
    stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    stage.settle()
    [card] = stage.channel("#billing")
    assert "✓ acknowledged · ✓ told · ✓ corrected · *→ prevented by " in card
    assert "[Prevented…] [Verified…] [Open…]" in card


def test_each_step_is_asked_for_until_somebody_answers(stage: Stage) -> None:
    reported(stage)
    stage.types(MARIA, "/cx done I-1")
    stage.passes(days=1)
    assert any("should hear from us" in said for said in stage.reads(GRACE))
    assert any("what keeps it from coming back?" in said for said in stage.reads(MARIA))
    stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    stage.passes(days=2)
    assert any("it helped Acme (key account)" in said for said in stage.reads(GRACE))
    stage.passes(days=16)
    assert any(
        "nobody has said since Mon 23 Nov what prevents it" in said for said in stage.reads(OMAR)
    )


@pytest.mark.parametrize(
    ("severity", "whom", "left"),
    [
        (1, " for Acme", {"inform", "prevent", "verify"}),
        (3, " for Acme", {"inform", "verify"}),
        (2, "", {"prevent", "verify"}),
        (3, " for Globex", {"inform"}),
        (3, "", set()),
    ],
)
@on_sqlite
def test_what_is_needed_goes_by_severity_tier_and_customer(
    stage: Stage, severity: int, whom: str, left: set[str]
) -> None:
    reported(stage, severity, whom)
    stage.types(MARIA, "/cx done I-1")
    assert set(rows.owed(stage, "I-1")) == left
    assert state(stage) == ("corrected" if left else "done")


@on_sqlite
def test_what_is_done_before_is_not_asked_for(stage: Stage) -> None:
    reported(stage)
    stage.types(GRACE, "/cx told I-1 We are on it")
    stage.types(MARIA, "/cx prevented I-1 read from the contract because copied by hand")
    stage.types(MARIA, "/cx done I-1")
    assert rows.owed(stage, "I-1") == {"verify": GRACE}


@on_sqlite
def test_the_wrong_step_is_refused_with_the_right_ones_named(stage: Stage) -> None:
    reported(stage)
    told = stage.types(GRACE, "/cx verified I-1")
    assert "I-1 is not corrected yet" in told
    assert "/cx done I-1" in told
    assert "/cx told I-1 what they heard" in stage.types(GRACE, "/cx told I-1")
    stage.types(MARIA, "/cx done I-1")
    told = stage.types(MARIA, "/cx done I-1")
    assert "I-1 is corrected already. It closes when the customer is told, it is known" in told
    assert state(stage) == "corrected"
    assert "That is for" in stage.types(TOM, "/cx prevented I-1 x because y")
    assert not steps(stage)["prevented"]
    for words in ("told T-1 x", "prevented T-1 x because y", "verified T-1"):
        stage.types(OMAR, "/cx task Call them to @sara") if words.startswith("told") else None
        assert "T-1" in stage.types(OMAR, f"/cx {words}")
    for words, missing in (("told I-1", "what they heard"), ("prevented I-1", "because …")):
        assert missing in stage.types(MARIA, f"/cx {words}")
    assert steps(stage) == {"told": False, "corrected": True, "prevented": False, "verified": False}


@on_sqlite
def test_where_it_did_not_help_the_loop_begins_where_it_failed(stage: Stage) -> None:
    reported(stage)
    stage.types(MARIA, "/cx prevented I-1 read from the contract because copied by hand")
    stage.types(MARIA, "/cx done I-1")
    stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    stage.passes(days=1)
    stage.clicks(GRACE, "Verified…", "I-1")
    assert "Please" in stage.fills_in(GRACE, helped="no") or state(stage) == "corrected"
    stage.fills_in(GRACE, helped="no", words="They got the old invoice again")
    assert state(stage) == "open"
    assert steps(stage) == {"told": False, "corrected": False, "prevented": True, "verified": False}
    assert set(rows.owed(stage, "I-1")) >= {"acknowledge"}


@on_sqlite
def test_the_cco_is_no_place_to_park_a_step(stage: Stage) -> None:
    stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx done I-1")
    assert rows.owed(stage, "I-1") == {"inform": MARIA, "prevent": MARIA, "verify": LEE}


@on_sqlite
def test_each_step_is_undone_by_whoever_did_it(stage: Stage) -> None:
    reported(stage)
    stage.types(MARIA, "/cx done I-1")
    stage.types(GRACE, "/cx told I-1 The credit comes on Friday")
    assert "the customer has not heard it" in stage.types(GRACE, "/cx undo")
    assert rows.owed(stage, "I-1") == {"inform": GRACE, "prevent": MARIA, "verify": GRACE}
    assert not steps(stage)["told"]


@on_sqlite
def test_a_workspace_says_itself_what_it_needs(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        policies.change_on_server(
            session, stage.now, TEAM,
            {"needs": {"told": {"key": 0}, "verified": {"key": 0}, "prevented": {"key": 1}}},
        )  # fmt: skip
    reported(stage)
    stage.types(MARIA, "/cx done I-1")
    assert state(stage) == "done"


@on_sqlite
def test_a_corrected_issue_is_kept_by_its_date_whatever_is_still_to_come(stage: Stage) -> None:
    reported(stage)
    stage.types(MARIA, "/cx done I-1")
    stage.types(BEN, "/cx follow I-1")
    stage.passes(days=1)
    listed = stage.types(SARA, "/cx list late in Billing")
    assert "I-1" not in listed


# --- what was called done comes back ---


@on_sqlite
def test_what_comes_back_by_the_customers_word_counts_as_opened_again(stage: Stage) -> None:
    for _ in range(3):
        stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Corner Café")
    for number in (1, 2, 3):
        stage.types(SARA, f"/cx done T-{number}")
    story(stage, OMAR)
    stage.clicks_in_form(OMAR, "Reopen…")
    stage.fills_in(OMAR, reason="The old mail went out", heard="Jana Weiss: “I got it twice”")
    assert "The customer: Jana Weiss: “I got it twice”" in story(stage, OMAR)
    stage.types(OMAR, "/cx reopen T-2 because a mistake of mine")
    stage.types(OMAR, "/cx undo T-2")
    assert [rows.state(stage, f"T-{each}")[0] for each in (1, 2)] == ["open", "done"]
    stage.types(OMAR, "/cx digest", channel="#executives")
    [digest] = stage.channel("#executives")
    said = "One thing was opened again within 30 days of being done; three were done this week."
    assert said in digest


@on_sqlite
def test_what_comes_back_after_more_than_thirty_days_is_a_new_experience(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Rewrite the refund mail to @sara by friday for Corner Café")
    stage.types(SARA, "/cx done T-1")
    stage.passes(days=31)
    stage.types(OMAR, "/cx reopen T-1 because the old mail went out")
    assert rows.state(stage, "T-1")[0] == "open"
    stage.types(OMAR, "/cx digest", channel="#executives")
    assert "opened again" not in "".join(stage.channel("#executives"))


@on_sqlite
def test_the_customer_hears_from_us_while_it_is_corrected(stage: Stage) -> None:
    """By the clock of first contact, which begins when somebody has taken it with a day."""
    stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 2")
    assert set(rows.owed(stage, "I-1")) == {"acknowledge"}
    stage.types(MARIA, "/cx take I-1")
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}
    stage.passes(days=1)
    assert any("should hear from us what happened and what happens now" in said
               for said in stage.reads(GRACE))  # fmt: skip
    stage.types(GRACE, "/cx told I-1 Maria is on it")
    assert rows.owed(stage, "I-1") == {"finish": MARIA}
    stage.types(MARIA, "/cx done I-1")
    assert rows.owed(stage, "I-1") == {"prevent": MARIA, "verify": GRACE}, "nobody is asked twice"


@on_sqlite
def test_the_account_lead_speaks_to_the_customer(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        acme = customers.named(session, TEAM, "Acme")
        assert acme
        acme.owner_id = LEE
        session.add(acme)
    reported(stage)
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": LEE}
    heard = stage.types(LEE, "/cx told I-1 The credit comes on Friday")
    assert "Noted what they have heard" in heard
    assert steps(stage)["told"]


@on_sqlite
def test_whoever_tells_is_asked_again_once_another_has_taken_it(stage: Stage) -> None:
    reported(stage)
    stage.types(MARIA, "/cx owner I-1 to @sara because she made the invoice")
    assert rows.owed(stage, "I-1") == {"acknowledge": SARA}
    stage.types(SARA, "/cx take I-1")
    assert rows.owed(stage, "I-1") == {"finish": SARA, "inform": GRACE}
    stage.types(SARA, "/cx handoff I-1 to Logistics because the depot sent it")
    stage.types(TOM, "/cx accept I-1")
    assert rows.owed(stage, "I-1") == {"finish": TOM, "inform": GRACE}
    stage.types(GRACE, "/cx told I-1 Tom is on it")
    stage.types(TOM, "/cx owner I-1 to @aisha because she knows them")
    stage.types(OMAR, "/cx take I-1")
    assert "inform" not in rows.owed(stage, "I-1")


@on_sqlite
def test_another_customer_has_heard_nothing_yet(stage: Stage) -> None:
    reported(stage)
    stage.types(GRACE, "/cx told I-1 Maria is on it")
    stage.types(MARIA, "/cx edit I-1 Invoiced twice in October")
    stage.fills_in(MARIA)
    stage.closes(MARIA)
    assert steps(stage)["told"], "another title is no other customer"
    stage.types(MARIA, "/cx edit I-1 for Globex")
    stage.fills_in(MARIA)
    stage.closes(MARIA)
    assert not steps(stage)["told"]
    assert rows.owed(stage, "I-1") == {"finish": MARIA, "inform": GRACE}
    stage.types(MARIA, "/cx undo I-1")
    assert steps(stage)["told"]
    assert rows.owed(stage, "I-1") == {"finish": MARIA}


@on_sqlite
def test_the_customer_of_a_joined_issue_hears_from_us_too(stage: Stage) -> None:
    reported(stage)
    stage.types(TOM, "/cx issue Charged twice for Globex in Billing sev 2")
    stage.types(TOM, "/cx merge I-2 with I-1")
    assert rows.owed(stage, "I-2") == {"inform": TOM}
    stage.types(TOM, "/cx told I-2 Billing corrects it by Friday")
    assert rows.owed(stage, "I-2") == {}
    stage.types(TOM, "/cx issue Charged three times for Globex in Billing sev 2")
    stage.types(TOM, "/cx withdraw I-3")
    assert "Nobody waits for your answer" in stage.types(TOM, "/cx told I-3 Nothing happens")


@on_sqlite
def test_what_was_taken_in_time_is_not_late_while_its_customer_has_not_heard(
    stage: Stage,
) -> None:
    said = stage.types(GRACE, "/cx issue Invoiced twice for Acme in Billing sev 3")
    assert "You tell Acme what happens now: I ask you as soon as somebody takes it." in said
    stage.types(MARIA, "/cx take I-1 by 18 dec")
    stage.passes(days=7)
    stage.types(SARA, "/cx digest now", channel="#billing")
    stage.passes(hours=1)
    digest = stage.channel("#billing")[-1]
    assert "; Acme waits for one." in digest
    assert "*Decide today* One answer is missing. Who gives it?" in digest
    assert "they have not heard from us since Mon 23 Nov" in digest
    assert "late" not in digest.replace("*Late*", "").replace("nothing is late", "")
    assert "no answer" not in digest


@on_sqlite
def test_whoever_does_not_tell_the_customer_is_not_told_so(stage: Stage) -> None:
    assert "You tell" not in stage.types(OMAR, "/cx issue Invoiced twice for Acme in Billing")
    assert "You tell" not in stage.types(GRACE, "/cx issue Door jammed in Billing sev 3")
