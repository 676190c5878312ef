"""What people drop into Duly's direct messages, and what they press and send about it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from handlers.front import dropped
from handlers.front.dropped import FileOffered, cards, options
from handlers.front.imports import Subject
from handlers.people import access
from handlers.speech import forms, values
from handlers.speech.dropped_errors import KindMissing, UnknownOption, UnreadOptions
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Handler, Nothing, OpenForm, Request, Response
from storage import surveys
from storage.people import Person

SURVEYS, OPTION = 50, 75
"""So many surveys are offered, the newest, of names that a menu can hold."""
FILES, NAMES, FILETYPES = "files", "names", "types"
"""What the facts of a message are called that shares files: one of each for every file."""


def hear(
    otherwise: Handler, commands: Collection[str], request: Request, session: Session, now: datetime
) -> Response:
    """Take files that somebody drops; words that are meant as such go to `otherwise`.

    Raises what `dropped.offer` raises.
    """
    files = _offered(request)
    if not files or not _is_dropped(request, files, commands):
        return otherwise(request, session, now)
    person = access.actor(session, request)
    dropped.offer(session, now, person, files, _kind(request.text))
    return Nothing()


def _offered(request: Request) -> list[FileOffered]:
    told = [request.choices(name) for name in (FILES, NAMES, FILETYPES)]
    return [FileOffered(*each) for each in zip(*told, strict=True)]


def _is_dropped(request: Request, files: list[FileOffered], commands: Collection[str]) -> bool:
    """Whether a message is about its files: nothing else is in it, or a list and no command."""
    if not values.is_direct_channel(request.channel_id):
        return False
    words = request.text.split()
    if not words:
        return True
    says_more = bool(request.thread) or words[0].strip(":/").lower() in commands
    return not says_more and all(each.is_table for each in files)


def _kind(text: str) -> str:
    """What somebody says beside a file that it holds; empty where they do not."""
    words = {word.strip(".,:;!?()").lower() for word in text.split()}
    said = [each for each in Subject if each in words]
    return str(said[0]) if len(said) == 1 else ""


def bring_in(request: Request, session: Session, now: datetime) -> Response:
    """The button that runs what was rehearsed."""
    person, number = _about(request, session)
    dropped.bring_in(session, now, person, number)
    return Nothing()


def take_back(request: Request, session: Session, now: datetime) -> Response:
    """The button that takes it back."""
    person, number = _about(request, session)
    dropped.take_back(session, now, person, number)
    return Nothing()


def leave(request: Request, session: Session, now: datetime) -> Response:
    """The button that leaves a file as it is."""
    person, number = _about(request, session)
    dropped.leave(session, now, person, number)
    return Nothing()


def choose(request: Request, session: Session, now: datetime) -> Response:
    """A button that says what a file holds."""
    person, number = _about(request, session)
    file, kind = dropped.own(session, person, number), request.verb.rpartition(".")[2]
    dropped.read_as(session, now, person, file.number, {**file.said, options.SUBJECT: kind})
    return Nothing()


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form that says how a file is to be read."""
    del now
    file = dropped.own(session, *_about(request, session))
    known = surveys.newest(session, file.team_id, SURVEYS)
    # An option of Slack's menus has room for so many characters.
    names = [each.name for each in known if len(each.name) <= OPTION]
    return OpenForm(cards.form(file, names))


def send(request: Request, session: Session, now: datetime) -> Response:
    """Read it in the way that the form says."""
    person, number = _about(request, session)
    lines = (
        options.SUBJECT, options.SOURCE, options.PRESET, options.DATES, options.DECIMAL,
        options.ANSWERS, options.NEW_SURVEY, options.ASKS,
    )  # fmt: skip
    said: dict[str, object] = {name: request.line(name) for name in lines}
    said[options.MORE] = request.words(options.MORE)
    said[options.UPDATE] = cards.UPDATES in request.choices(options.UPDATE)
    told = {name: value for name, value in said.items() if value}
    with forms.placing({
        KindMissing: options.SUBJECT, UnknownOption: options.MORE, UnreadOptions: options.MORE,
    }):  # fmt: skip
        dropped.read_as(session, now, person, number, told)
    return Nothing()


def _about(request: Request, session: Session) -> tuple[Person, int]:
    """Who asks, and the number of the file that it is about.

    Raises UnreadableRequest, and what `access.check` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.IMPORT)
    number = values.whole(request.value)
    if number is None:
        raise UnreadableRequest
    return person, number
