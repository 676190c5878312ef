"""The words that people use for what they can do here, and which command each of them means."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rapidfuzz.distance import OSA

from handlers.speech import phrases, typed
from handlers.speech.answered import LETTERS
from storage.signs import plain

_MEANT: Mapping[str, str] = {
    "task": "new add create todo",
    "issue": "report complaint complain problem bug ticket incident feedback",
    "follow": "watch subscribe",
    "unfollow": "unwatch unsubscribe",
    "search": "find look lookup where",
    "list": "lists ls mine my tasks issues promises todos inbox",
    "ack": "acknowledge accept accepted agree yes ok okay claim",
    "done": "complete completed close closed finish finished fixed resolve resolved kept solved",
    "date": "redate reschedule move moved postpone delay extend due recommit",
    "confirm": "confirmed stands right",
    "join": "lend",
    "talk": "discuss",
    "snooze": "later remind quiet mute pause",
    "no": "decline declined refuse reject rejected cannot can't wont won't",
    "handoff": "hand handover reassign transfer pass forward delegate offer",
    "note": "notes comment remark evidence",
    "edit": "change correct rename update modify",
    "reopen": "reopened unclose reactivate",
    "undo": "oops revert",
    "withdraw": "cancel retract revoke",
    "away": "absent absence vacation holiday holidays leave ooo sick ill pto off",
    "back": "returned here",
    "private": "hide confidential",
    "share": "unhide publish",
    "help": "usage commands ? hi hello",
    "impact": "decision decide",
    "digest": "summary",
    "department": "team teams silo silos",
    "customer": "account accounts client clients",
    "setup": "settings config configure",
    "policy": "policies rules rule clocks",
}
SYNONYMS: Mapping[str, str] = {
    **{word: verb for verb, words in _MEANT.items() for word in words.split()},
    "house rules": "policy",
    "hand over": "handoff",
    "hand off": "handoff",
    "not mine": "handoff",
    "take back": "withdraw",
    "call off": "withdraw",
    "need help": "help",
    "say no": "no",
    "new task": "task",
    "add task": "task",
    "create task": "task",
    "new issue": "issue",
    "add issue": "issue",
    "report issue": "issue",
    "create issue": "issue",
    "what's open": "list",
    "stop following": "unfollow",
    "stop watching": "unfollow",
    "out of": "away",
    "i'm away": "away",
    "i am": "away",
    "im away": "away",
    "i'm out": "away",
    "i'm off": "away",
    "i'm sick": "away",
    "on vacation": "away",
    "on holiday": "away",
    "on leave": "away",
    "i'm back": "back",
    "im back": "back",
}
"""Which command a word, or two of them, means."""
GIVING = frozenset({"assign", "give"})
"""Words that offer a thing with a number to somebody, and give them a new task otherwise."""
SHOWING = frozenset({"show", "story", "open", "view", "history", "what"})
"""Words that tell the story of what they name by a number, and show a list otherwise."""
_AROUND = " .,:;!()[]{}`*_~'\"/"
_LONGEST = 20
_SOON = 5
"""Among so many words the number is looked for."""


def meant(verb: str, text: str, verbs: Collection[str]) -> tuple[str, str]:
    """The command among `verbs` that the first words of a text mean, and the words behind it.

    What means none is left as it is.
    """
    said = _word(verb)
    if _names_thing(said):
        return "show", f"{said} {text}".strip()
    second, behind = phrases.first_word(text)
    both = SYNONYMS.get(f"{said} {_word(second)}")
    if both:
        return both, behind
    if said in SHOWING and any(_names_thing(word) for word in text.split()[:_SOON]):
        return "show", text.removeprefix("happened").strip()
    if said == "show":
        return "list", text
    if said == "impact" and _names_thing(text.strip()):
        # What is asked about already is not asked again.
        return "show", text
    if said in verbs:
        return said, text
    if said in GIVING:
        first = phrases.reference(second)
        return ("handoff" if first and first.letter else "task"), text
    return SYNONYMS.get(said, verb), text


def _names_thing(words: str) -> bool:
    """Whether words are nothing but the number of a thing, with its letter."""
    found = phrases.reference(words)
    return found is not None and found.letter in LETTERS and bool(found.letter)


def nearest(verb: str, verbs: Collection[str]) -> str | None:
    """The command of which a word is a slip: a letter or two; None where it means something else.

    “note” and “undo” are no slips of “no” or “done”.
    """
    said = _word(verb)
    if len(said) < 3:
        return None
    most = 1 if len(said) <= 5 else 2
    slips = [(_distance(said, word), word) for word in verbs]
    slips += [(_distance(said, word), verb) for word, verb in SYNONYMS.items()]
    near = [(distance, verb) for distance, verb in slips if distance <= most]
    return min(near)[1] if near else None


def _distance(said: str, word: str) -> int:
    """How many letters differ; one more for a synonym, as there are so many of them."""
    return int(OSA.distance(said[:_LONGEST], word)) + (word in SYNONYMS)


def _word(typed_word: str) -> str:
    seen = plain(typed.seen(typed_word)).lower()
    return seen.strip(_AROUND) or seen
