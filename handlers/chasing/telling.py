"""What a noun has to say where the whole story of one thing is told, whatever it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from handlers.speech.blocks import Style
from storage.history import Event
from storage.people import Person


@dataclass(frozen=True)
class Way:
    """One thing that somebody can do with what a story is about: a button and what it carries."""

    label: str
    verb: str
    value: str
    style: Style | None = None
    is_answer: bool = False
    """Whether it is one of the answers to a question, none of which is hidden."""
    heading: str = ""
    """Under which heading it stands where all there is to do has a page of its own."""


@dataclass(frozen=True)
class Opening:
    """What stands above a story. All but `name` is markup; what is empty is left out.

    `name` is plain: “T-12 · Acme”. `lines` say what it is and for whom, `state` how it stands,
    `fields` who has it and by when, `parts` what belongs to it. `ways` are what its reader may do,
    the likeliest first, and `beside` lead to what it belongs to.
    """

    name: str
    title: str
    lines: Sequence[str] = ()
    state: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    parts: Sequence[str] = ()
    ways: Sequence[Way] = ()
    beside: Sequence[Way] = ()


@dataclass(frozen=True)
class StoryLine:
    """One line of a story: what happened, as markup, and in whose words.

    `words` are plain, and can be of any length.
    """

    said: str
    words: str = ""


@dataclass(frozen=True)
class Telling:
    """How the story of one noun is told.

    `opening` (session, now, reader, number) raises what says that there is none, or that it is not
    the reader's to see. `line` (event, the one before, reader) says what happened; events with the
    verb `unsaid` are told otherwise.
    """

    opening: Callable[[Session, datetime, Person, int], Opening]
    line: Callable[[Event, Event | None, Person], StoryLine]
    unsaid: str = ""
