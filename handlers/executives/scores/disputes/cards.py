"""The forms in which a figure is disputed, corrected and kept."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.executives.scores.disputes import words
from handlers.executives.scores.rules import Measure
from handlers.speech import blocks, inputs, reasons
from handlers.speech.request import Json
from storage.disputes import Dispute
from storage.people import Person

SEND, CORRECT_SEND, KEEP_SEND = "score.dispute.send", "dispute.correct.send", "dispute.keep.send"
MEASURE, ITEM, COURSE = "measure", "item", "course"
NAME = 80
IN_PLACE = "{who}, or whoever stands in for them,"
CHOOSE = "Please choose one."


def form(heading: str, measures: Mapping[str, str], cco: Person | None, key: str) -> Json:
    """Which figure, what is wrong, and which thing; `heading` is plain."""
    who = blocks.safe(cco.name, NAME) if cco else "The CCO"
    if cco and cco.stand_in_id:
        who = IN_PLACE.format(who=who)
    return blocks.form(
        "Dispute a figure",
        SEND,
        blocks.section(f"*{blocks.safe(heading)}*"),
        inputs.choice(MEASURE, "Which figure?", measures),
        reasons.ask_for("What is wrong?"),
        inputs.text(
            ITEM, "Which item?", optional=True, most=40, placeholder="T-27",
            hint="Its number, if it is about one. “Where does this come from…” lists them.",
        ),
        blocks.context(f"{who} corrects it or says why it stays. You read the answer."),
        submit="Dispute it",
        value=key,
    )  # fmt: skip


def correct_form(dispute: Dispute, said: str, ref: str) -> Json:
    """What is right, of which thing, and why; `ref` is its number where the dispute names one.

    `said` is who disputes what, as markup.
    """
    measure = Measure(dispute.measure)
    which = [] if dispute.item_noun else [
        inputs.text(
            ITEM, "Which item?", most=40, placeholder="T-27",
            hint="A correction is always about one. “Where does this come from…” lists them.",
        )
    ]  # fmt: skip
    return blocks.form(
        "Correct it",
        CORRECT_SEND,
        blocks.section(_head(dispute, said)),
        *which,
        inputs.choice(COURSE, f"What is right of {ref}?" if ref else "What is right of it?",
                      words.courses(measure)),
        reasons.ask_for("Why?"),
        blocks.context(
            "What was frozen stays as it is: the correction is a record beside it. Who reads the "
            "scorecard reads your reason, unless they may not see the item."
        ),
        submit="Correct it",
        value=dispute.ref,
    )  # fmt: skip


def keep_form(dispute: Dispute, said: str) -> Json:
    """Why the figure stays."""
    return blocks.form(
        "Keep it",
        KEEP_SEND,
        blocks.section(_head(dispute, said)),
        reasons.ask_for("Because"),
        blocks.context("Whoever disputed it reads your reason."),
        submit="Keep it",
        value=dispute.ref,
    )


def _head(dispute: Dispute, said: str) -> str:
    return f"*{blocks.safe(dispute.title)}*\n{said}"
