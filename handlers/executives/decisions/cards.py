"""What people see of a decision: the executives' card, the forms for answers, and short replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slackblocks import Block

from handlers.executives.decisions import answer_cards, rules, topics
from handlers.executives.decisions.forecasts import cards as forecast_cards
from handlers.executives.decisions.questions import ABOUT, Answers
from handlers.executives.decisions.rulings import again_cards
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.view import DecisionView
from handlers.executives.decisions.weighing import Confidence
from handlers.executives.decisions.words import SIGNS
from handlers.promises import items
from handlers.promises.items import audience
from handlers.promises.items.audience import Readers
from handlers.promises.items.words import open_story
from handlers.speech import blocks, words
from handlers.speech.lengths import units
from storage.audiences import Audience
from storage.decisions import Decision, DecisionState, Impact, ImpactAnswer
from storage.people import Person

ASKED = "asked"
"""The verb by which a question is undone that was put by mistake."""

PEOPLE_NAMED = 5

WHY_SHOWN = 300
SURE: Mapping[str | None, str] = {
    Confidence.SURE: "You are sure.",
    Confidence.FAIRLY: "You are fairly sure.",
    Confidence.GUESS: "It is a guess.",
}
ONLY_HERE = "only this channel sees it"
ONLY_THEY = "private: the executives"
REASON = " Your reason stands with it: {why}"
TWIN = " {ref} asks the same, and waits for an answer."
NOW_SEEN = {
    Audience.PRIVATE: "{ref}: only the executives see it now, and who does what follows.",
    Audience.DEPARTMENT: "{ref}: everybody here may see it now.",
}
SEEN = {
    Audience.PRIVATE: "Only the executives see it, and who does what follows.",
    Audience.DEPARTMENT: "Everybody here may see it.",
}


# --- the card in the executives' channel ---


def card(view: DecisionView) -> blocks.Shown:
    """A decision, its question, what was said so far and what follows from it."""
    decision = view.decision
    said = summary([answer.impact for answer in view.answers])
    parts = [
        blocks.header(decision.title),
        blocks.context(state(view)),
        *_whole_title(decision),
        *([blocks.section(f"“{blocks.safe(view.why, WHY_SHOWN)}”")] if view.why else []),
        *(blocks.section(each) for each in ruled(view)),
        *_question(decision),
        *([blocks.section(f"*{said}.*")] if said else []),
        *answer_cards.answers(view),
        buttons(decision),
    ]
    asking = f"{decision.ref} {blocks.safe(decision.title)}"
    text = asking if decision.is_prompt else f"{asking}: {question(decision)}"
    if said:
        text = f"{asking}: {said[0].lower()}{said[1:]}."
    return blocks.Shown(text, blocks.message(*parts))


def ruled(view: DecisionView) -> list[str]:
    """What it moves, and what was decided or that it is open again, as paragraphs of markup."""
    return [
        *_moves(view),
        *deciding_cards.ruling_lines(view.decision, view.answers, view.acceptors),
        *again_cards.lines(view.again, view.zone, view.now),
        *forecast_cards.lines(view.decision, view.zone, view.now),
    ]


def _moves(view: DecisionView) -> list[str]:
    """“It moves O-2 An invoice is right the first time.”, where somebody said so."""
    moved = view.outcome
    return [f"It moves *{moved.ref}* {blocks.safe(moved.title, 150)}."] if moved else []


def taken_back(decision: Decision, by: str = "", why: str = "") -> blocks.Shown:
    """Where a card stood of what is not asked any more; `by` took it back, with a reason or not."""
    who = by or decision.asked_by
    name = blocks.person(who) if who else "Duly"
    because = f" “{blocks.safe(why, WHY_SHOWN)}”" if why else ""
    line = f"{items.named(decision)}: {name} took the question back. Nothing is asked of you."
    line += because
    return blocks.Shown(line, blocks.message(blocks.context(line)))


def needless(decision: Decision, why: str) -> blocks.Shown:
    """The same where something else has answered it meanwhile, as `why` says."""
    line = f"{items.named(decision)} is not asked any more: {blocks.safe(why, WHY_SHOWN)}"
    return blocks.Shown(line, blocks.message(blocks.context(line)))


def undone(decision: Decision, verb: str, *, waits: bool) -> str:
    """How it stands again; `waits` says that it waits for the answer of whoever undid theirs."""
    named = items.named(decision)
    if verb in deciding_cards.UNDOABLE:
        return deciding_cards.undone(decision)
    if verb in (forecast_cards.LOOKED_BACK, forecast_cards.PUT_OFF):
        return forecast_cards.undone(decision)
    if verb == topics.RETYPED:
        return f"Undone. {topics.is_now(decision)}"
    if verb == ASKED:
        return f"Undone. {named} is not asked any more."
    if waits:
        return f"Undone. {named} waits for your answer again."
    return f"Undone. Your answer to {named} is as it was before."


def summary(impacts: Sequence[str]) -> str:
    """“Two say worse, one doesn't know yet”; empty before the first answer."""
    parts = [
        f"{words.number(count)} {SIGNS[impact].one if count == 1 else SIGNS[impact].many}"
        for impact, count in rules.counts(impacts)
    ]
    line = ", ".join(parts)
    return line[:1].upper() + line[1:]


