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
from handlers.speech import answered, cleaning, dates, naming, phrases, typed
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
        "i'll take care of it", "i take care of it", "leave it to me", "i've got it", "i got this",
        "mine", "it's mine", "it is mine", "that's mine", "i'll take this", "i'll handle it",
    ),
    "done": (
        "it's done", "it is done", "that's done", "that is done", "this is done", "all done",
        "i'm done", "i am done", "is done", "already done", "it's finished", "it's fixed",
        "i've done it", "i did it", "it's all done", "just finished", "done with", "done with it",
        "i'm done with", "is finished", "is fixed", "is complete", "is completed", "is closed",
        "is resolved", "is solved",
    ),
    "no": (
        "i can't", "i cannot", "i won't", "we can't", "we cannot", "we won't", "can't do it",
        "cannot do it", "can't do", "cannot do", "i can't do", "i cannot do", "i can't do it",
        "i cannot do it", "i say no", "say no", "nope", "nah", "no way", "no thanks",
        "👎", "thumbsdown",
    ),
    "handoff": (
        "not mine", "not me", "it's not mine", "it is not mine", "this is not mine", "isn't mine",
        "this isn't mine", "that's not mine", "that is not mine", "it isn't mine",
        "not for me", "wrong person", "not my job", "not ours", "give it to", "pass it to",
        "hand it to", "hand it over to", "assign it to",
    ),
    NEED_HELP: (
        "need help", "i need help", "we need help", "help needed", "need a hand", "i need a hand",
        "please help", "i need help with it", "can you help", "can somebody help", "help me",
        "help me with it", "help me with this", "need help with this", "i need help with this",
        "stuck", "i'm stuck", "i am stuck", "we're stuck", "we are stuck", "stuck with it",
    ),
    "snooze": ("remind me", "remind me again", "ask me again", "not now", "later please"),
    Sense.TOLD: (
        "they know", "they know it", "told them", "i told them", "told the customer",
        "i told the customer", "customer knows", "the customer knows", "i've told them",
    ),
    Sense.YES: (
        "yes", "yep", "yeah", "yea", "yup", "sure thing", "absolutely", "certainly", "sounds good",
        "yes please", "yes i can", "i can", "sure", "ok", "okay", "agreed", "fine", "works for me",
        "still good", "still fine", "that is right", "that's right", "right", "correct",
        "👍", "+1", "thumbsup", "✅", "white_check_mark", "👌", "ok_hand", "yes it does",
        "of course",
    ),
}  # fmt: skip
SPOKEN = {words: meaning for meaning, several in _SPOKEN.items() for words in several}
"""What people say beside the words for commands, and what each means."""
_MOST_WORDS = max(len(words.split()) for words in SPOKEN)
_GREETED = frozenset({"there", "duly", "morning", "afternoon", "evening", "everybody", "again"})
"""Words behind a greeting."""
_ENDED = frozenset({
    "done", "close", "closed", "finish", "finished", "ready", "fixed", "complete", "completed",
    "solved", "resolved", "yet", "there", "through",
})  # fmt: skip
_UNDER_WAY = frozenset({
    "in progress", "still working on it", "i'm still working on it", "working on it",
    "i'm working on it", "i am working on it", "still on it", "under way", "underway", "on its way",
    "half way", "halfway", "soon", "in the works", "work in progress", "wip",
})  # fmt: skip
"""What people say of something that is not done."""
_IMPACTS = frozenset({
    "better", "worse", "no change", "same", "no impact", "nothing changes", "i don't know",
    "i don't know yet", "don't know", "not sure", "better for customers", "worse for customers",
})  # fmt: skip
MOST_DENIED = 12
_DOUBTING = frozenset({
    "maybe", "perhaps", "probably", "possibly", "hopefully", "not", "around", "about", "yes", "ok",
    "earliest", "after", "between", "i", "i'd", "could",
})  # fmt: skip
_MOST_DOUBTED = 6
_THANKS = frozenset({
    "thanks", "thank", "thx", "ty", "cheers", "merci", "danke", "great", "perfect", "super",
    "nice", "lovely", "wonderful", "noted", "understood", "appreciated", "excellent", "brilliant",
    "🙏", "pray", "heart", "❤️", "🎉", "tada", "clap", "👏",
})  # fmt: skip
_KIND = _THANKS | frozenset({
    "you", "there", "folks", "team", "so", "much", "many", "very", "all", "a", "lot", "the", "good",
    "job", "well", "got", "it", "duly", "ok", "okay", "yes", "that's", "that", "is", "for", "news",
    "work", "everybody", "everyone", "again", "and",
})  # fmt: skip
_POLITE = frozenset({"no problem", "no worries", "no rush", "my pleasure", "welcome", "good luck"})

