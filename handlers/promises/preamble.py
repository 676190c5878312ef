"""Before anything is done: who asks, about which promise, and what they say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.people import access, vocabulary
from handlers.promises import deadlines, items, lifecycle
from handlers.promises.deadlines import HOUR
from handlers.promises.items import audience
from handlers.promises.lifecycle import Move
from handlers.speech import answered, blocks, cleaning, naming, phrases, reasons, values
from handlers.speech import typed as typed_words
from handlers.speech.answer_errors import (
    ReasonForHelp,
    ReasonToGive,
    ReasonToReopen,
    ReasonToRest,
)
from handlers.speech.answered import TypedAnswer
from handlers.speech.errors import (
    Missing,
    MissingWords,
    ReasonMissing,
    UserError,
    WhyMissing,
    WrongDate,
)
from handlers.speech.forms import Reading
from handlers.speech.request import Privacy, Request
from handlers.speech.typing_errors import (
    FarTooManyItems,
    NotClosed,
    NotDone,
    NotRead,
    NotYetDone,
    PerhapsDate,
    PerhapsWhy,
    SeveralNotClosed,
    SeveralNotDone,
    SeveralNotYetDone,
    SeveralPerhapsDate,
    TooManyItems,
)
from handlers.speech.words import join_names, number
from storage import channels, departments
from storage.audiences import Audience
from storage.items import Item
from storage.people import Person

CLOSING = {"done", "no", "withdraw"}
"""Commands that close what they name."""
SAYS_WHEN_OR_WHO = {"date", "snooze", "handoff", "owner", "reopen"}
"""Commands that say by when or to whom, which may stand behind the reason as well."""
WITHOUT_REASON = {"follow", "unfollow"}
"""Commands of which nobody would read a reason."""
WHY: Mapping[str, type[Missing]] = {reasons.FIELD: WhyMissing}
"""The input of a form that says why."""
ANYWAY = "anyway"
"""The word that closes something over what still hangs on it."""
BY = "by"
"""The day that was said before a form was opened for it."""
EXAMPLE = "T-12"
"""What the usage of a command is about."""
_EXAMPLES = re.compile(r"friday|Logistics|@lee")
"""Whom and when the usages name."""
WHY_NOT_SAID: Mapping[str, type[ReasonMissing]] = {
    "handoff": ReasonToGive, "owner": ReasonToGive, "snooze": ReasonToRest,
    "return": ReasonToGive, "reopen": ReasonToReopen, "help": ReasonForHelp,
}  # fmt: skip
"""What is said where a command gives no reason, where the customer's side would not ask."""
_QUOTED = 120
Act = Callable[[Session, datetime, Person, Item], object]


@dataclass(frozen=True)
class Typed:
    """A command about promises: who types it, the promises, held, and what is said of them."""

    person: Person
    items: tuple[Item, ...]
    answer: TypedAnswer

    @property
    def words(self) -> str:
        """A date or a name."""
        return self.answer.said

    @property
    def reason(self) -> str:
        """What followed “because”."""
        return self.answer.reason

    @property
    def refs(self) -> str:
        """The promises as a command names them."""
        return " ".join(item.ref for item in self.items)

    def check_nothing_left(self, verb: str) -> None:
        """Refuse to do something over words that are neither a number nor a reason.

        Where it would have closed: raises PerhapsDate where they name a day, PerhapsWhy where no
        reason is given, NotDone or NotClosed. Otherwise NotRead, for a reason as well where nobody
        would read it.
        """
        answer = self.answer
        if verb not in CLOSING:
            left = answer.left or (self.reason if verb in WITHOUT_REASON else "")
            if left:
                raise NotRead(words=blocks.clip(left, _QUOTED), ref=self.refs)
            return
        if not answer.words:
            return
        raise self._not_closed(verb)

    def _not_closed(self, verb: str) -> UserError:
        """Why nothing is closed over the words that are left, and what may be meant by them."""
        answer, is_one = self.answer, len(self.items) == 1
        facts = {
            "words": blocks.clip(answer.left, _QUOTED),
            "verb": verb,
            "ref": self.refs,
            "names": join_names([item.ref for item in self.items]),
        }
        if verb == "done" and answer.begins_with_denial and not answer.date:
            return (NotYetDone if is_one else SeveralNotYetDone)(**facts)
        if answer.date and not answer.is_about_the_past:
            return (PerhapsDate if is_one else SeveralPerhapsDate)(**facts, when=answer.date)
        if not answer.reason and verb == "no":
            return PerhapsWhy(**facts)
        if verb == "done":
            return (NotDone if is_one else SeveralNotDone)(**facts)
        return (NotClosed if is_one else SeveralNotClosed)(**facts)

    def check_why(self, verb: str, said: str) -> None:
        """Refuse words behind what is `said` where no reason is given: they may be the reason.

        Raises PerhapsWhy.
        """
        if self.answer.reason or not said or said == self.words:
            return
        rest = self.answer.behind(said)
        if rest:
            words = blocks.clip(rest, _QUOTED)
            ref = f"{self.refs} {typed_words.seen(said)}"
            raise PerhapsWhy(words=words, verb=verb, ref=ref, said=said)


def typed(request: Request, session: Session, usage: str) -> Typed:
    """A command such as “T-12 friday because …”, “T-3 and T-4”.

    Raises MissingWords with the usage where nothing is named, TooManyItems, and what `clicked`
    raises.
    """
    answer = answered.read(vocabulary.words(session, request.team_id, request.text))
    if not answer.refs:
        raise MissingWords(usage=usage)
    person = access.actor(session, request)
    if usage.partition(" ")[0] in SAYS_WHEN_OR_WHO and not answer.words:
        answer = answer.with_what_follows()
    return Typed(person, held(session, person, answer.refs, most_of(request)), answer)


