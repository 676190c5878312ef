"""The form "Speak with the customer": a draft to copy, the six steps, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from slackblocks import Block

from handlers.people.choices import CUSTOMER
from handlers.promises import items
from handlers.promises.speaking import Draft
from handlers.promises.speaking.recovery import LABELS
from handlers.promises.speaking.rules import Gap
from handlers.promises.steps.cards import TOLD_SEND, WORDS, feels_now
from handlers.speech import blocks, evidence, inputs, long_texts, words
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.issues import Issue
from storage.items import Item

USAGE = "draft I-7"
SAID, LEFT_OUT, ANSWERED = "said", "left_out", "answered"
"""The inputs for the steps that were said, for those that were not, and for the answer."""
LONGEST = 2_000
"""Units of what they answered, and of what was left out."""
GAPS: Mapping[Gap, str] = {
    Gap.OWNER: "Give {ref} an owner and a day before you call.",
    Gap.DAY: "Nobody has given a day for {ref}: ask {owner} before you call.",
    Gap.PAST: "The day of {ref} has passed: ask {owner} for a new one before you call.",
    Gap.TITLE: "The title names a person or a department here: say it in the customer's words.",
    Gap.CAUSE: "Nobody has said why it happened: ask {owner} before you call.",
    Gap.OUR_CAUSE: "The cause names a person or a department here: say it without.",
    Gap.REASON: "The reason names a person or a department here: say it without.",
    Gap.INSTEAD: "Nobody has said what we can do instead: find out before you call.",
    Gap.REVIEW: "Somebody is still asked whether our no stands: call once it does.",
    Gap.NEEDED: "{ref} waits for them: say what we need. Its story says why it waits.",
    Gap.CUSTOMER: "Nobody has said which customer {ref} is about.",
}
"""What to give, or to mind, before calling."""
OWN_GAPS: Mapping[Gap, str] = {
    Gap.DAY: "You have given no day for {ref}: take it with one before you call.",
    Gap.PAST: "The day of {ref} has passed: give a new one before you call.",
    Gap.CAUSE: "You have not said why it happened: find out before you call.",
}
"""The same to whoever corrects it themselves."""
KEPT = (
    "All of it may be left empty. What you write stands in the story of {ref}; how many steps were "
    "ticked is nobody's score."
)
READ_ONLY = "Whoever is asked to speak with them writes down here what was said."


def form(found: Draft, now: datetime, customers: Choices) -> Json:
    """The draft, and where somebody may, what was said and answered."""
    item = found.item
    head = blocks.section("\n".join(filter(None, (f"*{items.named(item)}*", _whom(found, now)))))
    gaps = [blocks.section("\n".join(_gaps(found)))] if found.gaps else []
    if not found.may_record:
        parts = [head, *gaps, blocks.context(READ_ONLY)]
        view = blocks.form("Speak with the customer", "notice", *parts, submit=None)
        return _quoted(view, 1, found.text)
    asked = [inputs.tick(SAID, "What did you say?", LABELS)]
    if found.may_name and customers:
        asked.insert(0, inputs.row(CUSTOMER, "Which customer do you speak with?", customers,
                                   optional=True))  # fmt: skip
    view = blocks.form(
        "Speak with the customer",
        TOLD_SEND,
        head,
        *asked,
        *gaps,
        *_kept(item),
        blocks.context(KEPT.format(ref=item.ref)),
        submit="They know",
        value=item.ref,
    )
    return _quoted(view, 1 + len(asked), found.text)


def _kept(item: Item) -> list[Block]:
    return [
        *long_texts.ask_for(WORDS, "What have they heard from us?", "", optional=True),
        inputs.text(ANSWERED, "What did they answer?", lines=True, most=LONGEST, optional=True),
        inputs.text(LEFT_OUT, "What did you leave out, and why?", lines=True, most=LONGEST,
                    optional=True),
        feels_now(item),
        evidence.ask_for(),
    ]  # fmt: skip


def _whom(found: Draft, now: datetime) -> str:
    """“Acme felt let down on Mon 23 Nov”."""
    if found.customer is None:
        return ""
    name, felt = blocks.safe(found.customer.name, 80), ""
    if isinstance(found.item, Issue) and found.item.felt:
        day = words.day(found.item.created_at, found.item.due_zone, now)
        felt = f" felt {blocks.safe(found.item.felt, 40)} on {day}"
    return f"{name}{felt}"


def _gaps(found: Draft) -> Sequence[str]:
    """What is missing, each once; the owner by name, as nobody's phone rings for it."""
    owner = blocks.safe(found.owner, 80) or "its owner"
    sentences = {**GAPS, **OWN_GAPS} if found.is_own else GAPS
    said = [sentences[gap].format(ref=found.item.ref, owner=owner) for gap in found.gaps]
    return list(dict.fromkeys(said))


def _quoted(view: Json, at: int, text: str) -> Json:
    """A form with a text as a quote that can be copied; what stands in it is text alone."""
    lines: Json = {
        "type": "rich_text_quote", "elements": [{"type": "text", "text": text}],
    }  # fmt: skip
    quote: Json = {"type": "rich_text", "elements": [lines]}
    found = list(view["blocks"])
    return {**view, "blocks": [*found[:at], quote, *found[at:]]}
