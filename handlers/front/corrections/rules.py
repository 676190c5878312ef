"""How a command that was refused may go on: with the right name, with its words placed, as a form.

Each way is a command of its own, which is kept; a button carries its key and never the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from handlers.promises.items.words import FEELING, HEARD, PREVENTED, WAIT_FORM
from handlers.promises.parts.cards import OPEN as INVOLVE_FORM
from handlers.promises.steps.cards import ANOTHER, IS_IT, WORDS
from handlers.speech import answered, blocks, naming, phrases, typed, words
from handlers.speech.answered import TypedAnswer
from handlers.speech.date_errors import AmbiguousDate, UnclearHour
from handlers.speech.errors import SlipOfCommand, UnknownCommand, UnreadableRequest, UserError
from handlers.speech.people_errors import GuestMayNot, NewcomerMayNot, NotOfHere, NotYours
from handlers.speech.promise_errors import (
    AlreadyClosed,
    AlreadyOffered,
    AlreadyTaken,
    NearCause,
    NoMoreSnoozes,
    NothingOwed,
    NothingToPutOff,
    NotNow,
    PrivateThing,
    UnclearItem,
    UnknownItem,
    YoursAlready,
)
from handlers.speech.typing_errors import (
    NotClosed,
    NotYetDone,
    OneAtATime,
    OneOwner,
    PerhapsDate,
    PerhapsWhy,
    TooManyItems,
)

_AT_ONCE = 4
MOST = 6
"""Ways that are offered at once: five, and a form."""
TASK_FORM, ISSUE_FORM = "task.typed", "issue.typed"
TASK_FROM_WORDS, ISSUE_FROM_WORDS = "task.shortcut", "issue.shortcut"
FORMS: Mapping[str, str] = {
    "task": TASK_FORM,
    "issue": ISSUE_FORM,
    "date": "item.date",
    "no": "item.no",
    "snooze": "item.snooze",
    "handoff": "item.handoff",
    "return": "offer.return",
    "help": "item.help",
    "reopen": "item.reopen",
    "told": HEARD,
    "prevented": PREVENTED,
    "wait": WAIT_FORM,
    "feeling": FEELING,
    "note": "item.note",
    "owner": "item.owner",
    "involve": INVOLVE_FORM,
}
"""The form of each command that has one."""
RefusalFacts = Mapping[str, str]
ABOUT_ONE = frozenset(FORMS) - {"task", "issue"}
"""Those whose form is about one thing."""


POINTLESS = (
    AlreadyClosed, AlreadyOffered, AlreadyTaken, GuestMayNot, NewcomerMayNot, NoMoreSnoozes,
    NotNow, NotOfHere, NothingOwed, NothingToPutOff, NotYetDone, NotYours, OneAtATime, PerhapsDate,
    PrivateThing, TooManyItems, UnclearItem, UnknownItem, UnreadableRequest,
)  # fmt: skip
"""Refusals after which the form of the same command would be refused as well."""


@dataclass(frozen=True)
class Course:
    """One way in which typed words may go on; `label` stands on its button."""

    label: str
    verb: str
    text: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    lacks: str = ""
    """What the words that answer the question add to it; without a button then."""
    likely: bool = field(default=False, compare=False)
    """Whether it stands out; of several that are as likely none does."""

    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"fields": dict(self.fields)}


def read(stored: Mapping[str, Any]) -> Course:
    """The way that was kept."""
    return Course(**stored)


def courses(error: UserError, verb: str, text: str) -> list[Course]:
    """How a refused command may go on, the likeliest first; none where nothing can be done."""
    return [*_mended(error, verb, text), *_form(error, verb, text)][:MOST]


def what_there_is(said: str) -> list[Course]:
    """What can be done with words that were not understood, and with any."""
    return [
        Course("Give a task…", TASK_FROM_WORDS, said),
        Course("Report an issue…", ISSUE_FROM_WORDS, said),
        Course("My list", "list"),
    ]


def _mended(error: UserError, verb: str, text: str) -> Iterator[Course]:
    facts = error.facts
    offers = (offer for kind, offer in _OFFERS.items() if isinstance(error, kind))
    for offer in offers:
        yield from offer(facts, verb, text)
        return
    if facts.get("right"):
        label = f"Use {facts.get('called') or facts['right']}"
        found = _replaced(label, verb, text, facts["wrong"], facts["right"])
        yield from (replace(each, likely=True) for each in found)


def _other_command(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    del verb
    behind = phrases.first_word(text)[1]
    yield Course(f"Use /cx {facts['nearest']}", facts["nearest"], behind, likely=True)


def _what_there_is(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    del facts, verb
    yield from what_there_is(text)


def _either_day(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    for day, iso in zip((facts["first"], facts["second"]), facts["isos"].split(), strict=True):
        yield from _replaced(day, verb, text, facts["words"], iso)


def _either_hour(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    """The two times of day that an hour may be."""
    for hour in (facts["first"], facts["second"]):
        if hour[:1].isdigit():
            yield from _replaced(hour, verb, text, facts["words"], hour)


def _another_date(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    if " " in facts["ref"]:
        yield from _each(verb, text, facts["ref"].split())
    else:
        date = {"by": facts["when"]}
        yield Course("Another date…", "item.date", value=facts["ref"], fields=date)


def _my_date(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    """Another date for what is theirs already, where they named one."""
    del verb
    day = answered.read(typed.words(text)).date
    if day:
        yield Course("Another date…", "item.date", value=facts["ref"], fields={"by": day})


def _words_kept(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    if " " in facts["ref"]:
        yield from _each(verb, text, facts["ref"].split())
    elif verb == "done":
        yield Course("Done, and keep my words", verb, _with(text, "evidence"))
    else:
        yield Course("That is why", verb, _with(text, "because"))


def _why_it_is(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    """The words behind the date or the name as the reason."""
    said = facts.get("said")
    if not said:
        yield from _words_kept(facts, verb, text)
        return
    answer = answered.read(typed.words(text))
    rest = blocks.escaped(answer.behind(said))
    for lead in _REASONS:
        rest = rest.removeprefix(lead)
    lead = "to " if verb in ("handoff", "owner") else ""
    shown = said if lead else blocks.escaped(said)
    yield Course("That is why", verb, f"{' '.join(answer.refs)} {lead}{shown} because {rest}")


def _all_of_them(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    """The same command once it is known that so many things are meant, or for the first ones."""
    refs, most = facts["refs"].split(), int(facts["most"])
    count = words.number(int(facts["count"])) if most < len(refs) else facts["most"]
    label = f"All {count}" if most < len(refs) else f"The first {count}"
    is_cut = most == len(refs)
    yield Course(label, verb, _about(text, refs) if is_cut else text, fields={naming.ALL: "yes"})
    yield Course(
        f"Only the first {words.number(naming.MOST)}", verb, _about(text, refs[: naming.MOST])
    )


def _about(text: str, refs: Sequence[str]) -> str:
    """The same answer about these things."""
    answer = answered.read(typed.words(text))
    return f"{' '.join(refs)}{answer.parted} {text_behind(text)}".strip()


def _one_alone(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    yield from (Course(f"Only {ref}", verb, _about(text, [ref])) for ref in facts["refs"].split())


def _not_done(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    """What is not done yet may have another day, need a pair of hands, or be told."""
    del verb
    refs = facts["ref"].split()
    if len(refs) == 1:
        yield Course("Another date…", "item.date", value=refs[0])
        yield Course("Need help…", "item.help", value=refs[0])
    yield Course("Keep it as a note", "note", f"{' '.join(refs)} {text_behind(text)}")


def text_behind(text: str) -> str:
    """The words of an answer beside the numbers, with their links where the numbers stand first."""
    answer = answered.read(typed.words(text))
    refs, rest = answered.named_first(text)
    if refs == answer.refs:
        return rest.lstrip("-–—: ")
    return f"{blocks.escaped(answer.left)}{answer.because}".strip()


def _one_of_them(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    people = zip(facts["ids"].split(), facts["called"].split("\n"), strict=True)
    yield from (_given_to(verb, text, *person) for person in people)


def _given_to(verb: str, text: str, user_id: str, name: str) -> Course:
    """The command for one of those who were named."""
    if verb != "handoff":
        return Course(name, verb, text, fields={"owner": user_id})
    answer = answered.read(typed.words(text))
    return Course(name, verb, f"{' '.join(answer.refs)} to <@{user_id}>{answer.because}")


def _each(verb: str, text: str, refs: Sequence[str]) -> Iterator[Course]:
    """All of the things that an answer names, or one of them; its words are kept with it."""
    lead = "evidence" if verb == "done" else "because"
    if len(refs) == 2:
        yield Course("Both", verb, _with(text, lead))
    yield from (Course(f"Only {ref}", verb, _with(text, lead, ref)) for ref in refs[:_AT_ONCE])


def _that_cause(facts: RefusalFacts, verb: str, text: str) -> Iterator[Course]:
    """It has the known cause, or another that is only like it."""
    yield Course("It is that one", verb, text, fields={IS_IT: facts["ref"]}, likely=True)
    yield Course("It is another", verb, text, fields={IS_IT: ANOTHER})


def _with(text: str, lead: str, only: str = "") -> str:
    """The same answer, its words behind the little word that says what they are.

    Where it is about `only` one thing, the others that it names are among those words.
    """
    answer = answered.read(typed.words(text))
    others = [ref for ref in answer.refs if only and ref != only]
    words = " ".join(filter(None, (blocks.escaped(answer.left), *others)))
    return f"{only or ' '.join(answer.refs)} {lead} {words}{answer.because}"


def _replaced(label: str, verb: str, text: str, wrong: str, right: str) -> Iterator[Course]:
    """The command with the right name in the place of what was typed for it."""
    mended = replaced(text, wrong, right)
    if mended != text:
        yield Course(label, verb, mended)


def replaced(text: str, wrong: str, right: str) -> str:
    """The text with these words put right where they stand last, whatever space is in them."""
    words = [re.escape(blocks.escaped(each)) for each in wrong.split()]
    if not words:
        return text
    pattern = r"\s+".join(words)
    found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE))
    if not found:
        return text
    last = found[-1]
    return f"{text[: last.start()]}{blocks.escaped(right)}{text[last.end() :]}"


def _form(error: UserError, verb: str, text: str) -> Iterator[Course]:
    """The form of the command, filled in as far as it was understood."""
    if verb not in FORMS or isinstance(error, POINTLESS):
        return
    if verb not in ABOUT_ONE:
        yield Course("Open as a form…", FORMS[verb], text)
        return
    answer = answered.read(typed.words(text))
    if len(answer.refs) == 1 and "-" in answer.refs[0]:
        yield Course(
            "Open as a form…", FORMS[verb], value=answer.refs[0], fields=_given(verb, answer, text)
        )


def _given(verb: str, answer: TypedAnswer, text: str) -> Mapping[str, str]:
    """What was said already, by the inputs of the form."""
    if verb == "prevented":
        given = {WORDS[0]: text_behind(text), "reason": answer.reason}
    else:
        given = {"by": answer.date, "reason": answer.reason or ("" if answer.date else answer.left)}
    return {name: words for name, words in given.items() if words}


_REASONS = ("since ", "as ", "for ", "cause ")
"""Words that people say for “because”."""
_OFFERS: Mapping[type[UserError], Callable[[RefusalFacts, str, str], Iterator[Course]]] = {
    SlipOfCommand: _other_command,
    UnknownCommand: _what_there_is,
    AmbiguousDate: _either_day,
    UnclearHour: _either_hour,
    PerhapsDate: _another_date,
    YoursAlready: _my_date,
    NotYetDone: _not_done,
    NotClosed: _words_kept,
    PerhapsWhy: _why_it_is,
    OneOwner: _one_of_them,
    TooManyItems: _all_of_them,
    NearCause: _that_cause,
    OneAtATime: _one_alone,
}
"""What is offered after each refusal, by the first kind that it is of."""
