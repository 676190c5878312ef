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


@dataclass
class TypedDecision:
    """A decision as it was typed; empty, or None, where nothing was said."""

    title: str
    when: str = ""
    why: str = ""
    audience: Audience | None = None


def read(words: Sequence[Word], line: str) -> TypedDecision:
    """Read `<decision> [by <when>] [because …]`; `line` is all of it as its writer saw it.

    People, customers and departments are part of what is decided.
    """
    filing = Filing(words, grammar.clauses(words, KnownNames()))
    said = TypedDecision(line)
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
