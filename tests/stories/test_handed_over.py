"""Whoever is offered something reads what was tried, what the customer was told, what is needed."""

from __future__ import annotations

import pytest

from tests import rows
from tests.cast import GRACE, LEE, MARIA, OMAR, SARA, TOM, WEI
from tests.stage import Stage
from tests.stories.test_story import happened, story

ISSUE = "/cx issue The second parcel is lost for Acme in Billing sev 3"
TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
REASON, TRIED = "It is their van", "A second label, and a call to the depot"
TOLD, NEEDS = "They get it on Friday", "The proof of delivery"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def facts(stage: Stage, ref: str) -> dict[str, object]:
    """What history keeps of the newest offer, beside to whom it was made."""
    said = rows.events(stage, ref, "offered")[-1].details
    return {name: said[name] for name in ("tried", "told", "needs") if name in said}


def hint(stage: Stage) -> str:
    """What stands under “What was the customer told?” in the form that Maria has open."""
    view = stage.workspace.view(MARIA)
    assert view is not None
    field = next(block for block in view.blocks if block.get("block_id") == "told")
    return str(field.get("hint", {}).get("text", ""))


def hands_over(stage: Stage) -> str:
    """Maria opens the form that offers an issue; what stands under that field."""
    story(stage, MARIA, "I-1")
    stage.clicks_in_form(MARIA, "Hand over…")
    return hint(stage)


def offers(stage: Stage, ref: str, **more: str) -> str:
    """Maria fills in the form that offers an issue to Logistics; what the form says then."""
    story(stage, MARIA, ref)
    stage.clicks_in_form(MARIA, "Hand over…")
    return stage.fills_in(MARIA, department="Logistics", reason=REASON, **more)


