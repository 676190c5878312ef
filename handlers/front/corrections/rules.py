"""How a command that was refused may go on: with the right name, with its words placed, as a form.

Each way is a command of its own, which is kept; a button carries its key and never the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from handlers.speech import answered, phrases, typed
from handlers.speech.date_errors import AmbiguousDate
from handlers.speech.errors import SlipOfCommand, UnknownCommand, UserError
from handlers.speech.typing_errors import NotDone, PerhapsDate, PerhapsWhy

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
    "help": "item.help",
}
"""The form of each command that has one."""
ABOUT_ONE = frozenset(FORMS) - {"task", "issue"}
"""Those whose form is about one thing."""
WITHOUT_VERBS = ("", "message", "app_mention")


@dataclass(frozen=True)
class Course:
    """One way in which typed words may go on; `label` stands on its button."""

    label: str
    verb: str
    text: str = ""
    value: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self) | {"fields": dict(self.fields)}


def read(stored: Mapping[str, Any]) -> Course:
    """The way that was kept."""
    return Course(**stored)


def courses(error: UserError, verb: str, text: str) -> list[Course]:
    """How a refused command may go on, the likeliest first; none where nothing can be done."""
    return [*_mended(error, verb, text), *_form(error, verb, text)][:MOST]


def _mended(error: UserError, verb: str, text: str) -> Iterator[Course]:
    facts = error.facts
    match error:
        case SlipOfCommand():
            behind = phrases.first_word(text)[1]
            yield Course(f"Use /cx {facts['nearest']}", facts["nearest"], behind)
        case UnknownCommand():
            yield Course("Give a task…", TASK_FROM_WORDS, text)
            yield Course("Report an issue…", ISSUE_FROM_WORDS, text)
            yield Course("My list", "list")
        case AmbiguousDate():
            days = zip((facts["first"], facts["second"]), facts["isos"].split(), strict=True)
            for day, iso in days:
                yield from _replaced(day, verb, text, facts["words"], iso)
        case PerhapsDate():
            yield from _date_form(facts["ref"], facts["when"])
        case NotDone():
            yield Course("Done, and keep my words", "done", _with(text, "evidence"))
        case PerhapsWhy():
            yield Course("That is why", verb, _with(text, "because"))
    if facts.get("right"):
        yield from _replaced(f"Use {facts['right']}", verb, text, facts["wrong"], facts["right"])
    if facts.get("several"):
        yield from _one_each(verb, facts["several"].split())


def _one_each(verb: str, refs: list[str]) -> Iterator[Course]:
    """All of the things that are named, or one of them."""
    if len(refs) == 2:
        yield Course("Both", verb, " ".join(refs))
    yield from (Course(f"Only {ref}", verb, ref) for ref in refs)


def _with(text: str, lead: str) -> str:
    """The same answer, its words behind the little word that says what they are."""
    answer = answered.read(typed.words(text))
    because = f" because {answer.reason}" if answer.reason else ""
    return f"{' '.join(answer.refs)} {lead} {_escaped(answer.left)}{because}"


def _date_form(refs: str, when: str) -> Iterator[Course]:
    if " " not in refs:
        yield Course("Another date…", "item.date", value=refs, fields={"by": when})


def _replaced(label: str, verb: str, text: str, wrong: str, right: str) -> Iterator[Course]:
    """The command with the right name in the place of what was typed for it."""
    mended = replaced(text, wrong, right)
    if mended != text:
        yield Course(label, verb, mended)


def replaced(text: str, wrong: str, right: str) -> str:
    """The text with these words put right where they stand last, whatever space is in them."""
    words = [re.escape(_escaped(each)) for each in wrong.split()]
    if not words:
        return text
    pattern = r"\s+".join(words)
    found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE))
    if not found:
        return text
    last = found[-1]
    return f"{text[: last.start()]}{_escaped(right)}{text[last.end() :]}"


def _form(error: UserError, verb: str, text: str) -> Iterator[Course]:
    """The form of the command, filled in as far as it was understood."""
    if verb not in FORMS or isinstance(error, PerhapsDate):
        return
    if verb not in ABOUT_ONE:
        yield Course("Open as a form…", FORMS[verb], text)
        return
    answer = answered.read(typed.words(text))
    if len(answer.refs) == 1 and "-" in answer.refs[0]:
        given = {"by": answer.date, "reason": answer.reason or ("" if answer.date else answer.left)}
        yield Course(
            "Open as a form…", FORMS[verb], value=answer.refs[0],
            fields={name: words for name, words in given.items() if words},
        )  # fmt: skip


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
