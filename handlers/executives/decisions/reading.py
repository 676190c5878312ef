"""How a typed decision is read: what is about to be decided, by when, why, and who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.speech import grammar
from handlers.speech.clauses import KnownNames
from handlers.speech.filing import Filing
from handlers.speech.runs import Slot
from handlers.speech.typed import Word
from storage.audiences import Audience

_DECIDED = frozenset({"by", "until", "till", "due"})
"""Little words for the day of a decision: “in January” is when it takes effect."""

_BEHIND = _DECIDED | {"because"}
_ASKING = frozenset({"whether", "if", "that", "what", "how", "until", "before", "when", "because"})
"""Behind these somebody who decides is part of what is decided, or of why."""


@dataclass
class TypedDecision:
    """A decision as it was typed; empty, or None, where nothing was said."""

    title: str
    when: str = ""
    why: str = ""
    audience: Audience | None = None
    decider: str = ""
    """The Slack id of whoever decides, where somebody is named so."""


def read(words: Sequence[Word], line: str) -> TypedDecision:
    """Read `<decision> [by <when>] [@victor decides] [because …]`; `line` is all of it as seen.

    Other people, customers and departments are part of what is decided.
    """
    decider, words = _decider(words)
    if decider:
        line = grammar.rest(words, [])
    filing = Filing(words, grammar.clauses(words, KnownNames()))
    said = TypedDecision(line, decider=decider)
    for each in filing.found:
        is_day = each.kind is Slot.DATE and words[each.start].lead in _DECIDED
        leads_all = each.start == 0 and words[each.end - 1].seen.endswith((":", ","))
        fits = leads_all or filing.ends_at(each.end)
        if is_day and each.value and fits and not said.when:
            said.when = each.said
        elif each.kind is Slot.REASON and each.value:
            said.why = each.said
        elif isinstance(each.value, Audience) and said.audience is None:
            said.audience = each.value
        else:
            continue
        filing.filed.append(each)
    said.title, named = grammar.audience_of(filing.title if filing.filed else line)
    said.audience = said.audience or named
    return said


def _decider(words: Sequence[Word]) -> tuple[str, Sequence[Word]]:
    """Who decides, where that is a clause of its own; and the words without it.

    “Ask whether @victor decides the fee” names nobody.
    """
    for at, word in enumerate(words[:-1]):
        if not word.person or word.quoted or words[at + 1].plain.lower() != "decides":
            continue
        end = at + 2
        if end < len(words) and words[end].plain.lower() == "it":
            end += 1
        ends = end >= len(words) or words[end].lead in _BEHIND
        begins = at > 0 and words[at - 1].plain.lower() not in _ASKING
        if ends and begins:
            start = at - (words[at - 1].plain.lower() == "and")
            return word.person, [*words[:start], *words[end:]]
    return "", words
