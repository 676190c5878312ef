"""Before anything is done: who asks, about which promise, and what they say of it."""

from __future__ import annotations

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
from handlers.speech import answered, blocks, cleaning, phrases, reasons, values
from handlers.speech.answered import TypedAnswer
from handlers.speech.errors import (
    Missing,
    MissingWords,
    ReasonMissing,
    WhyMissing,
    WrongDate,
)
from handlers.speech.forms import Reading
from handlers.speech.request import Privacy, Request
from handlers.speech.typing_errors import (
    NotClosed,
    NotDone,
    NotRead,
    PerhapsDate,
    PerhapsWhy,
    TooManyItems,
)
from storage import channels, departments
from storage.audiences import Audience
from storage.items import Item
from storage.people import Person

CLOSING = {"done", "no", "withdraw"}
"""Commands that close what they name."""
WITHOUT_REASON = {"follow", "unfollow"}
"""Commands of which nobody would read a reason."""
WHY: Mapping[str, type[Missing]] = {reasons.FIELD: WhyMissing}
"""The input of a form that says why."""
ANYWAY = "anyway"
"""The word that closes something over what still hangs on it."""
MOST = 5
"""Promises that one command can be about."""
BY = "by"
"""The day that was said before a form was opened for it."""
EXAMPLE = "T-12"
"""What the usage of a command is about."""
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
        facts = {"words": blocks.clip(answer.left, _QUOTED), "verb": verb, "ref": self.refs}
        if answer.date:
            raise PerhapsDate(**facts, when=answer.date)
        if not answer.reason and verb == "no":
            raise PerhapsWhy(**facts)
        raise (NotDone if verb == "done" else NotClosed)(**facts)


def typed(request: Request, session: Session, usage: str) -> Typed:
    """A command such as “T-12 friday because …”, “T-3 and T-4”.

    Raises MissingWords with the usage where nothing is named, TooManyItems, and what `clicked`
    raises.
    """
    answer = answered.read(vocabulary.words(session, request.team_id, request.text))
    if not answer.refs:
        raise MissingWords(usage=usage)
    person = access.actor(session, request)
    return Typed(person, held(session, person, answer.refs), answer)


def typed_end(request: Request, session: Session, usage: str) -> tuple[Typed, bool]:
    """A command that ends promises, and whether it says “anyway”: over what still hangs on them.

    Raises what `typed` raises.
    """
    said = typed(request, session, usage)
    first, *rest = said.answer.words or (None,)
    if first is None or first.lead != ANYWAY:
        return said, False
    return replace(said, answer=replace(said.answer, words=tuple(rest))), True


def held(session: Session, person: Person, refs: Sequence[str]) -> tuple[Item, ...]:
    """The promises of these names, each once; whoever holds several holds them in one order.

    Raises TooManyItems, and what `items.get` raises.
    """
    if len(refs) > MOST:
        raise TooManyItems(count=str(len(refs)), most=str(MOST))
    found = {ref: items.get(session, person, ref) for ref in sorted(refs, key=order)}
    return tuple({found[ref].ref: found[ref] for ref in refs}.values())


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
def told_how(usage: str, refs: str = "") -> Iterator[None]:
    """Where a command leaves something out, its writer reads how to write it, about their `refs`.

    Raises ReasonMissing or MissingWords with the usage instead of what says only what is missing.
    """
    usage = usage.replace(EXAMPLE, refs or EXAMPLE)
    try:
        yield
    except WhyMissing as error:
        raise ReasonMissing(usage=usage) from error
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
