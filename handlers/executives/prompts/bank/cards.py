"""What people read of the bank of questions: its topics, the questions of one, and the forms."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block, OverflowMenu

from handlers.executives.decisions import cards as decision_cards
from handlers.executives.decisions import topics
from handlers.executives.decisions.questions import Answers, OnlyWhile, Topic
from handlers.executives.prompts.bank import LONGEST, BankEntry
from handlers.executives.prompts.bank.reading import BankView, LastAsked, TopicPage
from handlers.speech import blocks, inputs, paging, words
from handlers.speech.request import Json
from storage.people import Person

PAGE, CHANGE, SEND, ADD, ADD_SEND = (
    "bank.page", "bank.change", "bank.send", "bank.add", "bank.add.send",
)  # fmt: skip
OFF, ON, RESTORE, UNDO = "bank.off", "bank.on", "bank.restore", "bank.undo"
WORDS, TOPIC, KIND = "words", "topic", "answers"
TITLE = "Questions"
A_PAGE = 10
"""So many questions on a page."""
NAMES = {**topics.NAMES, Topic.UNIVERSAL: "anything"}
"""What a question can be about."""
KINDS = {
    Answers.CHANGE: "What does it change? Better, worse, no change, not known",
    Answers.TOLD: "Do they know it from us? They know, not yet, not reached",
    Answers.WHO: "Who does it, by when? I, somebody else, nobody",
    Answers.SENTENCE: "One sentence: write it, or ask somebody else",
    Answers.NAME: "Which one is it? Name it, nothing like that, ask somebody else",
    Answers.HELPS: "Would this help? Yes and who, no because, not known",
}
"""The kinds of question, each with the answers that it is given."""
ASKED_WHEN = {
    OnlyWhile.SEVERE: "asked only while an issue of severity 1 or 2 is open",
    OnlyWhile.HANDED: "asked only where a hand-off came back in four weeks",
    OnlyWhile.RENEWAL: "asked only where a watched account renews within 90 days",
}
SERVES = "One comes where no fact of the week stands out."
ALL_OFF = "All questions are switched off: where no fact of the week stands out, nothing is asked."
NOT_YOURS = "Whoever looks after customers can change these."
NEVER = "Not asked yet."
ADDED = "From now on it is one of the questions about {topic}."
SAVED = "The bank stands as you said."


# --- the pages ---


def overview(found: BankView) -> Json:
    """What questions are about, with how many there are of each."""
    parts: list[Block] = [blocks.section(_head(found))]
    parts += [_topic(found, topic) for topic in NAMES if found.of_topic(topic)]
    parts += _last_row(found, Topic.UNIVERSAL, is_all=True)
    return blocks.form(TITLE, PAGE, *parts, submit=None, value=paging.value(""))


def page(found: TopicPage, reader: Person, now: datetime) -> Json:
    """The questions about one thing, each with when it was asked and what was answered."""
    parts: list[Block] = [_question(each, found, reader, now) for each in found.entries]
    parts += paging.turns(PAGE, found.topic, found.after, A_PAGE, found.total)
    parts += _last_row(found.view, found.topic)
    title = NAMES[found.topic].capitalize()
    value = paging.value(found.topic, found.after)
    return blocks.form(title, PAGE, *parts, submit=None, value=value)


def _head(found: BankView) -> str:
    if found.are_all_off:
        return ALL_OFF
    off = sum(each.is_off for each in found.entries)
    but = f", {words.number(off)} of them switched off" if off else ""
    return f"{words.count(len(found.entries), 'question').capitalize()}{but}. {SERVES}"


def _topic(found: BankView, topic: Topic) -> Block:
    entries = found.of_topic(topic)
    asked = sum(found.times.get(each.question.key, 0) for each in entries)
    off = sum(each.is_off for each in entries)
    said = [
        words.count(len(entries), "question"),
        *([f"{words.number(off)} switched off"] if off else []),
        *([f"asked {words.times(asked)}"] if asked else []),
    ]
    more = blocks.button("Open…", PAGE, paging.value(topic))
    return blocks.section(f"*{NAMES[topic].capitalize()}* {' · '.join(said)}", more)


def _last_row(found: BankView, topic: Topic, *, is_all: bool = False) -> list[Block]:
    back = [] if is_all else [blocks.button("All questions…", PAGE, paging.value(""))]
    if not found.may_change:
        note = blocks.context(NOT_YOURS)
        return [blocks.actions(*back), note] if back else [note]
    return [blocks.actions(*back, blocks.button("Add a question…", ADD, topic))]


def _question(entry: BankEntry, found: TopicPage, reader: Person, now: datetime) -> Block:
    question = entry.question
    notes = [
        KINDS[question.answers].partition("?")[0].partition(":")[0],
        *([ASKED_WHEN[question.needs]] if question.needs else []),
        *(["your own"] if entry.row and entry.row.is_own else []),
        *(["in your words"] if entry.is_reworded else []),
    ]
    lines = [
        f"*{blocks.safe(question.words, LONGEST)}*",
        " · ".join(notes),
        _asked(found.last.get(question.key), reader, now),
    ]
    if entry.is_off and entry.row:
        lines.append(f"Switched off by {blocks.person(entry.row.changed_by)}.")
    menu = _menu(entry, found) if found.view.may_change else None
    return blocks.section("\n".join(lines), menu)


def _asked(last: LastAsked | None, reader: Person, now: datetime) -> str:
    if last is None:
        return NEVER
    day = words.day(last.decision.created_at, reader.zone, now)
    said = decision_cards.summary(last.impacts)
    answers = f"{said[:1].lower()}{said[1:]}" if said else "nobody has answered yet"
    return f"Asked {day} as {last.decision.ref}: {answers}."


def _menu(entry: BankEntry, found: TopicPage) -> OverflowMenu:
    choices = {CHANGE: "Change the words…"}
    choices |= {ON: "Switch on"} if entry.is_off else {OFF: "Switch off"}
    if entry.is_reworded:
        choices[RESTORE] = "Back to the first words"
    if entry.question.key in found.undoable:
        choices[UNDO] = "Undo the last change"
    return blocks.overflow(choices, entry.question.key)


# --- the forms ---


def change_form(entry: BankEntry) -> Json:
    """In which words it is asked."""
    first = [blocks.context(f"It came as “{entry.shipped}”")] if entry.is_reworded else []
    return blocks.form(
        "Change a question",
        SEND,
        inputs.text(WORDS, "What is asked?", value=entry.question.words, most=LONGEST),
        *first,
        blocks.context(f"The answers stay as they are. {KINDS[entry.question.answers]}."),
        submit="Keep it",
        value=entry.question.key,
    )


def add_form(topic: Topic) -> Json:
    """A question of the house's own."""
    return blocks.form(
        "Add a question",
        ADD_SEND,
        inputs.text(WORDS, "What is asked?", most=LONGEST),
        inputs.choice(TOPIC, "What is it about?", _labels(NAMES), value=topic),
        inputs.choice(KIND, "Which answers fit it?", _labels(KINDS)),
        submit="Add it",
    )


def _labels(names: dict[Topic, str] | dict[Answers, str]) -> dict[str, str]:
    return {str(each): label for each, label in names.items()}
