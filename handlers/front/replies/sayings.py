"""What people say in a reply, as patterns and lists of words, and what each of them means."""

from __future__ import annotations

import re
from enum import StrEnum


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
    NAMED = "named"
    """Nothing but the number of a thing."""
    COURTESY = "courtesy"
    """A thank-you, which asks for nothing."""
    WORDS = "words"
    """Anything else."""


ABOUT_A_THING = frozenset({
    "ack", "take", "done", "date", "confirm", "join", "talk", "snooze", "no", "handoff", "withdraw",
    "return", "undo", "reopen", "edit", "owner", "note", "private", "share", "follow", "unfollow",
    "told", "prevented", "verified", "held", "stands", "wait", "resume",
})  # fmt: skip
"""Commands that say something about what has a number."""
NEED_HELP, SHOW = "help", "show"
WAIT, RESUME = "wait", "resume"
FAILED = "failed"
"""What was done did not help, or did not hold: what is said is why it is opened again."""
OF_ONESELF = frozenset({"undo"})
"""Those of them that are about what somebody did last, where they name nothing."""
HARMLESS = frozenset({"list", "search", "help", SHOW})
"""Commands that only show something: any word for them will do, and begins no sentence of work."""
SHORT = 3
"""Words of a text that begins with any word for a harmless command."""
GOES_ON = frozenset({
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
    "return": (
        "give it back", "i give it back", "i'll give it back", "give this back", "send it back",
        "hand it back", "pass it back", "it goes back", "back to you",
    ),
    NEED_HELP: (
        "need help", "i need help", "we need help", "help needed", "need a hand", "i need a hand",
        "please help", "i need help with it", "can you help", "can somebody help", "help me",
        "help me with it", "help me with this", "need help with this", "i need help with this",
        "stuck", "i'm stuck", "i am stuck", "we're stuck", "we are stuck", "stuck with it",
    ),
    "snooze": ("remind me", "remind me again", "ask me again", "not now", "later please"),
    "told": (
        "they know", "they know it", "told them", "i told them", "told the customer",
        "i told the customer", "customer knows", "the customer knows", "i've told them",
        "i have told them", "they have been told", "they've been told", "called them",
        "i called them", "i've called them", "spoke with them", "i spoke with them",
        "spoke to them", "i spoke to them", "wrote to them", "i wrote to them", "wrote them",
        "i wrote them", "mailed them", "i mailed them", "informed them", "i informed them",
        "let them know", "i let them know", "they have heard", "they've heard",
        "the customer has heard",
    ),
    "verified": (
        "it helped", "that helped", "it has helped", "yes it helped", "yes it did", "it did help",
        "it did", "it works now", "it works for them", "they are happy", "they're happy",
        "they are satisfied", "they're satisfied",
    ),
    "held": (
        "it held", "it has held", "it's held", "yes it held", "it still holds", "still holds",
        "it holds", "it has not come back", "it hasn't come back", "has not come back",
        "hasn't come back", "it did not come back", "it didn't come back", "it never came back",
    ),
    WAIT: (
        "it waits", "this waits", "that waits", "we wait", "i wait", "waiting", "we're waiting",
        "we are waiting", "i'm waiting", "i am waiting", "it's waiting", "it is waiting",
        "this is waiting", "it has to wait", "this has to wait", "we have to wait", "let it wait",
        "i have to wait", "it must wait", "this must wait",
    ),
    RESUME: (
        "it goes on", "this goes on", "goes on", "it can go on", "this can go on", "we go on",
        "we can go on", "i can go on", "i go on", "it goes on now", "it continues",
        "it no longer waits", "no longer waiting", "it does not wait any more",
        "we are no longer waiting", "we're no longer waiting", "waiting is over",
        "the waiting is over", "the wait is over",
    ),
    "stands": ("it stands", "the no stands", "yes it stands", "let it stand", "it can stand"),
    FAILED: (
        "it did not help", "it didn't help", "did not help", "didn't help", "it has not helped",
        "it hasn't helped", "no it did not", "no it didn't", "it came back", "it has come back",
        "it's come back", "came back", "it is back", "it's back", "it happened again",
        "happened again", "it did not hold", "it didn't hold", "did not hold", "didn't hold",
        "it does not stand", "it doesn't stand",
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
MOST_WORDS = max(len(words.split()) for words in SPOKEN)
GREETED = frozenset({"there", "duly", "morning", "afternoon", "evening", "everybody", "again"})
"""Words behind a greeting."""
ENDED = frozenset({
    "done", "close", "closed", "finish", "finished", "ready", "fixed", "complete", "completed",
    "solved", "resolved", "yet", "there", "through",
})  # fmt: skip
UNDER_WAY = frozenset({
    "in progress", "still working on it", "i'm still working on it", "working on it",
    "i'm working on it", "i am working on it", "still on it", "under way", "underway", "on its way",
    "half way", "halfway", "soon", "in the works", "work in progress", "wip",
})  # fmt: skip
"""What people say of something that is not done."""
MOST_DENIED = 12
DOUBTING = frozenset({
    "maybe", "perhaps", "probably", "possibly", "hopefully", "not", "around", "about", "yes", "ok",
    "earliest", "after", "between", "i", "i'd", "could",
})  # fmt: skip
MOST_DOUBTED = 6
THANKS = frozenset({
    "thanks", "thank", "thx", "ty", "cheers", "merci", "danke", "great", "perfect", "super",
    "nice", "lovely", "wonderful", "noted", "understood", "appreciated", "excellent", "brilliant",
    "🙏", "pray", "heart", "❤️", "🎉", "tada", "clap", "👏",
})  # fmt: skip
KIND = THANKS | frozenset({
    "you", "there", "folks", "team", "so", "much", "many", "very", "all", "a", "lot", "the", "good",
    "job", "well", "got", "it", "duly", "ok", "okay", "yes", "that's", "that", "is", "for", "news",
    "work", "everybody", "everyone", "again", "and",
})  # fmt: skip
POLITE = frozenset({"no problem", "no worries", "no rush", "my pleasure", "welcome", "good luck"})

LEADING = re.compile(
    r"(?:(?:yes|yeah|yep|ok|okay|sure|hi|hello|sorry|thanks)[, ]+)?"
    r"(?:(?:i|we)(?:'ll| will| can| could|'d)? )?(?:can |could )?"
    r"(?:need (?:(?:it|this) )?(?:until |till )?"
    r"|(?:take|do|have|get|finish|make|deliver|send) (?:(?:it|this|that) )?(?:done |ready )?"
    r"|(?:(?:it|this|that)(?:'ll| will)? |will )?be (?:done |ready )?"
    r"|let's say |let's make it |say |how about |what about |new date[: ]+)?"
)
TRAILING = re.compile(
    r"(?:[, ]+(?:please|thanks|thank you|then|is fine|is ok|is okay|is good|works|works for me"
    r"|for me|at the latest|ok|okay|if that(?:'s| is) (?:ok|okay|fine)))+$"
)
TO_SOMEBODY = re.compile(
    r"(?:(?:please )?(?:ask|give it to|pass it to|to)|→|->|-&gt;"
    r"|(?:it|that|this)(?:'s| is) for) (?=<@)",
    re.IGNORECASE,
)
"""How somebody is named who is to have it."""
WAITS_FOR = re.compile(r"for\b.+\b(?:until|till|til|by)\b", re.IGNORECASE | re.DOTALL)
"""For whom something waits, and until when: without both, it is talk about it."""
DECIDES = re.compile(
    r"(?:please )?(?:(?:we|i|it)(?:'ll| will|'s| is)? )?(?:(?:to )?be )?"
    r"(?:decide[ds]?|decision|move(?: the day)?|moved)(?: (?:it|this|that))?(?: (?:to|only|now))?"
    r"[:,]? +",
    re.IGNORECASE,
)
"""What stands before the day by which something is decided."""
DECIDED = re.compile(
    r"(?:(?:we|i)(?:'ve| have)? |(?:it|this|that)(?:'s| is| was) )?decided(?:[:,]? +|$)",
    re.IGNORECASE,
)
"""What stands before what was decided."""
LITTLE = re.compile(r"^(?:by|until|till|on|to|due|for) ")
PREFIX = re.compile(r"/?cx\b[:,]?\s*", re.IGNORECASE)
PRONOUN = re.compile(
    r"(?:it|this|that)\b(?! (?:week|month|morning|afternoon|evening|friday|one)\b)\s*",
    re.IGNORECASE,
)
TONES = re.compile("[\U0001f3fb-\U0001f3ff]|:skin-tone-[2-6]:| ?[:;]-?[)pd](?!\\w)")
"""The tone of a hand, and a smile behind words."""
AROUND = " .,:;!?()[]{}`*_~'\"–—-"
SEPARATORS = ",.:;!-–—"
