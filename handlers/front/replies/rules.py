"""What a reply in words means: a command, an answer, a day, a yes, a thank-you, or something else.

People answer as they speak: “I'll take it by friday”, “done, mail is live”, “not mine”. What they
mean is put into the words of a typed command, and is read by its grammar from there on. Nothing is
guessed: what is none of these is left as it was written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from handlers.executives.decisions import rules as decision_rules
from handlers.executives.decisions import spoken
from handlers.executives.decisions.forecasts import spoken as spoken_reviews
from handlers.executives.decisions.forecasts.spoken import SpokenReview
from handlers.executives.decisions.spoken import SpokenAnswer
from handlers.front import verbs
from handlers.front.replies import sayings
from handlers.front.replies.sayings import Sense
from handlers.speech import answered, cleaning, dates, naming, phrases, typed
from storage.decisions import Impact
from storage.signs import plain


@dataclass(frozen=True)
class Meant:
    """What a reply means; `refs` are the things that it names, and `text` goes with the verb."""

    sense: Sense
    verb: str = ""
    text: str = ""
    refs: tuple[str, ...] = ()


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
    prefix = sayings.PREFIX.match(text)
    if prefix:
        text, called = text[prefix.end() :], True
    text = text.strip()
    if not text:
        return Meant(Sense.COMMAND if called else Sense.WORDS)
    command = _command(text, known, here=here, called=called) or _absent(text, direct=direct)
    if command:
        return command
    refs, rest = _named(text)
    is_named_first = _names_first(text)
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
    helps = said is not None and said[0] == sayings.NEED_HELP
    agrees = said is not None and said[0] == Sense.YES and not _bare(said[1])
    return helps or agrees or bool(spoken_date(head))


def is_denied(text: str) -> bool:
    """Whether somebody says that something is not done, or not yet."""
    said = [_bare(word) for word in text.split()[: sayings.MOST_DENIED]]
    if " ".join(said) in sayings.UNDER_WAY:
        return True
    return any(map(phrases.denies, said)) and not sayings.ENDED.isdisjoint(said)


def _command(text: str, known: Collection[str], *, here: bool, called: bool) -> Meant | None:
    """A command that says by itself what it is about."""
    word, rest = phrases.first_word(text)
    if _is_reference(word):
        return None
    verb, behind = verbs.meant(word, rest, known)
    is_shorter = len(behind.split()) < len(rest.split())
    asks_of_thing = verb == sayings.SHOW and is_shorter and _bare(word) not in verbs.SHOWING
    if asks_of_thing or (verb, behind) == verbs.wondered(text):
        # A question is answered as what it is: its words are looked at once more there.
        return None
    if verb == sayings.SHOW and not called and len(_named(behind)[1].split()) > sayings.SHORT:
        return None
    exact = _bare(word) in known or behind != rest
    if verb in sayings.ABOUT_A_THING:
        behind = naming.numbered_first(behind, word)
    if verb not in known or (verb in sayings.ABOUT_A_THING and not _names_first(behind, word)):
        return None
    if verb == sayings.NEED_HELP and behind != rest and _bare(word) == "need":
        # “need help”, which is about a thing.
        return None
    by_itself = verb in sayings.ABOUT_A_THING or called
    if by_itself or _is_plainly(verb, text, rest, exact=exact, here=here):
        return Meant(Sense.COMMAND, verb, behind)
    return None


def _is_plainly(verb: str, text: str, rest: str, *, exact: bool, here: bool) -> bool:
    """Whether the first word of a text that calls nobody by name begins a command, no sentence."""
    if here:
        return verb in sayings.HARMLESS and exact and not rest
    if verb == sayings.NEED_HELP:
        return not rest or _names_first(rest) or _bare(rest) in sayings.GREETED
    if verb in sayings.HARMLESS and len(text.split()) <= sayings.SHORT:
        return True
    return exact and _bare(phrases.first_word(rest)[0]) not in sayings.GOES_ON


def _names_first(text: str, before: str = "") -> bool:
    """Whether a text begins with a thing, “T-12” or “task 12”, and what is said is about that."""
    first, rest = phrases.first_word(naming.numbered_first(text, before))
    part = naming.begins_part([*map(typed.Word, before.split())], phrases.first_word(rest)[0])
    return _is_reference(first) and not part


def _is_reference(word: str) -> bool:
    found = phrases.reference(word)
    return found is not None and (found.letter in naming.LETTERS if found.letter else "#" in word)


def names(text: str) -> tuple[str, ...]:
    """The things that a text names by their letters and numbers, each once."""
    return _named(text)[0]


def _named(text: str) -> tuple[tuple[str, ...], str]:
    """The things that a text names before “because” or “evidence”, and the rest of it."""
    because = naming.KEPT.search(text)
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
    if to := sayings.TO_SOMEBODY.match(text):
        return Meant(Sense.ANSWER, "handoff", f"to {text[to.end() :]}", refs)
    found = _spoken(text)
    if found is None:
        return _typed(text, refs, known)
    meaning, rest, sign = found
    if meaning == Sense.YES:
        return Meant(Sense.YES, refs=refs) if not _bare(rest) else _more(rest, refs)
    if meaning == sayings.WAIT and not sayings.WAITS_FOR.match(rest.strip()):
        return None
    if meaning == sayings.FAILED:
        return Meant(Sense.ANSWER, meaning, f"because {text}", refs)
    return Meant(Sense.ANSWER, meaning, _behind(rest, sign), refs)


def _more(rest: str, refs: tuple[str, ...]) -> Meant | None:
    """A yes with more words: with thanks or another yes it is one, else it is looked at."""
    again = _spoken(rest)
    is_yes = again is not None and again[0] in (Sense.YES, "ack") and not _bare(again[1])
    return Meant(Sense.YES, refs=refs) if is_yes or _is_courteous(rest) else None


def _typed(text: str, refs: tuple[str, ...], known: Collection[str]) -> Meant | None:
    """The word of a command that says something about a thing."""
    word, rest = phrases.first_word(text)
    verb, behind = verbs.meant(word, rest, known)
    if verb not in known or verb not in sayings.ABOUT_A_THING:
        return None
    sign = word[-1] if word[-1] in sayings.SEPARATORS else ""
    if verb == "told" and rest and not sign:
        # “told Maria to call them” says nothing of the customer.
        return None
    if verb == sayings.WAIT and not sayings.WAITS_FOR.match(behind):
        # “waits for legal” says that it does, and lets nothing rest.
        return None
    pronoun = sayings.PRONOUN.match(behind)
    said = behind[pronoun.end() :] if pronoun else behind
    return Meant(Sense.ANSWER, verb, _behind(said, sign), refs)


def _behind(rest: str, sign: str) -> str:
    """The words behind what was said; a colon or comma says that they are parted from it."""
    rest = rest.strip()
    first = rest.split(" ", 1)[0]
    if first and not first.strip(sayings.SEPARATORS):
        sign, rest = first[-1], rest[len(first) :].strip()
    if not rest:
        return ""
    return f"{',' if sign == ',' else ':'} {rest}" if sign else rest


def _spoken(text: str) -> tuple[str, str, str] | None:
    """What the first words mean that people say, the words behind, and the sign between."""
    words = text.split(maxsplit=sayings.MOST_WORDS)
    for count in range(min(sayings.MOST_WORDS, len(words)), 0, -1):
        said = _bare(" ".join(words[:count]))
        if said in sayings.SPOKEN:
            last = words[count - 1]
            sign = last[-1] if last[-1] in sayings.SEPARATORS and last not in sayings.SPOKEN else ""
            return sayings.SPOKEN[said], " ".join(words[count:]), sign
    return None


def spoken_date(text: str) -> str:
    """The day that is all that somebody says, with “because” and why; empty where it is not."""
    because = verbs.BECAUSE.search(text)
    head = text[: because.start()] if because else text
    if len(head) > sayings.MOST_SPOKEN:
        return ""
    said = plain(cleaning.line(head)).strip(" .,!?").lower()
    for day in (said, sayings.TRAILING.sub("", said), _spoken_day(said)):
        named = sayings.LITTLE.sub("", day)
        if named and dates.looks_like_date(named):
            return f"{named} {text[because.start() :]}" if because else named
    return ""


def names_a_day(text: str) -> bool:
    """Whether a day is said somewhere in a text."""
    said = answered.read(typed.words(f"T-0 {text[: sayings.MOST_SPOKEN]}"))
    return bool(said.date)


def decide_by(text: str) -> str:
    """The day by which something is decided, with “because” and why; empty for other words.

    “Decide by 10 dec”, “we decide it on friday”, “by 10 dec”.
    """
    said = unnamed(text)
    leading = sayings.DECIDES.match(said)
    return spoken_date(said[leading.end() :] if leading else said)


def ruling(text: str) -> str | None:
    """What was decided, as whoever decided it says it: “decided as proposed, because …”.

    Empty where no more is said than that it is decided; None for other words.
    """
    said = unnamed(text)
    leading = sayings.DECIDED.match(said)
    return said[leading.end() :] if leading else None


def impact(text: str, offered: Collection[Impact] = decision_rules.CHANGES) -> SpokenAnswer | None:
    """What somebody says that a decision means for customers, and why; None for other words."""
    prefix = sayings.PREFIX.match(text)
    return spoken.read(_named(text[prefix.end() if prefix else 0 :])[1], offered)


def review(text: str, expected: str | None = None) -> SpokenReview | None:
    """What somebody says came true of a decision; None for other words."""
    return spoken_reviews.read(unnamed(text), expected)


def unnamed(text: str) -> str:
    """What somebody says without the number of what it is about."""
    prefix = sayings.PREFIX.match(text)
    return _named(text[prefix.end() if prefix else 0 :])[1].strip(" ,:")


def says_what_came_true(text: str) -> bool:
    """Whether nothing else can be meant than what came true of a decision."""
    said = review(text)
    return said is not None and said.is_plain


def says_a_change(text: str) -> bool:
    """Whether somebody says what changes for customers, as they do of decisions alone."""
    said = impact(text)
    return said is not None and said.impact is not Impact.UNKNOWN


def is_no_item(ref: str) -> bool:
    """Whether it is the number of what has no owner and no date, as a decision has."""
    return ref[:1] == "D"


def begins_with_name(text: str) -> bool:
    """Whether a text begins with the number of what it is about."""
    return _names_first(text)


def is_doubtful_day(text: str) -> bool:
    """Whether a short text is about a day without giving it: “maybe friday”, “friday or monday”."""
    words = [_bare(word) for word in text.split()]
    if len(words) > sayings.MOST_DOUBTED or not names_a_day_anywhere(text):
        return False
    return words[0] in sayings.DOUBTING or "or" in words


def names_a_day_anywhere(text: str) -> bool:
    """The same also without a little word before the day."""
    words = text.split()
    return any(dates.looks_like_date(plain(_bare(word))) for word in words)


def _spoken_day(said: str) -> str:
    leading = sayings.LEADING.match(said)
    return sayings.TRAILING.sub("", said[leading.end() :] if leading else said)


def _is_courteous(text: str) -> bool:
    words = [_bare(word) or word for word in text.split() if sayings.TONES.sub("", word.lower())]
    if " ".join(words) in sayings.POLITE:
        return True
    return bool(words) and set(words) <= sayings.KIND and not sayings.THANKS.isdisjoint(words)


def _bare(words: str) -> str:
    seen = sayings.TONES.sub("", plain(typed.seen(words)).lower())
    return seen.strip(sayings.AROUND) if seen.strip(sayings.AROUND) else seen.strip()
