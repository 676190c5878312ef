"""The forms in which somebody asks about a decision, or says what it means for customers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from slackblocks import Block

from handlers.executives.decisions import rules, topics, weighing
from handlers.executives.decisions.questions import ABOUT, Answers, Topic
from handlers.executives.decisions.rules import Input, Need
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.words import SIGNS, TELL_LABEL, TELL_TITLE
from handlers.people import choices
from handlers.people.tiers import GROUPS
from handlers.promises import items, traces
from handlers.promises.items import audience
from handlers.speech import blocks, inputs, reasons, words
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.audiences import Audience
from storage.decisions import Decision, Impact, ImpactAnswer
from storage.tasks import Task

DECISION = "decision"
NOT_KNOWN = "I don't know this person yet. Please choose somebody else."
WHOSE_LIST = "You belong to no department yet. Please choose on whose list it goes."
NO_DEPARTMENT = "{name} belongs to no department yet. Please choose somebody who does."
WHY = 1000
WHOM, UNREAD = "whom", "unread"
"""Beside the reason, where an answer comes in words: for whom it is so, and that not all is read.
"""
NOT_PLACED = (
    "I could not place all of your words. They stand below: please choose for whom it is so, or "
    "close this to answer something else."
)
LABEL = "Who may see it?"
AUDIENCES = {
    Audience.PRIVATE.value: "Only the executives, and who does what follows",
    Audience.DEPARTMENT.value: "The departments concerned, too",
}


def ask_form(
    value: Audience,
    day: str | None = None,
    why: str = "",
    decider: str | None = None,
    asked: Sequence[str] = (),
    outcomes: Choices = traces.NOTHING,
) -> Json:
    """What is about to be decided, its type, by when and why, and who may see it: `value`.

    `outcomes` are those that it may move.
    """
    return blocks.form(
        "Impact on customers",
        "decision.ask.send",
        inputs.text(
            DECISION,
            "What is about to be decided?",
            most=items.TITLE,
            placeholder="Raise the standard plan by 6 % in January",
            hint="Executives are asked what it means for customers.",
        ),
        topics.question(),
        inputs.date(
            Input.DAY,
            "By when is it decided?",
            value=day,
            optional=True,
            hint="If you leave this empty, the house rules say.",
        ),
        inputs.person(
            deciding_cards.DECIDER,
            "Who decides?",
            value=decider,
            optional=True,
            hint="An executive or the CCO. If you leave this empty, you do.",
        ),
        inputs.people(
            deciding_cards.ASKED,
            "Whom do we ask?",
            value=asked,
            optional=True,
            hint="Executives and the CCO. If you leave this empty, all of them.",
        ),
        inputs.text(
            reasons.FIELD, "Why?", value=why, lines=True, most=reasons.LONGEST, optional=True
        ),
        audience_question(
            value, "What follows from it is seen by the same people, unless an answer says more."
        ),
        *traces.question(outcomes),
        submit="Ask",
    )


def answer_form(
    decision: Decision,
    impact: Impact,
    why: str,
    kept: Mapping[str, Task],
    seen_by: Block,
    departments: Choices | None = None,
    before: ImpactAnswer | None = None,
    currency: str = "",
    *,
    is_unread: bool = False,
) -> Json:
    """Why, for whom, and who does what about it; `why` and `kept` are of an earlier answer.

    `is_unread` says that `why` has words that could not be placed.

    `seen_by` asks who may see the task, and `departments` are for whoever takes it on and belongs
    to none.
    """
    sign, wants = SIGNS[impact], rules.WANTS[impact]
    topic = rules.question_of(decision).topic
    opening = _opening(decision, topic, impact)
    parts = [blocks.section(f"{opening}\n{NOT_PLACED}" if is_unread else opening)]
    if wants.why:
        acts = wants.task is not Need.NO
        parts.append(inputs.text(Input.WHY, sign.why, value=why, lines=acts, most=WHY))
    known = before.tiers if before else []
    if wants.tiers is not Need.NO or known:
        parts.append(_tiers_input(wants.tiers, known))
    if impact in rules.CHANGES:
        cheap = rules.cheap_for(topic, impact)
        parts += weighing.asks(impact, before, cheap.words if cheap else "", currency)
    if wants.task is not Need.NO:
        parts += _task_inputs(decision, impact, kept)
        parts += [_department_input(departments)] if departments and impact not in kept else []
        parts += _tell_input(kept) if wants.tell else []
        parts += [seen_by] if rules.may_bring(impact) - kept.keys() else []
    value = f"{decision.ref}{blocks.SEPARATOR}{impact}"
    return blocks.form(sign.form, "decision.answer.send", *parts, value=value)


def missing(names: Collection[str], impact: Impact) -> dict[str, str]:
    """A sentence under each input that needs another look."""
    sign = SIGNS[impact]
    sentences = {
        Input.WHY: sign.why_missing,
        Input.TIERS: "Please choose at least one group.",
        Input.OWNER: sign.owner_missing,
        Input.TASK: f"Please say in one line what will be done, in {items.TITLE} characters.",
        Input.DAY: "Please choose a day.",
    }
    return {name: sentences[Input(name)] for name in names}


def tell_title(decision: Decision) -> str:
    """The task that lets customers hear it from us."""
    return _titled(TELL_TITLE, decision)


def _opening(decision: Decision, topic: Topic, impact: Impact) -> str:
    lines = [f"*{decision.ref} {blocks.safe(decision.title, items.TITLE)}*"]
    if impact in (Impact.NONE, Impact.NOBODY):
        lines.append("One short reason is enough.")
    if impact == Impact.UNKNOWN:
        lines.append("Not knowing is an answer, when somebody finds out by a day.")
    hint = rules.hint_for(topic, impact)
    return "\n".join([*lines, hint.words] if hint else lines)


def _tiers_input(need: Need, known: Sequence[str]) -> Block:
    groups = {str(tier): words.capital(label) for tier, label in GROUPS.items()}
    return inputs.choices(
        Input.TIERS, "For whom?", groups, optional=need is not Need.MUST,
        values=list(known),
    )  # fmt: skip


def _department_input(departments: Choices) -> Block:
    return inputs.row(
        choices.DEPARTMENT, "On which department's list does it go?", departments,
        hint="You belong to no department yet.",
    )  # fmt: skip


def _tell_input(kept: Mapping[str, Task]) -> list[Block]:
    if rules.TELL in kept:
        return []
    return [inputs.tick(Input.TELL, "Tell customers", {rules.TELL: TELL_LABEL})]


def _task_inputs(decision: Decision, impact: Impact, kept: Mapping[str, Task]) -> list[Block]:
    sign, wants, task = SIGNS[impact], rules.WANTS[impact], kept.get(impact)
    if task is not None:
        line = f"{task.ref} {blocks.safe(task.title, 150)}"
        return [blocks.section(f"{line} stays with {blocks.person(task.owner_id)}.")]
    # Where it gets worse, somebody may accept that instead.
    optional = wants.task is not Need.MUST or impact is Impact.WORSE
    owner = [] if wants.is_own else [inputs.person(Input.OWNER, sign.owner, optional=optional)]
    return [
        *owner,
        inputs.text(
            Input.TASK,
            sign.do,
            value=_titled(sign.task, decision),
            most=items.TITLE,
            optional=optional,
        ),
        inputs.date(Input.DAY, "By when?", optional=optional),
    ]


def _titled(pattern: str, decision: Decision) -> str:
    asked = rules.question_of(decision)
    subject = decision.title
    if decision.is_prompt and asked.answers is Answers.CHANGE:
        subject = ABOUT[asked.topic]
    return blocks.clip(pattern.format(subject=subject), items.TITLE)


def audience_question(value: Audience, hint: str = "") -> Block:
    """The input that asks who may see a decision; `value` is chosen already."""
    return inputs.choice(audience.FIELD, LABEL, AUDIENCES, value=value, hint=hint)