def state(view: DecisionView, private: str = ONLY_HERE) -> str:
    """The small line: number, who asks, how many have answered, and by when."""
    decision, answered = view.decision, len(view.answers)
    who = f"{blocks.person(decision.asked_by)} asks"
    if decision.is_prompt:
        who = f"a question about {ABOUT[rules.question_of(decision).topic]}"
    how_many = f"{answered} of {view.asked} answered" if answered else "nobody has answered yet"
    sort = [] if decision.is_prompt else [topics.NAMES[rules.topic_for(decision)]]
    parts = [decision.ref, *sort, who, how_many]
    if decision.state == DecisionState.DECIDED and decision.decided_at:
        day = words.day(decision.decided_at, view.zone, view.now)
        parts = [decision.ref, *sort, f"decided {day} by {blocks.safe(view.decider, 80)}"]
    elif not decision.is_prompt:
        day = words.day(decision.due_at, view.due_zone, view.now)
        is_late = ", which is past" if decision.due_at < view.now else ""
        parts.append(f"{blocks.safe(view.decider, 80)} decides by {day}{is_late}")
    if decision.is_private:
        parts.append(private)
    return " · ".join(parts)


def _whole_title(decision: Decision) -> list[Block]:
    """The decision in full where the headline had to cut it."""
    if units(decision.title) <= blocks.HEADER:
        return []
    return [blocks.section(blocks.safe(decision.title, items.TITLE))]


def _question(decision: Decision) -> list[Block]:
    """What it asks, until it is decided; beside somebody's decision the menu says its type."""
    if not question(decision) or decision.state == DecisionState.DECIDED:
        return []
    menu = None if decision.is_prompt else topics.menu(decision)
    return [blocks.section(question(decision), menu)]


def question(decision: Decision) -> str:
    """What its card asks; empty where its headline has asked all of it."""
    asked = rules.question_of(decision)
    if not decision.is_prompt:
        return asked.words
    if asked.answers is not Answers.CHANGE:
        return ""
    return f"Think of {ABOUT[asked.topic]}: is what comes better or worse for customers?"


def buttons(decision: Decision) -> Block:
    """The answers, and how it ends; of what is decided its story alone."""
    more = blocks.menu(deciding_cards.ways(decision))
    if decision.state == DecisionState.DECIDED:
        return blocks.actions(open_story(decision.ref))
    return blocks.actions(
        *(
            blocks.button(SIGNS[impact].button, f"decision.{impact}", decision.ref)
            for impact in rules.offered_for(decision)
        ),
        *([] if decision.is_prompt else [more]),
    )


# --- short replies ---


def kept(decision: Decision, answer: ImpactAnswer) -> str:
    """An answer that a click, or words, gave whole is kept; what was understood is shown back."""
    said = SIGNS[Impact(answer.impact)].form
    line = f"Kept for {items.named(decision)}: {said[0].lower()}{said[1:]}."
    whom = answer_cards.for_whom(answer)
    if whom:
        line += f" For {whom}."
    return f"{line} {SURE[answer.confidence]}" if answer.confidence in SURE else line


def seen_now(decision: Decision) -> str:
    """Who may see it from now on."""
    return NOW_SEEN[Audience(decision.audience)].format(ref=decision.ref)


def seen_by(decision: Decision, readers: Readers | None, myself: str) -> str:
    """Who may see a decision now, to the one who let somebody in."""
    return f"{items.named(decision)}.{audience.only(readers, myself)}"


def asked(
    decision: Decision,
    to: Sequence[Person],
    zone: str,
    *,
    posted: bool,
    twin: Decision | None,
    why: str = "",
) -> str:
    """Where the question is now, who answers by when, and who may see it.

    `posted` says that its card stands in the executives' channel; `twin` asks the same.
    """
    same = TWIN.format(ref=twin.ref) if twin else ""
    start = f"Asked: {decision.ref} {blocks.safe(decision.title, 150)}, "
    where = f"in {blocks.channel(decision.channel_id)}." if posted else "in their messages."
    because = REASON.format(why=words.quote(blocks.safe(why, WHY_SHOWN))) if why else ""
    seen = f"{SEEN[Audience(decision.audience)]}{because}"
    if not to:
        yours = "Nobody else is an executive here yet, so the answer is yours."
        return f"{start}{where} {yours}{because}{same}"
    people = words.join_names([blocks.person(each.user_id) for each in to[:PEOPLE_NAMED]])
    if len(to) > PEOPLE_NAMED:
        people = f"{words.number(len(to))} people"
    due = words.day(decision.due_at, zone, decision.created_at)
    return f"{start}{where} I have asked {people} for an answer by {due}. {seen}{same}"
