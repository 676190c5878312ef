"""What a reply in words means: a command, an answer, a day, a yes, a thank-you, or something else.

People answer as they speak: “I'll take it by friday”, “done, mail is live”, “not mine”. What they
mean is put into the words of a typed command, and is read by its grammar from there on. Nothing is
guessed: what is none of these is left as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from handlers.front import verbs
from handlers.speech import answered, cleaning, dates, phrases, typed
from storage.signs import plain


class Sense(StrEnum):
    """What sort of thing somebody says."""

    COMMAND = "command"
    """A command that stands by itself, such as “task …” or “list”."""
    ANSWER = "answer"
    """An answer about a thing, such as “done” or “not mine”: `verb` says which."""
    DATE = "date"
    """Nothing but a day, and perhaps why."""
    YES = "yes"
    """Yes to whatever was asked."""
    TOLD = "told"
    """The customer has heard about a no."""
    NAMED = "named"
    """Nothing but the number of a thing."""
    COURTESY = "courtesy"
    """A thank-you, which asks for nothing."""
    WORDS = "words"
    """Anything else."""


@dataclass(frozen=True)
class Meant:
    """What a reply means; `refs` are the things that it names, and `text` goes with the verb."""

    sense: Sense
    verb: str = ""
    text: str = ""
    refs: tuple[str, ...] = ()


ABOUT_A_THING = frozenset({
    "ack", "take", "done", "date", "confirm", "join", "talk", "snooze", "no", "handoff", "withdraw",
    "undo", "reopen", "edit", "owner", "note", "private", "share", "follow", "unfollow",
})  # fmt: skip
"""Commands that say something about what has a number."""
NEED_HELP, SHOW = "help", "show"
OF_ONESELF = frozenset({"undo"})
"""Those of them that are about what somebody did last, where they name nothing."""
HARMLESS = frozenset({"list", "search", "help", SHOW})
"""Commands that only show something: any word for them will do, and begins no sentence of work."""
LETTERS = "TID"
_SHORT = 3
"""Words of a text that begins with any word for a harmless command."""
_GOES_ON = frozenset({
    "is", "was", "has", "had", "are", "were", "isn't", "wasn't", "with", "that", "it", "still",
    "of", "and", "or",
})  # fmt: skip
"""Words behind which “issue” or “task” began a sentence: “issue is with legal”."""
MOST_SPOKEN = 200
"""Characters of an answer in which a day is looked for."""

_SPOKEN = {
    "ack": (
        "i'll take", "i will take", "i take", "i can take", "take it", "take this",
        "i take it", "i'll take it", "i will take it", "i can take it",
        "i'll do it", "i will do it", "i can do it", "will do", "on it", "i'm on it", "i am on it",
        "mine", "it's mine", "it is mine", "that's mine", "i'll take this", "i'll handle it",
    ),
    "done": (
        "it's done", "it is done", "that's done", "that is done", "this is done", "all done",
        "i'm done", "i am done", "is done", "already done", "it's finished", "it's fixed",
        "i've done it", "i did it",
    ),
    "no": (
        "i can't", "i cannot", "i won't", "we can't", "we cannot", "we won't", "can't do it",
        "cannot do it", "i can't do it", "i cannot do it", "i say no", "say no",
    ),
    "handoff": (
        "not mine", "not me", "it's not mine", "it is not mine", "this is not mine", "isn't mine",
        "this isn't mine", "that's not mine", "that is not mine", "it isn't mine",
        "not for me", "wrong person", "not my job", "not ours", "give it to", "pass it to",
        "hand it to", "hand it over to", "assign it to",
    ),
    NEED_HELP: (
        "need help", "i need help", "we need help", "help needed", "need a hand", "i need a hand",
        "please help", "i need help with it", "can you help", "can somebody help",
    ),
    "snooze": ("remind me", "remind me again", "ask me again", "not now", "later please"),
    Sense.TOLD: (
        "they know", "they know it", "told them", "i told them", "told the customer",
        "i told the customer", "customer knows", "the customer knows", "i've told them",
    ),
    Sense.YES: (
        "yes", "yep", "yes please", "yes i can", "i can", "sure", "ok", "okay", "agreed", "fine",
        "still good", "still fine", "that is right", "that's right", "right", "correct",
        "👍", "+1", ":+1:", ":thumbsup:", "✅", ":white_check_mark:", "yes it does", "of course",
    ),
}  # fmt: skip
SPOKEN = {words: meaning for meaning, several in _SPOKEN.items() for words in several}
"""What people say beside the words for commands, and what each means."""
_MOST_WORDS = max(len(words.split()) for words in SPOKEN)
_THANKS = frozenset({
    "thanks", "thank", "thx", "ty", "cheers", "merci", "danke", "great", "perfect", "super",
    "nice", "lovely", "wonderful", "noted", "understood", "appreciated", "excellent", "brilliant",
    "🙏", ":pray:", ":heart:", "❤️", "🎉", ":tada:",
})  # fmt: skip
_KIND = _THANKS | frozenset({
    "you", "so", "much", "many", "very", "all", "a", "lot", "the", "good", "job", "well", "got",
    "it", "duly", "ok", "okay", "yes", "that's", "that", "is", "for", "news", "work", "everybody",
    "everyone", "again", "and",
})  # fmt: skip
_POLITE = frozenset({"no problem", "no worries", "no rush", "my pleasure", "welcome", "good luck"})

_LEADING = re.compile(
    r"(?:(?:yes|ok|okay|sure|hi|hello|sorry)[, ]+)?"
    r"(?:(?:i|we)(?:'ll| will| can)? )?"
    r"(?:(?:take|do|have|get|finish|make|deliver|send) (?:(?:it|this|that) )?(?:done |ready )?"
    r"|(?:(?:it|this|that)(?:'ll| will)? |will )?be (?:done |ready )?"
    r"|let's say |let's make it |say |how about |what about |new date[: ]+)?"
)
_TRAILING = re.compile(
    r"(?:[, ]+(?:please|thanks|thank you|then|is fine|is ok|is okay|is good|works|works for me"
    r"|for me|at the latest))+$"
)
_LITTLE = re.compile(r"^(?:by|until|till|on|to|due|for) ")
_BECAUSE = re.compile(r"\bbecause\b", re.IGNORECASE)
_PREFIX = re.compile(r"/?cx\b[:,]?\s*", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:it|this|that)\b\s*", re.IGNORECASE)
_AROUND = " .,:;!?()[]{}`*_~'\"–—-"
_SEPARATORS = ",.:;!-–—"
_JOINS = frozenset({"and", "&", "+", ","})


def read(text: str, known: Collection[str], *, here: bool = False, called: bool = False) -> Meant:
    """What a reply means; `known` are the commands that there are.

    `here` says that it stands under a message about something: there a sentence may begin with any
    word, so that only what is `called` by name, by “/cx” or “@Duly”, is a command.
    """
    prefix = _PREFIX.match(text)
    if prefix:
        text, called = text[prefix.end() :], True
    text = text.strip()
    if not text:
        return Meant(Sense.COMMAND if called else Sense.WORDS)
    command = _command(text, known, here=here, called=called)
    if command:
        return command
    refs, rest = _named(text)
    if refs and not _bare(rest):
        return Meant(Sense.NAMED, refs=refs)
    return _answer(rest, refs, known) or Meant(Sense.WORDS, text=text, refs=refs)


def _command(text: str, known: Collection[str], *, here: bool, called: bool) -> Meant | None:
    """A command that says by itself what it is about."""
    word, rest = phrases.first_word(text)
    if _is_reference(word):
        return None
    verb, behind = verbs.meant(word, rest, known)
    if verb == SHOW and not called and len(_named(behind)[1].split()) > _SHORT:
        return None
    exact = _bare(word) in known or behind != rest
    if verb not in known or (verb in ABOUT_A_THING and not _names_first(behind)):
        return None
    if verb == NEED_HELP and behind != rest:
        # “need help”, which is about a thing.
        return None
    if verb in ABOUT_A_THING or called or _is_plainly(verb, text, rest, exact=exact, here=here):
        return Meant(Sense.COMMAND, verb, behind)
    return None


def _is_plainly(verb: str, text: str, rest: str, *, exact: bool, here: bool) -> bool:
    """Whether the first word of a text that calls nobody by name begins a command, no sentence."""
    if here:
        return verb in HARMLESS and exact and not rest
    if verb == NEED_HELP:
        return not rest or _names_first(rest)
    if verb in HARMLESS and len(text.split()) <= _SHORT:
        return True
    return exact and _bare(phrases.first_word(rest)[0]) not in _GOES_ON


def _names_first(text: str) -> bool:
    return _is_reference(phrases.first_word(text)[0])


def _is_reference(word: str) -> bool:
    found = phrases.reference(word)
    return found is not None and (found.letter in LETTERS if found.letter else "#" in word)


def names(text: str) -> tuple[str, ...]:
    """The things that a text names by their letters and numbers, each once."""
    return _named(text)[0]


def _named(text: str) -> tuple[tuple[str, ...], str]:
    """The things that a text names before “because”, and the rest of it."""
    because = _BECAUSE.search(text)
    head = text[: because.start()] if because else text
    words, refs, kept = head.split(), list[str](), list[str]()
    for at, word in enumerate(words):
        if _is_reference(word):
            refs.append(_reference(word))
        elif not (word in _JOINS and refs and at + 1 < len(words) and _is_reference(words[at + 1])):
            kept.append(word)
    if not refs:
        return (), text
    rest = " ".join([*kept, text[because.start() :] if because else ""]).strip()
    return tuple(dict.fromkeys(refs)), rest


def _reference(word: str) -> str:
    """“T-12” for any way of writing it."""
    found = phrases.reference(word)
    return f"{found.letter or 'T'}-{found.number}" if found else word


def _answer(text: str, refs: tuple[str, ...], known: Collection[str]) -> Meant | None:
    """What is said of a thing."""
    day = spoken_date(text)
    if day:
        return Meant(Sense.DATE, text=day, refs=refs)
    if _is_courteous(text):
        return Meant(Sense.COURTESY, refs=refs)
    found = _spoken(text)
    if found is None:
        return _typed(text, refs, known)
    meaning, rest, sign = found
    if meaning in (Sense.YES, Sense.TOLD):
        sense = Sense(meaning)
        return Meant(sense, refs=refs) if not _bare(rest) else _more(sense, rest, refs)
    return Meant(Sense.ANSWER, meaning, _behind(rest, sign), refs)


def _more(sense: Sense, rest: str, refs: tuple[str, ...]) -> Meant | None:
    """A yes with more words: with thanks or another yes it is one, else it is looked at."""
    again = _spoken(rest)
    is_yes = again is not None and again[0] == Sense.YES and not _bare(again[1])
    return Meant(sense, refs=refs) if is_yes or _is_courteous(rest) else None


def _typed(text: str, refs: tuple[str, ...], known: Collection[str]) -> Meant | None:
    """The word of a command that says something about a thing."""
    word, rest = phrases.first_word(text)
    verb, behind = verbs.meant(word, rest, known)
    if verb not in known or verb not in ABOUT_A_THING:
        return None
    sign = word[-1] if word[-1] in _SEPARATORS else ""
    pronoun = _PRONOUN.match(behind)
    said = behind[pronoun.end() :] if pronoun else behind
    return Meant(Sense.ANSWER, verb, _behind(said, sign), refs)


def _behind(rest: str, sign: str) -> str:
    """The words behind what was said; a colon or comma says that they are parted from it."""
    rest = rest.strip()
    first = rest.split(" ", 1)[0]
    if first and not first.strip(_SEPARATORS):
        sign, rest = first[-1], rest[len(first) :].strip()
    if not rest:
        return ""
    return f"{',' if sign == ',' else ':'} {rest}" if sign else rest


def _spoken(text: str) -> tuple[str, str, str] | None:
    """What the first words mean that people say, the words behind, and the sign between."""
    words = text.split(maxsplit=_MOST_WORDS)
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        said = _bare(" ".join(words[:count]))
        if said in SPOKEN:
            last = words[count - 1]
            sign = last[-1] if last[-1] in _SEPARATORS and last not in SPOKEN else ""
            return SPOKEN[said], " ".join(words[count:]), sign
    return None


def spoken_date(text: str) -> str:
    """The day that is all that somebody says, with “because” and why; empty where it is not."""
    because = _BECAUSE.search(text)
    head = text[: because.start()] if because else text
    if len(head) > MOST_SPOKEN:
        return ""
    said = plain(cleaning.line(head)).strip(" .,!").lower()
    for day in (said, _TRAILING.sub("", said), _spoken_day(said)):
        named = _LITTLE.sub("", day)
        if named and dates.looks_like_date(named):
            return f"{named} {text[because.start() :]}" if because else named
    return ""


def names_a_day(text: str) -> bool:
    """Whether a day is said somewhere in a text."""
    said = answered.read(typed.words(f"T-0 {text[:MOST_SPOKEN]}"))
    return bool(said.date)


def _spoken_day(said: str) -> str:
    leading = _LEADING.match(said)
    return _TRAILING.sub("", said[leading.end() :] if leading else said)


def _is_courteous(text: str) -> bool:
    words = [_bare(word) or word for word in text.split()]
    if " ".join(words) in _POLITE:
        return True
    return bool(words) and set(words) <= _KIND and not _THANKS.isdisjoint(words)


def _bare(words: str) -> str:
    seen = plain(typed.seen(words)).lower()
    return seen.strip(_AROUND) if seen.strip(_AROUND) else seen.strip()
