"""The words that people use for what they can do here, and which command each of them means."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from rapidfuzz.distance import OSA

from handlers.speech import dates, naming, phrases, typed
from handlers.speech.naming import LETTERS
from storage.signs import plain

_MEANT: Mapping[str, str] = {
    "task": "new add create todo",
    "issue": "report complaint complain problem bug ticket incident feedback",
    "follow": "watch subscribe",
    "unfollow": "unwatch unsubscribe",
    "search": "find look lookup where",
    "list": "lists ls mine my tasks issues promises todos inbox",
    "ack": "acknowledge accept accepted agree yes yep yeah yup ok okay sure claim",
    "done": (
        "corrected complete completed close closed finish finished fixed resolve resolved kept "
        "solved"
    ),
    "prevented": "prevent",
    "verified": "verify helped",
    "held": "holds",
    "date": "redate reschedule move moved postpone delay extend push prolong due recommit",
    "confirm": "confirmed right",
    "join": "lend",
    "talk": "discuss",
    "snooze": "later remind quiet mute pause",
    "wait": "waits await awaiting",
    "resume": "unpause continue",
    "no": "decline declined refuse reject rejected cannot can't wont won't nope nah",
    "handoff": "hand handover reassign transfer pass forward delegate offer",
    "note": "notes comment remark evidence",
    "involve": "include",
    "edit": "change correct rename update modify",
    "reopen": "reopened unclose reactivate",
    "merge": "merged combine unite dedupe duplicate dup dupe same",
    "feeling": "feel feels felt feelings mood",
    "undo": "oops revert",
    "withdraw": "cancel retract revoke",
    "away": "absent absence vacation holiday holidays leave ooo sick ill pto off",
    "back": "returned here",
    "private": "hide confidential",
    "share": "unhide publish",
    "help": "usage commands ? hi hello hey",
    "impact": "decision decide",
    "prompts": "questions bank",
    "decided": "ruled",
    "forecasts": "forecast predictions accuracy",
    "digest": "summary",
    "room": "pack",
    "score": "scores scorecard scorecards figures kpi kpis",
    "department": "team teams silo silos",
    "customer": "account accounts client clients",
    "setup": "settings config configure",
    "policy": "policies rules rule clocks",
    "survey": "surveys",
    "segments": "tiers groups",
    "lost": "losses",
    "sale": "sales sold",
    "assess": "assessment assessments",
}
SYNONYMS: Mapping[str, str] = {
    **{word: verb for verb, words in _MEANT.items() for word in words.split()},
    "house rules": "policy",
    "give back": "return",
    "send back": "return",
    "pass back": "return",
    "hand back": "return",
    "take over": "ack",
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
    "good morning": "help",
    "good afternoon": "help",
    "good evening": "help",
    "stop following": "unfollow",
    "stop watching": "unfollow",
    "i'm back": "back",
    "im back": "back",
}
"""Which command a word, or two of them, means."""
GIVING = frozenset({"assign", "give"})
"""Words that offer a thing with a number to somebody, and give them a new task otherwise."""
SHOWING = frozenset({"show", "story", "open", "view", "history", "what"})
"""Words that tell the story of what they name by a number, and show a list otherwise."""
SAID = "reply"
"""What is said of a thing in words that begin with no command."""
PUTTING_OFF = frozenset({"postpone", "delay", "extend", "push", "prolong"})
"""Words with which “by a week” is counted from the day that a thing has."""
_SPAN = re.compile(
    r"(?<![\w-])(?<!in )(?<!to )(?<!until )(?<!till )(?<!another )(?:(?:by|for) )?(?:another )?"
    r"(?=(?:\d{1,3}|an?|one|two|three|four|five|six|seven|a couple of|a few)[ -]?"
    r"(?:working |business )?(?:d|w|days?|weeks?|fortnights?|months?)\b"
    r"(?! (?:from|before|after)\b))",
    re.IGNORECASE,
)
BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
"""What parts what is said from why."""
CAUSES = "C"
"""The letter of a cause: its number opens its page."""
_NUMBERED = {"task": "T", "issue": "I", "decision": "D", "promise": "T"}
"""Words before a bare number, and the letter that they stand for."""
_KNOWN_ALREADY = frozenset({"impact", "list", "search"})
"""Commands by which what is known by its number is neither asked again nor looked for."""
ASKING = frozenset({
    "is", "are", "was", "were", "has", "have", "did", "does", "when", "who", "whose", "where",
    "why", "how", "what", "which", "what's", "who's", "when's", "where's", "how's", "whats",
    "should", "can", "could", "would", "do",
})  # fmt: skip
"""Words with which a question begins."""
_BEGINS_ANSWER = frozenset({"can", "could", "do", "have", "would", "should"})
"""Those that begin one only where a question mark ends it: “can do friday”."""
_AFTER_QUESTION = " .!)'\"”’*_~"
_BEGINS_SENTENCE = frozenset({
    "i", "i'll", "i've", "i'm", "im", "we", "we'll", "it", "it's", "its", "that's", "this", "need",
    "told", "still", "almost", "nearly", "they",
})  # fmt: skip
"""Words with which people begin to say something about what they name."""
_TELLS_OF = frozenset({
    "is", "was", "has", "will", "needs", "can", "not", "i", "i'll", "i've", "i'm", "we", "we'll",
    "they", "it's", "that's",
})  # fmt: skip
"""Words that tell something of what is named before them."""
_ANSWERS = frozenset({"done", "ack", "no", "confirm", "date", "snooze", "join", "reopen", "undo"})
_PARTING = ":,;-–—"
_POLITE = frozenset({"please", "pls", "plz", "just"})
_HOW = frozenset({
    "how", "what", "who", "can", "could", "what's", "where", "do", "does", "why", "which",
})  # fmt: skip
_YOU = frozenset({"you", "duly", "i", "we", "works", "work"})
_TWO_IN_ONE = (
    re.compile(
        r"(?:please )?(?:join|add|attach) (?:issue )?(I-\d{1,9}),? (?:with|to|into) "
        r"(?:issue )?(I-\d{1,9})\.?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(I-\d{1,9}),?(?: is)? (?:the same as|same as|(?:a )?dup(?:licate|e)? of|belongs to|"
        r"is part of|part of) (?:issue )?(I-\d{1,9})\.?",
        re.IGNORECASE,
    ),
)
"""How somebody says that two issues are one; “join I-9” alone is help with it."""
_LISTED = {
    "owe": "", "mine": "", "open": "", "todo": "", "waiting": "", "late": "late",
    "overdue": "late", "closed": "closed",
}  # fmt: skip
"""Words of a question to which a list is the answer, and the list."""
_NO_MORE = frozenset({"and", "&", "?", "please", "story", "history", "status"})
"""Words behind a number that say no more than that its story is wanted."""
_ON_LEAVE = r"on (?:vacation|holidays?|leave|pto|(?:sick|parental|annual) leave|a business trip)"
_ABSENT = re.compile(
    r"(?:(?:(?:i'm|im|i am|i'll be|i will be|i'd be)(?: going to be)? "
    rf"(?:away|off(?: work)?|out(?: of (?:the )?office)?|ooo|absent|sick|ill|{_ON_LEAVE}))"
    rf"|out of (?:the )?office|{_ON_LEAVE})(?![\w'-])[,:.!]? *",
    re.IGNORECASE,
)
"""How somebody says of themselves that they are away."""
MOST_ASKED = 12
"""Words of a question that are looked at."""
_AROUND = " .,:;!()[]{}`*_~'\"/"
_LONGEST = 20
_SOON = 5
"""Among so many words the number is looked for."""


def meant(verb: str, text: str, verbs: Collection[str]) -> tuple[str, str]:
    """The command among `verbs` that the first words of a text mean, and the words behind it.

    What is said of a thing in other words is `SAID`, for whoever reads replies in words. What means
    nothing is left as it is.
    """
    said = _word(verb)
    whole = f"{verb} {text}".strip()
    if joined := next(filter(None, (each.fullmatch(plain(whole)) for each in _TWO_IN_ONE)), None):
        return "merge", f"{joined[1]} with {joined[2]}"
    if _names_thing(said) or (_is_number(said) and not text):
        return ("show", whole) if _is_bare(text) else (SAID, whole)
    second, behind = phrases.first_word(text)
    if said in _POLITE and second:
        return meant(second.lower(), behind, verbs)
    both = SYNONYMS.get(f"{said} {_word(second)}")
    if both:
        return both, behind
    if absent := _ABSENT.match(plain(whole)):
        return "away", whole[absent.end() :]
    if shown := _shown(said, text):
        return shown
    if said in PUTTING_OFF:
        head = BECAUSE.split(text)[0]
        text = f"{_SPAN.sub('by another ', head, count=1)}{text[len(head) :]}"
    if said in verbs:
        return said, text
    if said in GIVING:
        text = naming.numbered_first(text)
        first = phrases.reference(phrases.first_word(text)[0])
        return ("handoff" if first and first.letter else "task"), text
    found = SYNONYMS.get(said)
    return (found, text) if found else _asked(said, whole) or (verb, text)


def _shown(said: str, text: str) -> tuple[str, str] | None:
    """The story of a thing, or a list, where no more is asked for by these words."""
    signs = naming.numbered(text)
    if _names_cause(said) and not signs.strip():
        return "cause", said.upper()
    if said in SHOWING and _names_cause(signs):
        return "cause", signs
    if SYNONYMS.get(said, said) == "merge" and _names_cause(phrases.first_word(signs)[0]):
        return "cause", signs
    if said in SHOWING and any(_names_thing(word) for word in signs.split()[:_SOON]):
        return "show", signs.removeprefix("happened").strip()
    if said == "show":
        return "list", text
    if said in _NUMBERED and _is_number(text.strip()):
        # Nobody calls a task “12”: its story is wanted.
        return "show", f"{_NUMBERED[said]}-{text.strip().lstrip('#')}"
    if SYNONYMS.get(said, said) in _KNOWN_ALREADY and _names_thing(signs.strip()):
        return "show", signs
    if said in _NUMBERED and _is_said_of(text):
        return SAID, naming.numbered_first(f"{said} {text}")
    return None


def _is_said_of(text: str) -> bool:
    """Whether words behind “task” begin with its number and tell something of it: “12 is done”.

    “12 new desks” is what a new task is.
    """
    number, behind = phrases.first_word(text)
    first, rest = (_word(part).rstrip("?") for part in phrases.first_word(behind))
    if not _is_number(number) or not behind:
        return False
    ends = not rest or naming.KEPT.match(rest) is not None
    return (
        number[-1] in _PARTING
        or first in _TELLS_OF
        or first.endswith("n't")
        or naming.KEPT.match(first) is not None
        or (ends and SYNONYMS.get(first, first) in _ANSWERS)
        or dates.looks_like_date(BECAUSE.split(behind)[0])
    )


def _asked(said: str, whole: str) -> tuple[str, str] | None:
    """What a question or a sentence means that begins with no command."""
    about = [word for word in naming.numbered(whole).split()[:MOST_ASKED] if _names_thing(word)]
    if phrases.denies(said) or (said == "do" and _word(phrases.first_word(whole)[1][:4]) == "not"):
        return (SAID, whole) if about else None
    if asks(whole):
        return ("show", about[0]) if len(about) == 1 else wondered(whole)
    begins = said in _BEGINS_SENTENCE or said in _BEGINS_ANSWER
    return (SAID, whole) if about and begins else None


def asks(text: str) -> bool:
    """Whether a text begins as a question does, or ends with its sign; why it is so is no part."""
    head = BECAUSE.split(text)[0].strip()
    first = _word(phrases.first_word(head)[0])
    return (first in ASKING and first not in _BEGINS_ANSWER) or ends_asking(head)


def ends_asking(text: str) -> bool:
    """Whether a question mark ends a text."""
    return text.rstrip(_AFTER_QUESTION).endswith("?")


def wondered(text: str) -> tuple[str, str] | None:
    """What answers a question that names nothing: a list, or what can be done here; else None."""
    said = [_word(word).rstrip("?") for word in text.split()[:MOST_ASKED]]
    if not said or said[0] not in ASKING or not asks(text):
        return None
    for word in said:
        if word in _LISTED:
            return "list", _LISTED[word]
    return ("help", "") if said[0] in _HOW and not _YOU.isdisjoint(said[1:]) else None


def _is_bare(text: str) -> bool:
    """Whether nothing is said of a thing but that its story is wanted, or which others are."""
    words = text.split()
    return not words or all(_names_thing(word) or _word(word) in _NO_MORE for word in words)


def _is_number(words: str) -> bool:
    found = phrases.reference(words)
    return found is not None and not found.letter


def _names_thing(words: str) -> bool:
    """Whether words are nothing but the number of a thing, with its letter."""
    found = phrases.reference(words)
    return found is not None and found.letter in LETTERS and bool(found.letter)


def _names_cause(words: str) -> bool:
    """Whether words are nothing but the number of a cause."""
    found = phrases.reference(words)
    return found is not None and found.letter == CAUSES


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