def most_of(request: Request) -> int:
    """How many promises a command can be about: more, once it was asked whether all are meant."""
    return naming.MOST_ASKED if request.words(naming.ALL) else naming.MOST


def typed_end(request: Request, session: Session, usage: str) -> tuple[Typed, bool]:
    """A command that ends promises, and whether it says “anyway”: over what still hangs on them.

    Raises what `typed` raises.
    """
    said = typed(request, session, usage)
    first, *rest = said.answer.words or (None,)
    if first is None or first.lead != ANYWAY:
        return said, False
    return replace(said, answer=replace(said.answer, words=tuple(rest))), True


def held(
    session: Session, person: Person, refs: Sequence[str], most: int = naming.MOST
) -> tuple[Item, ...]:
    """The promises of these names, each once; whoever holds several holds them in one order.

    Raises TooManyItems, and what `items.get` raises.
    """
    if len(refs) > most:
        raise _too_many(refs)
    found = {ref: items.get(session, person, ref) for ref in sorted(refs, key=order)}
    return tuple({found[ref].ref: found[ref] for ref in refs}.values())


def _too_many(refs: Sequence[str]) -> TooManyItems:
    """The question whether all of so many are meant; of very many the first are offered."""
    kind, most = (
        (TooManyItems, naming.MOST)
        if len(refs) <= naming.MOST_ASKED
        else (FarTooManyItems, naming.MOST_ASKED)
    )
    return kind(
        count=str(len(refs)), most=str(most), first=", ".join(refs[:naming.MOST]),
        more=number(len(refs) - naming.MOST), refs=" ".join(refs[:naming.MOST_ASKED]),
    )  # fmt: skip


def order(ref: str) -> tuple[str, int]:
    """By what promises are put in order that somebody holds together."""
    named = phrases.reference(ref)
    return (named.letter, named.number) if named else ("", 0)


def clicked(request: Request, session: Session) -> tuple[Person, Item]:
    """Who clicks or sends a form, and the promise that it is about, held until the commit.

    Raises NotOfHere, and what `items.get` raises.
    """
    person = access.actor(session, request)
    return person, items.get(session, person, request.value)


def permitted(request: Request, session: Session, *moves: Move) -> tuple[Person, Item]:
    """The same, for a form that leads to one of these moves.

    Raises what `clicked` and `lifecycle.permit` raise.
    """
    person, item = clicked(request, session)
    lifecycle.permit(session, person, item, *moves)
    return person, item


def press(request: Request, session: Session, now: datetime, move: Move, act: Act) -> Item:
    """Do what a button says, and the promise; `act` makes the move.

    Pressed again within a moment it does nothing, see `items.has_just`. Raises what `clicked` and
    `act` raise.
    """
    person, item = clicked(request, session)
    if not items.has_just(session, now, person, item, move.verb):
        act(session, now, person, item)
    return item


@contextmanager
def told_how(usage: str, refs: str = "", said: str = "") -> Iterator[None]:
    """Where a command leaves something out, its writer reads how to write it, about their `refs`.

    What they `said` of when or to whom stands where the example has its own. Raises ReasonMissing
    or MissingWords with the usage instead of what says only what is missing.
    """
    verb = usage.partition(" ")[0]
    usage = usage.replace(EXAMPLE, refs or EXAMPLE)
    if said:
        shown = blocks.clip(typed_words.seen(said), _QUOTED)
        usage = _EXAMPLES.sub(lambda _: shown, usage, count=1)
    try:
        yield
    except WhyMissing as error:
        raise WHY_NOT_SAID.get(verb, ReasonMissing)(usage=usage) from error
    except Missing as error:
        raise MissingWords(usage=usage) from error


def named_day(request: Request, session: Session, now: datetime, keeper: Person) -> str | None:
    """The day that was said before a form was opened, as its calendar takes it; None without."""
    try:
        said = request.words(BY)
        return deadlines.read(session, now, keeper, said).deadline.day.isoformat() if said else None
    except WrongDate:
        return None


def filled_in(request: Request, needed: Mapping[str, type[Missing]]) -> Reading:
    """A form of which each needed input that says nothing has its sentence already."""
    return Reading(
        {
            name: missing().message
            for name, missing in needed.items()
            if cleaning.says_nothing(request.line(name))
        }
    )


def by_when(request: Request, day: str) -> str:
    """The date of a form, whose input is called `day`, with the hour where it asked for one."""
    return f"{request.words(day)} {request.words(HOUR)}".strip()


def usual_audience(session: Session, request: Request) -> Audience:
    """Who may see what is begun where a request comes from, unless somebody says otherwise.

    What is said in a private channel stays private, unless a department lives there.
    """
    team_id, channel_id = request.team_id, request.channel_id
    if request.privacy in (Privacy.OPEN, Privacy.DIRECT):
        return Audience.DEPARTMENT
    # Of a channel that nobody knows yet Slack is asked, so that it is known the next time.
    known = channels.known(session, team_id, channel_id)
    if request.privacy is Privacy.UNKNOWN and known.is_private is False:
        return Audience.DEPARTMENT
    lives_there = departments.in_channel(session, team_id, channel_id)
    return Audience.DEPARTMENT if lives_there else Audience.PRIVATE


def chosen_audience(request: Request) -> Audience | None:
    """Who may see it, as a form says; None where it does not. Raises UnknownChoice."""
    chosen = request.words(audience.FIELD)
    return values.choice(chosen, Audience) if chosen else None
