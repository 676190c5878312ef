"""What Duly says to a reply in words, and the questions that it asks back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slackblocks import Block

from handlers.executives.decisions.kind import DECIDE, FORECAST, IMPACT
from handlers.executives.decisions.spoken import SpokenAnswer
from handlers.executives.decisions.words import CELLS
from handlers.front.replies import Candidate
from handlers.promises import asked
from handlers.speech import blocks
from handlers.speech.blocks import Shown

WELCOME = "You are welcome."
NO_WORDS = (
    "I can only read words, and there are none here. Files stay where they are; links can be kept."
)
WHICH = "Which one do you mean?"
WHICH_OF_MANY = "Which one do you mean? These come first; for any other, write its number."
NOTHING_WAITS = (
    "Nothing waits for your answer, so nothing was changed. "
    "Name what you mean by its number, like “T-12 friday”."
)
ASKS_EXECUTIVES = {
    DECIDE.name: "What was decided, and why?",
    FORECAST.name: "What came true of it for customers?",
    IMPACT.name: "What does it change for customers?",
}
"""What is asked of an executive, by kind of ask."""
WAITS = "{named} waits for your answer. {question}"
TO_BE_FINISHED = (
    "I have what you wrote about {named}, and need a little more. Nothing was kept yet."
)
READ = "I read: *{impact}*, {whom}."
NOT_PLACED = "I could not place all of your words: the form has them, and asks for the rest."
NOT_AN_ANSWER = "I could not read that as an answer about {named}. Nothing was changed."
NO_OPEN_ANSWER = (
    "I could not read that as an answer about {named}, and nobody waits for yours. "
    "Nothing was changed."
)
NOT_DONE_YET = "{named} stays open. Is there a new date, or would something help?"
LIKE_THIS = "Words that I read: “friday”, “done, mail is live”, “not mine”, “no because …”."
MORE_NEEDED = "I need a little more for this, so nothing was changed yet."
NEEDED = {"away": "Until when are you away? Nothing was changed yet."}
"""The same where it is plain what is needed, by command."""
OPEN_FORM = "Open as a form…"
TOLD = "Thank you for telling them: {named}."
YOURS_NOW = "Thank you. {named} is yours now."
WHOSE = "Whose is {named}? It stays where it is until they take it."
WHY_NOT = "Why not? A no with its reason is an honourable answer. {named} is unchanged."
WHY_BACK = "Why does it go back? It stays where it is, and who offered it reads why: {named}."
UNTIL_WHEN = "Until when, and why? {named} is unchanged."
WHAT_CHANGED = "What changed? With that I move {named}; until then it keeps its date."
STAYS = "Good. {ref} stays as it is."
WHICH_DAY = "To which day, and what changed? {named} is unchanged."
WHAT_HELPS = "What would help with {named}? A sentence is enough."
WHAT_HAPPENED = "What happened? With that I open it again: {named}. Until then it is unchanged."
NOT_YET = "{named}: nothing was changed, and I ask again."
ASKED_BACK = {
    asked.PREVENT: (
        "{named}: why did it happen, and what keeps it from coming back? "
        "Write it like “prevented: we read the date from the contract, because it was copied”."
    ),
    asked.CHECK: "{named}: did it hold, or has it come back?",
    asked.VERIFY: "{named}: did it help the customer?",
}
"""What is asked once more where an answer does not say it, by kind of ask."""
ASK_FOR = {
    "handoff": (WHOSE, "Hand it over…"),
    "return": (WHY_BACK, "Give it back…"),
    "no": (WHY_NOT, "No, because…"),
    "snooze": (UNTIL_WHEN, "Later…"),
    "date": (WHAT_CHANGED, "Another date…"),
    "help": (WHAT_HELPS, "Need help…"),
    "reopen": (WHAT_HAPPENED, "Open it again…"),
}
"""What is asked where an answer leaves out what it needs, and the button of its form."""


def named(one: Candidate) -> str:
    """“T-12 Rewrite the refund mail” as markup; in quotes what ends with a sign of its own."""
    title = blocks.safe(one.title, 150)
    return f"{one.ref} “{title}”" if title[-1:] in ("?", "!", ".") else f"{one.ref} {title}"


def label(one: Candidate) -> str:
    """The same on a button, in plain text."""
    return f"{one.ref} {one.title}"


def which(several: Sequence[Candidate], most: int) -> str:
    """Which of these is meant."""
    return WHICH if len(several) <= most else WHICH_OF_MANY


def not_an_answer(one: Candidate, rows: Sequence[Block]) -> Shown:
    """Words that are no answer, with the answers that there are."""
    said = (NOT_AN_ANSWER if rows else NO_OPEN_ANSWER).format(named=named(one))
    parts = [blocks.section(said), *rows]
    if rows and one.is_item:
        parts.append(blocks.context(LIKE_THIS))
    return Shown(said, blocks.message(*parts))


def to_be_finished(one: Candidate, said: SpokenAnswer) -> str:
    """An answer to a decision in words needs more; what was read of it is shown back, as markup."""
    line = TO_BE_FINISHED.format(named=named(one))
    if said.is_unread:
        return f"{line} {NOT_PLACED}"
    if not said.whom:
        return line
    return f"{line} {READ.format(impact=CELLS[said.impact], whom=blocks.safe(said.whom, 200))}"


def not_done_yet(one: Candidate, rows: Sequence[Block]) -> Shown:
    """Something is not done, and nothing else is said: with what can be answered."""
    said = NOT_DONE_YET.format(named=named(one))
    return Shown(said, blocks.message(blocks.section(said), *rows))


def not_yet(one: Candidate, rows: Sequence[Block]) -> Shown:
    """A step is not done yet: it stays asked for, with what answers it."""
    return _with_buttons(NOT_YET.format(named=named(one)), rows)


def asked_back(one: Candidate, kinds: Iterable[str], rows: Sequence[Block]) -> Shown:
    """Somebody answers a question about a step with words that do not say it."""
    several = [ASKED_BACK[kind] for kind in kinds if kind in ASKED_BACK]
    said = several[0] if len(several) == 1 else NOT_YET
    return _with_buttons(said.format(named=named(one)), rows)


def _with_buttons(said: str, rows: Sequence[Block]) -> Shown:
    return Shown(said, blocks.message(blocks.section(said), *rows))


def of_executives(
    one: Candidate, rows: Sequence[Block], kind: str, typed: str, is_read: bool
) -> Shown:
    """What an executive said is no whole answer: what is asked, with its buttons, `rows`.

    `kind` is that of what is asked first. Where nothing was understood it is said so, and what
    stands nowhere else, `typed`, is given back.
    """
    question = ASKS_EXECUTIVES.get(kind, "") if rows else ""
    if is_read and rows:
        return _with_buttons(WAITS.format(named=named(one), question=question).strip(), rows)
    unread = NOT_AN_ANSWER if rows else NO_OPEN_ANSWER
    said = f"{unread.format(named=named(one))} {question}".strip()
    if not typed:
        return _with_buttons(said, rows)
    below = blocks.message(*rows) if rows else []
    return Shown(said, [*blocks.given_back(said, typed), *below])
