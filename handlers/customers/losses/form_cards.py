"""The forms of a customer who left: who it is, what stood behind it, what they said on a call."""

from __future__ import annotations

from datetime import date

from slackblocks import Block

from handlers.customers.losses import LONGEST, WHO, words
from handlers.people import choices
from handlers.speech import blocks, inputs, leaving, reasons
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.losses import Loss, LossReason, Preventer

DAY, VALUE, SAID, STATED, TOLD_BY = "day", "value", "said", "stated", "told_by"
EXTENT, ALL, PART = "extent", "all", "part"
EXTENTS = {ALL: "All of it: they left", PART: "A part: they stay, and are smaller"}
CAUSE, BEHIND, EVIDENCE, PREVENTABLE = "cause", "behind", "evidence", "preventable"
LEARNED, PERSON = "learned", "person"
PREVENTERS = {
    Preventer.DEPARTMENT.value: "A department, which I choose below",
    Preventer.NOBODY.value: "Nobody",
    Preventer.NOT_KNOWN.value: "Not known",
}
ASKED_OF = {
    "why": "Who can say why they left?",
    "proof": "Who outside that department can look?",
    "call": "Which executive calls them?",
}


def record(
    known: Choices, today: date, *, value: str = "", said: str = "", on: date | None = None
) -> Json:
    """A customer left or is smaller. `known` are the customers, `value` is filled in."""
    parts = [
        inputs.row(choices.CUSTOMER, "Which customer?", known),
        inputs.choice(EXTENT, "All or part?", EXTENTS, value=ALL),
        *_told(on or today, value, said, None, ""),
    ]
    return blocks.form("Record a loss", words.SEND, *parts, submit="Record it")


def edit(loss: Loss) -> Json:
    """The same, filled in, of what was recorded."""
    value = "" if loss.value is None else str(loss.value)
    parts = _told(loss.left_on, value, loss.said, loss.stated, loss.told_by)
    return blocks.form(f"Change {loss.ref}", words.EDIT_SEND, *parts, value=loss.ref)


def _told(on: date, value: str, said: str, stated: str | None, told_by: str) -> list[Block]:
    return [
        inputs.date(DAY, "Since when?", value=on.isoformat()),
        inputs.text(
            VALUE, "What were they worth in a year?", value=value, most=60, optional=True,
            hint="480,000 or 480 k; of a part, by how much less a year. Leave it empty where "
            "nobody knows what they were worth.",
        ),
        inputs.text(
            SAID, "What did they say? In their words.", value=said, lines=True, most=LONGEST
        ),
        inputs.choice(STATED, "Which reason did they give?", leaving.choices(), value=stated),
        inputs.text(TOLD_BY, "Who told us?", value=told_by, most=WHO, optional=True),
    ]  # fmt: skip


def explain(loss: Loss, departments: Choices) -> Json:
    """What stood behind it, what shows that, and which department could have prevented it."""
    hints = " · ".join(
        f"{each.name}: {each.evidence}"
        for reason, each in leaving.REASONS.items()
        if reason in (LossReason.SERVICE_FAILED, LossReason.PRICE)
    )
    parts = [
        blocks.section(
            f"{blocks.safe(loss.title, 80)}. They said: “{blocks.safe(loss.said, words.SHORT)}”"
        ),
        inputs.choice(CAUSE, "What stood behind it?", leaving.choices(), value=loss.cause),
        inputs.text(
            BEHIND, "How was it? In your words.", value=loss.behind, lines=True, most=LONGEST,
            optional=True,
        ),
        inputs.text(
            EVIDENCE, "What shows it?", value=loss.evidence, lines=True, most=LONGEST, hint=hints,
        ),
        inputs.choice(
            PREVENTABLE, "Who could have prevented it? Never a person.", PREVENTERS,
            value=loss.preventable if loss.cause else Preventer.DEPARTMENT,
        ),
        inputs.row(choices.DEPARTMENT, "Which department?", departments, optional=True),
    ]  # fmt: skip
    return blocks.form(
        f"What is behind {loss.ref}", words.EXPLAIN_SEND, *parts, value=loss.ref, submit="Write it"
    )


def because(loss: Loss, title: str, verb: str, label: str) -> Json:
    """One reason, in words."""
    return blocks.form(title, verb, reasons.ask_for(label), value=loss.ref)


def spoke(loss: Loss, today: date) -> Json:
    """What somebody heard on a call, and when."""
    return blocks.form(
        "We spoke", words.SPOKE_SEND,
        inputs.text(LEARNED, "What did you hear?", value="", lines=True, most=LONGEST),
        inputs.date(DAY, "When did you speak?", value=today.isoformat()),
        value=loss.ref,
    )  # fmt: skip


def ask_them(loss: Loss, by: date) -> Json:
    """They are asked first: by which day."""
    return blocks.form(
        "I'll ask them", words.ASK_THEM_SEND,
        inputs.date(
            DAY, "By which day will you know?", value=by.isoformat(),
            hint="You write then what stood behind it. Until then nobody reminds you.",
        ),
        value=loss.ref,
    )  # fmt: skip


def pass_on(loss: Loss, kind: str) -> Json:
    """Somebody else answers it."""
    return blocks.form(
        "Somebody else", words.PASS_SEND,
        inputs.person(PERSON, ASKED_OF[kind]),
        value=f"{loss.ref}{blocks.SEPARATOR}{kind}",
    )  # fmt: skip


def give(loss: Loss) -> Json:
    """Which executive calls them."""
    return blocks.form(
        "Who calls them?", words.GIVE_SEND,
        inputs.person(PERSON, "Which executive calls them?"),
        value=loss.ref, submit="Ask them",
    )  # fmt: skip


def back(loss: Loss, today: date) -> Json:
    """They are back, or pay as before: since when."""
    title = "They pay as before" if loss.is_part else "They are back"
    since = inputs.date(DAY, "Since when?", value=today.isoformat())
    return blocks.form(title, words.BACK_SEND, since, value=loss.ref)