_LEADING = re.compile(
    r"(?:(?:yes|yeah|yep|ok|okay|sure|hi|hello|sorry|thanks)[, ]+)?"
    r"(?:(?:i|we)(?:'ll| will| can| could|'d)? )?(?:can |could )?"
    r"(?:need (?:(?:it|this) )?(?:until |till )?"
    r"|(?:take|do|have|get|finish|make|deliver|send) (?:(?:it|this|that) )?(?:done |ready )?"
    r"|(?:(?:it|this|that)(?:'ll| will)? |will )?be (?:done |ready )?"
    r"|let's say |let's make it |say |how about |what about |new date[: ]+)?"
)
_TRAILING = re.compile(
    r"(?:[, ]+(?:please|thanks|thank you|then|is fine|is ok|is okay|is good|works|works for me"
    r"|for me|at the latest|ok|okay|if that(?:'s| is) (?:ok|okay|fine)))+$"
)
_TO_SOMEBODY = re.compile(
    r"(?:(?:please )?(?:ask|give it to|pass it to|to)|→|->|-&gt;"
    r"|(?:it|that|this)(?:'s| is) for) (?=<@)",
    re.IGNORECASE,
)
"""How somebody is named who is to have it."""
_LITTLE = re.compile(r"^(?:by|until|till|on|to|due|for) ")
_KEPT = re.compile(r"\b(?:because|evidence|proof)\b", re.IGNORECASE)
"""Words behind which nothing is named: what follows is kept as it was typed."""
_PREFIX = re.compile(r"/?cx\b[:,]?\s*", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?:it|this|that)\b(?! (?:week|month|morning|afternoon|evening|friday|one)\b)\s*",
    re.IGNORECASE,
)
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]|:skin-tone-[2-6]:| ?[:;]-?[)pd](?!\\w)")
"""The tone of a hand, and a smile behind words."""
_AROUND = " .,:;!?()[]{}`*_~'\"–—-"
_SEPARATORS = ",.:;!-–—"


def read(
    text: str,
    known: Collection[str],
    *,
    here: bool = False,
    called: bool = False,
    direct: bool = True,
) -> Meant:
    """What a reply means; `known` are the commands that there are.

    `here` says that it stands under a message about something: there a sentence may begin with any
    word, so that only what is `called` by name, by “/cx” or “@Duly”, is a command, and in `direct`
    messages that somebody is away. A question does nothing: it is answered.
    """
    prefix = _PREFIX.match(text)
    if prefix:
        text, called = text[prefix.end() :], True
    text = text.strip()
    if not text:
        return Meant(Sense.COMMAND if called else Sense.WORDS)
    command = _command(text, known, here=here, called=called) or _absent(text, direct=direct)
    if command:
        return command
    refs, rest = _named(text)
    is_named_first = _is_reference(phrases.first_word(text)[0])
    head = verbs.BECAUSE.split(rest)[0]
    asks_of_it = verbs.ends_asking(head) and not _answers(head)
    asked = asks_of_it if is_named_first else is_question(text)
    if refs and (not _bare(rest) or asked):
        return Meant(Sense.NAMED, text=rest if _bare(rest) else "", refs=refs)
    return _answer(rest, refs, known) or Meant(Sense.WORDS, text=text, refs=refs)


def _absent(text: str, *, direct: bool) -> Meant | None:
    """Somebody says that they are away, and until when."""
    verb, behind = verbs.meant(*phrases.first_word(text), ("away",)) if direct else ("", "")
    if verb != "away" or not names_a_day(behind):
        return None
    return Meant(Sense.COMMAND, verb, behind)


def is_question(text: str) -> bool:
    """Whether somebody asks something: what they say is then no answer, whatever words are in it.

    A day or a yes with a question mark is one, and so is the wish for a pair of hands.
    """
    return verbs.asks(text) and not _answers(verbs.BECAUSE.split(text)[0].strip())


def _answers(head: str) -> bool:
    """Whether words are an answer although they ask: a day, a yes, or the wish for help."""
    said = _spoken(_named(head)[1])
    helps = said is not None and said[0] == NEED_HELP
    agrees = said is not None and said[0] == Sense.YES and not _bare(said[1])
    return helps or agrees or bool(spoken_date(head))


def is_denied(text: str) -> bool:
    """Whether somebody says that something is not done, or not yet."""
    said = [_bare(word) for word in text.split()[:MOST_DENIED]]
    if " ".join(said) in _UNDER_WAY:
        return True
    return any(map(phrases.denies, said)) and not _ENDED.isdisjoint(said)