def test_an_offer_brings_what_was_tried_told_and_is_needed(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    story(stage, MARIA, "I-1")
    form = stage.clicks_in_form(MARIA, "Hand over…")
    for label in ("What was tried?", "What was the customer told?", "What is needed?"):
        assert label in form
    assert hint(stage) == "", "nobody has told them anything"
    offers(stage, "I-1", tried=TRIED, told=TOLD, needs=NEEDS)
    assert facts(stage, "I-1") == {"tried": TRIED, "told": TOLD, "needs": NEEDS}
    card = stage.reads(TOM)[-1]
    for said in (f"Tried: “{TRIED}”", f"The customer was told: “{TOLD}”", f"Needed: “{NEEDS}”"):
        assert said in card
    stage.passes(days=2)
    assert f"Needed: “{NEEDS}” It has been on offer to you since" in stage.reads_all(TOM)
    stage.types(TOM, "/cx take I-1")
    assert rows.state(stage, "I-1") == ("acknowledged", TOM)
    told = "\n".join(happened(story(stage, TOM, "I-1")))
    assert "@maria offered it to @tom" in told
    for said in (f"Tried: {TRIED}", f"The customer was told: {TOLD}", f"Needed: {NEEDS}"):
        assert said in told


@on_sqlite
@pytest.mark.parametrize(
    ("typed", "reason", "found"),
    [
        ("it is theirs, tried a second label, told them that it comes on Friday, needs a proof",
         "it is theirs",
         {"tried": "a second label", "told": "it comes on Friday", "needs": "a proof"}),
        ("it is theirs; needs a proof, and told the customer Friday", "it is theirs",
         {"needs": "a proof", "told": "Friday"}),
        ("we tried all, and they know it", "we tried all, and they know it", {}),
        ("it is theirs, needed: a van, and a driver", "it is theirs",
         {"needs": "a van, and a driver"}),
        ("it is theirs, told Acme that it comes", "it is theirs", {"told": "it comes"}),
        ("it is theirs, told Globex it comes", "it is theirs", {"told": "Globex it comes"}),
        ("it is theirs, told them", "it is theirs", {"told": "them"}),
        ("they called, told us it is theirs", "they called, told us it is theirs", {}),
        ("it is theirs, tried", "it is theirs, tried", {}),
        ("“it broke, tried twice”", "it broke, tried twice", {}),
        ("it is theirs, tried one, tried two", "it is theirs", {"tried": "one, tried two"}),
    ],
)  # fmt: skip
def test_the_same_is_typed_behind_the_reason(
    stage: Stage, typed: str, reason: str, found: dict[str, str]
) -> None:
    stage.types(OMAR, TASK)
    answer = stage.types(SARA, f"/cx handoff T-1 to Logistics because {typed}")
    assert "Offered T-1 Rewrite the refund mail to @tom" in answer
    assert facts(stage, "T-1") == found
    assert rows.events(stage, "T-1", "offered")[-1].details["reason"] == reason


@on_sqlite
def test_without_a_reason_nothing_is_offered(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    answer = stage.types(SARA, "/cx handoff T-1 to Logistics because …, tried a second label")
    assert "because …" in answer
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}


@on_sqlite
def test_the_form_shows_what_the_customer_last_heard_from_us(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    stage.types(MARIA, "/cx told I-1 The van is *found* <!channel>")
    assert hands_over(stage) == "On Mon 23 Nov they were told: “The van is *found* <!channel>”"
    stage.closes(MARIA)
    stage.types(MARIA, "/cx undo I-1")
    assert hands_over(stage) == ""
    stage.closes(MARIA)
    stage.types(MARIA, "/cx told I-1 The van is found")
    assert "“The van is found”" in hands_over(stage)


@on_sqlite
def test_what_another_customer_heard_stands_not_under_the_field(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    stage.types(MARIA, "/cx told I-1 The van is found")
    acme = rows.item(stage, "I-1").customer_id
    stage.types(MARIA, "/cx edit I-1 The third parcel is lost")
    stage.fills_in(MARIA)
    assert "“The van is found”" in hands_over(stage), "another title changes nothing of it"
    stage.closes(MARIA)
    stage.types(MARIA, "/cx edit I-1 for Globex because it is theirs")
    stage.fills_in(MARIA)
    assert rows.item(stage, "I-1").customer_id not in (None, acme)
    assert hands_over(stage) == "", "nothing was told to them"
    stage.closes(MARIA)
    stage.types(MARIA, "/cx undo I-1")
    assert rows.item(stage, "I-1").customer_id == acme
    assert "“The van is found”" in hands_over(stage), (
        "it is theirs again, and so is what they heard"
    )


@on_sqlite
def test_long_and_strange_words_lose_nothing_and_call_nobody(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    stage.types(WEI, "/cx note I-1 seen")
    long = "<!channel> & *bold* " + "\u202edrow " * 300
    assert "at most 1000" in offers(stage, "I-1", tried="x" * 10_001), "the form stays, with why"
    assert "offered" not in [verb for _, verb in rows.happened(stage, "I-1")]
    stage.closes(MARIA)
    offers(stage, "I-1", tried=long[:1000], told=" … ", needs="\u200b")
    kept = facts(stage, "I-1")
    assert set(kept) == {"tried"}, "signs alone say nothing"
    sent = stage.workspace.direct_messages(TOM)[-1]
    assert "<!channel>" not in str(sent.blocks)
    assert stage.reads(TOM)[-1].count("Needed:") == 0
    stage.types(TOM, "/cx return I-1 because not ours")
    offers(stage, "I-1")
    assert facts(stage, "I-1") == {}
    assert "Tried:" not in stage.reads(TOM)[-1], "an earlier offer is another one"


@on_sqlite
def test_what_is_said_of_something_private_is_read_by_whom_it_is_offered_to_alone(
    stage: Stage,
) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx ack I-1 by friday")
    stage.types(MARIA, "/cx private I-1")
    offers(stage, "I-1", tried="the secret door", needs="the secret key")
    assert "the secret key" in stage.reads_all(TOM)
    stage.passes(days=4)
    for other in (WEI, LEE):
        assert "secret" not in stage.reads_all(other)
    for name in ("#billing", "#logistics"):
        assert not any("secret" in said for said in stage.channel(name))
