"""What Duly says when a step of an issue's loop is done, and the forms in which people say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from slackblocks import Block, Button

from handlers.promises import items, traces
from handlers.promises.causes import NOTHING, CauseSaid
from handlers.promises.causes import cards as cause_cards
from handlers.promises.items.happened import ASKED_TO
from handlers.promises.items.to_come import still
from handlers.promises.items.words import HEARD, open_story
from handlers.promises.recurring.words import open_again
from handlers.promises.steps import Felt, StepDone, words
from handlers.promises.steps.calling import CallToday
from handlers.promises.steps.somebody_else import AskedInstead
from handlers.speech import blocks, evidence, feelings, inputs, long_texts, reasons
from handlers.speech.blocks import Choices, Shown
from handlers.speech.promise_errors import NearCause
from handlers.speech.request import Json
from handlers.speech.words import quote
from storage.issues import Issue, Step
from storage.items import Item, State

TOLD_SEND, PREVENTED_SEND, VERIFIED_SEND, FEELING_SEND, OTHER_SEND = (
    "step.told.send", "step.prevented.send", "step.verified.send", "feeling.send",
    "step.other.send",
)  # fmt: skip
PERSON = "person"
"""The input that asks who does it."""
EXAMPLE = "I-7"
TOLD_USAGE = f"told {EXAMPLE} what they heard"
PREVENTED_USAGE = f"prevented {EXAMPLE} what keeps it from coming back because …"
VERIFIED_USAGE = f"verified {EXAMPLE}"
HELD_USAGE = f"held {EXAMPLE}"
FEELING_USAGE = f"feeling {EXAMPLE} let down"
WORDS = ("words", "words2", "words3", "words4")
"""The inputs for what is said: one, and more where a message does not fit into it."""
FELT = "felt"
FEELS = "feels"
"""The input that asks how the customer feels by now."""
IS_IT, ANOTHER = "is_it", "another"
"""The input that asks whether it is a cause that is like it, and the answer that it is not."""
TASK_OWNER, TASK_DAY, TASK = "task_owner", "task_day", "prevention"
"""The inputs for who is still to do what keeps it from coming back, and by when, and for which task
is there for that already."""
HELPED, YES, NO = "helped", "yes", "no"
"""The input that asks whether it helped, and its answers."""
DONE = {
    Step.TOLD: "Noted what they have heard",
    Step.CORRECTED: "Corrected",
    Step.PREVENTED: "Noted what keeps it from coming back",
    Step.VERIFIED: "Noted that it helped",
}


def done(found: StepDone) -> str:
    """A step is done, and what closes the issue."""
    feels = f" They feel {found.feels} now." if found.feels else ""
    said = f"{DONE[found.step]}: {items.named(found.item)}.{feels}"
    said += f"{_is_to_prevent(found.chosen)}{open_again(found.again)}"
    if found.item.state == State.DONE:
        return f"{said} That was the last step: it is closed."
    return f"{said} {closes_when(found.left)}".strip()


def _is_to_prevent(task: Item | None) -> str:
    """Which task is to keep it from coming back, as one more sentence; empty for none."""
    return f" {task.ref} is opened again where it comes back." if task else ""


def closes_when(left: Sequence[Step]) -> str:
    """What closes an issue: “It closes when the customer is told and …”."""
    return f"It closes when {still(left)}." if left else ""


def held(item: Item) -> str:
    """What was to prevent it held so far."""
    return f"Noted that it held: {items.named(item)}."


NO_TASKS = Choices({})


@dataclass(frozen=True)
class PreventedForm:
    """What the form of a prevention shows: what stood in it before, and what there is to choose.

    `known` is the cause that was chosen, as number and words, and `near` one that is like what was
    written. `owner` (a Slack id) is still to do it by `day` (ISO); `tasks` are
    those of its open tasks that could be there for it.
    """

    departments: Choices
    known: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    said: str = ""
    link: str = ""
    more: CauseSaid = NOTHING
    near: NearCause | None = None
    owner: str | None = None
    day: str | None = None
    tasks: Choices = NO_TASKS
    outcomes: Choices = traces.NOTHING
    """What that may move for customers."""


def prevented_form(item: Item, shown: PreventedForm) -> Json:
    """Why it happened, and what keeps it from coming back."""
    chosen = Choices(shown.known, next(iter(shown.known), None), is_searched=True)
    return blocks.form(
        "Prevented",
        PREVENTED_SEND,
        blocks.section(f"*{items.named(item)}*"),
        *_is_it(shown.near),
        reasons.ask_for("Why did it happen?", shown.why, optional=True),
        inputs.row(cause_cards.CAUSE, "Or is it a cause that is known?", chosen, optional=True),
        *long_texts.ask_for(WORDS, "What keeps it from coming back?", shown.said, optional=False),
        evidence.ask_for(shown.link),
        inputs.person(TASK_OWNER, "If it is still to be done: who does it?", value=shown.owner,
                      hint="They are asked with a task, which is opened again if it comes back.",
                      optional=True),
        inputs.date(TASK_DAY, "And by when?", value=shown.day, optional=True),
        *traces.question(shown.outcomes),
        *_which_task(shown.tasks),
        *cause_cards.more(shown.more, shown.departments),
        blocks.context("It stands in the story as you write it."),
        submit="Keep it",
        value=item.ref,
    )  # fmt: skip


def _which_task(offered: Choices) -> list[Block]:
    """Which open task of it is there for that already; nothing where it has none."""
    if not offered:
        return []
    return [inputs.row(TASK, "Or is there a task for it already?", offered, optional=True)]


def _is_it(near: NearCause | None) -> list[Block]:
    """Whether it is the cause that is like what was written."""
    if near is None:
        return []
    ref, known = near.facts["ref"], near.facts["words"]
    said = f"There is one like it, *{ref}*: {quote(blocks.safe(known))}"
    answers = {ref: "It is that one", ANOTHER: "It is another"}
    return [blocks.section(said), inputs.choice(IS_IT, "Is it that one?", answers, value=ref)]


def feels_now(item: Item) -> Block:
    """How the customer feels by now, as far as somebody knows."""
    known = item.feels if isinstance(item, Issue) else None
    return inputs.choice(
        FEELS, "How do they feel now?", feelings.LABELS, value=known or feelings.UNKNOWN
    )


def felt(found: Felt) -> str:
    """How they felt, or feel by now."""
    named = items.named(found.issue)
    if found.feeling is None:
        unknown = "feel now" if found.is_now else "felt at first"
        return f"Noted: how they {unknown} is not known, about {named}."
    when = f"feel {found.feeling} now" if found.is_now else f"felt {found.feeling}"
    return f"Noted: they {when}, about {named}."


def feeling_form(item: Issue) -> Json:
    """How the customer felt when it was reported, and how they feel by now."""
    known = item.felt or feelings.UNKNOWN
    return blocks.form(
        "How they feel",
        FEELING_SEND,
        blocks.section(f"*{items.named(item)}*"),
        inputs.choice(FELT, "How did they feel at first?", feelings.LABELS, value=known),
        feels_now(item),
        submit="Keep it",
        value=item.ref,
    )


def verified_form(item: Item, said: str = "") -> Json:
    """Whether it helped the customer, and what they say."""
    return blocks.form(
        "Verified",
        VERIFIED_SEND,
        blocks.section(f"*{items.named(item)}*"),
        inputs.choice(HELPED, "Did it help them?", {YES: "Yes", NO: "No, open it again"}),
        *long_texts.ask_for(
            WORDS, "What do they say?", said, hint="Needed where it did not help."
        ),
        evidence.ask_for(),
        feels_now(item),
        submit="Send",
        value=item.ref,
    )  # fmt: skip


def asked_instead(found: AskedInstead) -> str:
    """Who is asked from now on, and for what."""
    who, what = blocks.person(found.person.user_id), ASKED_TO[found.kind]
    return f"{who} is asked to {what}: {items.named(found.item)}."


def calls_today(found: CallToday, undo: Button | None) -> Shown:
    """“Noted: you call *Globex* today.”, and the ways to what comes of it, and back."""
    whom = blocks.safe(found.customer.name, 80) if found.customer else "them"
    text = f"Noted: you call *{whom}* today. Once you have spoken, keep what they have heard."
    spoke = blocks.button(words.WE_SPOKE, HEARD, found.item.ref, "primary")
    row = blocks.actions(spoke, *([undo] if undo else []), open_story(found.item.ref))
    return Shown(text, blocks.message(blocks.section(text), row))


def no_call_form(item: Item) -> Json:
    """Why somebody does not call."""
    return blocks.form(
        "No call from me",
        words.CALLS_NOT_SEND,
        blocks.section(f"*{items.named(item)}*"),
        reasons.ask_for("Why do you not call them?"),
        blocks.context(
            "They still wait. Whoever sponsors the account is asked next, else who leads the "
            "department, else the CCO; they read your reason. The day stays."
        ),
        submit="Ask the next one",
        value=item.ref,
    )


def other_form(item: Item, kind: str, value: str) -> Json:
    """Who does it instead, and why if somebody says so; `value` is what its button carried."""
    return blocks.form(
        "Somebody else",
        OTHER_SEND,
        blocks.section(f"*{items.named(item)}*: {ASKED_TO[kind]}."),
        inputs.person(PERSON, "Who does it?"),
        reasons.ask_for("Why?", optional=True),
        blocks.context("They read of it in their next message. The day by which it is due stays."),
        submit="Ask them",
        value=value,
    )