def _command(text: str, known: Collection[str], *, here: bool, called: bool) -> Meant | None:
    """A command that says by itself what it is about."""
    word, rest = phrases.first_word(text)
    if _is_reference(word):
        return None
    verb, behind = verbs.meant(word, rest, known)
    is_shorter = len(behind.split()) < len(rest.split())
    asks_of_thing = verb == SHOW and is_shorter and _bare(word) not in verbs.SHOWING
    if asks_of_thing or (verb, behind) == verbs.wondered(text):
        # A question is answered as what it is: its words are looked at once more there.
        return None
    if verb == SHOW and not called and len(_named(behind)[1].split()) > _SHORT:
        return None
    exact = _bare(word) in known or behind != rest
    if verb not in known or (verb in ABOUT_A_THING and not _names_first(behind)):
        return None
    if verb == NEED_HELP and behind != rest and _bare(word) == "need":
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
        return not rest or _names_first(rest) or _bare(rest) in _GREETED
    if verb in HARMLESS and len(text.split()) <= _SHORT:
        return True
    return exact and _bare(phrases.first_word(rest)[0]) not in _GOES_ON


def _names_first(text: str) -> bool:
    return _is_reference(phrases.first_word(text)[0])


def _is_reference(word: str) -> bool:
    found = phrases.reference(word)
    return found is not None and (found.letter in naming.LETTERS if found.letter else "#" in word)


def names(text: str) -> tuple[str, ...]:
    """The things that a text names by their letters and numbers, each once."""
    return _named(text)[0]


def _named(text: str) -> tuple[tuple[str, ...], str]:
    """The things that a text names before “because” or “evidence”, and the rest of it."""
    because = _KEPT.search(text)
    head = text[: because.start()] if because else text
    parts = [part for each in head.split() for part in naming.apart(typed.Word(each))]
    words = naming.spelled_out(parts)
    found = {at: ref for at, ref in naming.named(words).items() if at or _is_reference(ref)}
    if not found:
        return (), text
    gone = naming.joining(words, found).union(found)
    kept = [word.seen for at, word in enumerate(words) if at not in gone]
    rest = " ".join([*kept, text[because.start() :] if because else ""]).strip()
    return tuple(dict.fromkeys(map(_reference, found.values()))), rest


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
    if is_question(text) and not refs:
        return None
    if to := _TO_SOMEBODY.match(text):
        return Meant(Sense.ANSWER, "handoff", f"to {text[to.end() :]}", refs)
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
    is_yes = again is not None and again[0] in (Sense.YES, "ack") and not _bare(again[1])
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
    because = verbs.BECAUSE.search(text)
    head = text[: because.start()] if because else text
    if len(head) > MOST_SPOKEN:
        return ""
    said = plain(cleaning.line(head)).strip(" .,!?").lower()
    for day in (said, _TRAILING.sub("", said), _spoken_day(said)):
        named = _LITTLE.sub("", day)
        if named and dates.looks_like_date(named):
            return f"{named} {text[because.start() :]}" if because else named
    return ""


def names_a_day(text: str) -> bool:
    """Whether a day is said somewhere in a text."""
    said = answered.read(typed.words(f"T-0 {text[:MOST_SPOKEN]}"))
    return bool(said.date)


def is_impact(text: str) -> bool:
    """Whether somebody says nothing but what a decision means for customers."""
    return _bare(text) in _IMPACTS


def is_no_item(ref: str) -> bool:
    """Whether it is the number of what has no owner and no date, as a decision has."""
    return ref[:1] == "D"


def begins_with_name(text: str) -> bool:
    """Whether a text begins with the number of what it is about."""
    return _names_first(text)


def is_doubtful_day(text: str) -> bool:
    """Whether a short text is about a day without giving it: “maybe friday”, “friday or monday”."""
    words = [_bare(word) for word in text.split()]
    if len(words) > _MOST_DOUBTED or not names_a_day_anywhere(text):
        return False
    return words[0] in _DOUBTING or "or" in words


def names_a_day_anywhere(text: str) -> bool:
    """The same also without a little word before the day."""
    words = text.split()
    return any(dates.looks_like_date(plain(_bare(word))) for word in words)


def _spoken_day(said: str) -> str:
    leading = _LEADING.match(said)
    return _TRAILING.sub("", said[leading.end() :] if leading else said)


def _is_courteous(text: str) -> bool:
    words = [_bare(word) or word for word in text.split() if _TONES.sub("", word.lower())]
    if " ".join(words) in _POLITE:
        return True
    return bool(words) and set(words) <= _KIND and not _THANKS.isdisjoint(words)


def _bare(words: str) -> str:
    seen = _TONES.sub("", plain(typed.seen(words)).lower())
    return seen.strip(_AROUND) if seen.strip(_AROUND) else seen.strip()
