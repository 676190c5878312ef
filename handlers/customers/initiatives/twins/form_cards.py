"""The forms of two initiatives that look alike: what one of them would be, or why they differ."""

from __future__ import annotations

from handlers.customers.initiatives.twins import words
from handlers.customers.initiatives.twins.alike import TwinPair
from handlers.promises.items import TITLE
from handlers.speech import blocks, inputs, reasons
from handlers.speech.request import Json
from storage.twins import Twin

POOLED, OWNER, DECIDER, DAY = "pooled", "owner", "decider", "day"
FIRST = (
    "Whoever answers for the other is asked, too. Once both of you agree, the executives read it "
    "as a decision. Nothing is stopped until they decide."
)
SECOND = "The executives read it as a decision. Nothing is stopped until they decide."


def same(pair: TwinPair, day: str) -> Json:
    """What one of them would look like, who could own it, who decides, by when."""
    twin = pair.twin
    decide_on = twin.decide_on.isoformat() if twin.decide_on else day
    return blocks.form(
        "Same thing", words.SAME_SEND,
        blocks.section(words.look_alike(pair)),
        inputs.text(
            POOLED, "What would one of them look like?", value=twin.pooled, most=TITLE,
            hint="Such as: one welcome for new customers",
        ),
        inputs.person(OWNER, "Who could own it?", value=twin.pooled_owner_id),
        inputs.person(
            DECIDER, "Who decides?", value=twin.decider_id, hint="An executive or the CCO."
        ),
        inputs.date(DAY, "By when?", value=decide_on),
        blocks.context(SECOND if twin.same_by else FIRST),
        value=twin.ref,
        submit="Propose it",
    )  # fmt: skip


def differ(twin: Twin) -> Json:
    """Why they are different."""
    return blocks.form(
        "Different", words.DIFFER_SEND,
        reasons.ask_for("What makes them different?"),
        value=twin.ref,
    )  # fmt: skip
