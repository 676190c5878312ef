"""What a person asked for, and the few kinds of answer they can get."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from handlers.speech import cleaning, values
from handlers.speech.errors import TextTooLong, UnreadableRequest

FieldValue = str | list[str] | None
Json = dict[str, Any]

TYPED = 4_000
"""Characters of a command: a screen full of words, and no file."""
FIELD = 3_000
"""Characters of one input of a form, as many as Slack's own forms take, and of what it carries."""
CHOICES = 1_000
"""How many can be chosen at once."""
TEXTS = (
    "team_id", "user_id", "verb", "channel_id", "text", "value", "thread", "within", "said",
)  # fmt: skip
CHANNEL = "place"
"""The fact that names the channel of a message on which a shortcut was used."""
_KEY = re.compile(r"[\w.:-]{1,200}", re.ASCII)
_MOMENT = re.compile(r"\d{1,12}\.\d{1,9}", re.ASCII)
"""By what Slack names a message within its channel."""


class Privacy(StrEnum):
    """Who reads along where something is said."""

    OPEN = "open"
    """Everybody here may, or nobody does, as at Home."""
    PRIVATE = "private"
    """The members of a channel or a group, and nobody else."""
    DIRECT = "direct"
    """Duly alone."""
    UNKNOWN = "unknown"
    """Slack does not say here of the channel who reads it."""


@dataclass(frozen=True)
class Request:
    """One command, click, form or event, in Duly's words and not in Slack's.

    `key` is the delivery's own key; `value` is what a button or an open form carries;
    `fields` are a form's inputs by name, or the facts of an event. `stranger` says that the
    person belongs to a connected workspace (Slack Connect) and not to `team_id`. `thread` is the
    message under which something was written, if it was; `privacy` says who reads along there.
    `longest` is how many characters of `text` are read. Whatever comes in here is cleaned, see
    `cleaning.clean`.
    """

    team_id: str
    user_id: str
    verb: str
    key: str
    channel_id: str = ""
    text: str = ""
    value: str = ""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    stranger: bool = False
    thread: str = ""
    privacy: Privacy = Privacy.OPEN
    within: str = ""
    """What the screen carries in which something was clicked, or behind which a form stood."""
    said: str = field(default="", compare=False)
    """A whole command as it was typed, whatever it was understood as: it is given back so."""
    longest: int = field(default=TYPED, compare=False)

    def __post_init__(self) -> None:
        for name in TEXTS:
            object.__setattr__(self, name, _clean(getattr(self, name)))
        fields = {_clean(name): _clean(value) for name, value in self.fields.items()}
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "key", _plain_key(self.key))

    def check(self) -> None:
        """Refuse what nobody can have sent by Slack's own means, and what is too long to be read.

        Raises UnreadableRequest for ids and values of another shape, TextTooLong.
        """
        carried = [self.value, self.within, *self._given()]
        said = [self.team_id, self.user_id, self.verb, self.channel_id, self.text, *carried]
        if len(carried) > CHOICES or not all(isinstance(each, str) for each in said):
            raise UnreadableRequest
        if not (values.is_team_id(self.team_id) and values.is_person_id(self.user_id)):
            raise UnreadableRequest
        if self.channel_id and not values.is_channel_id(self.channel_id):
            raise UnreadableRequest
        if self.thread and not _MOMENT.fullmatch(self.thread):
            raise UnreadableRequest
        _check_length(self.text, self.longest)
        for each in carried:
            _check_length(each, FIELD)

    def _given(self) -> list[Any]:
        """What the fields hold, one by one."""
        given: list[Any] = []
        for value in self.fields.values():
            given += value if isinstance(value, list) else [] if value is None else [value]
        return given

    def words(self, name: str) -> str:
        """A form's input as text without outer spaces; empty when it was left out."""
        value = self.fields.get(name)
        return value.strip() if isinstance(value, str) else ""

    def line(self, name: str) -> str:
        """A form's input on one line; empty where there is nothing to be seen."""
        return cleaning.line(self.words(name))

    def choices(self, name: str) -> list[str]:
        """A form's multiple choice."""
        value = self.fields.get(name)
        return list(value) if isinstance(value, list) else []

    def person_id(self, name: str) -> str:
        """The Slack id of the person chosen in a form; empty for none. Raises UnreadableId."""
        return values.person_id(self.words(name))

    def row_id(self) -> UUID | None:
        """The id of the row that a form is about; None for a new one. Raises UnreadableRequest."""
        found = values.row_id(self.value)
        if found is None and self.value:
            raise UnreadableRequest
        return found


def _clean(value: Any) -> Any:
    """Texts without hidden signs; what is no text waits for `check`."""
    if isinstance(value, str):
        return cleaning.clean(value)
    if isinstance(value, list):
        return [cleaning.clean(each) if isinstance(each, str) else each for each in value]
    return value


def _plain_key(key: Any) -> str:
    """A key that can stand in an index and in a log, whatever Slack sent for it."""
    words = key if isinstance(key, str) else repr(key)
    if _KEY.fullmatch(words):
        return words
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()


def _check_length(words: str, most: int) -> None:
    if len(words) > most:
        raise TextTooLong(length=f"{len(words):,}", most=f"{most:,}")


@dataclass(frozen=True)
class Nothing:
    """There is nothing to show: a card elsewhere says what happened."""


@dataclass(frozen=True)
class Reply:
    """A few lines that only the asking person sees."""

    text: str
    blocks: list[Json] = field(default_factory=list)
    instead: bool = False
    """Whether they take the place of the answer whose button was pressed."""
    title: str = "Duly"
    """What stands over them where a form shows them."""
    asks: str = ""
    """The id of the kept words that they ask about, where they are a question back."""


@dataclass(frozen=True)
class OpenForm:
    """A form on top of the conversation."""

    view: Json


@dataclass(frozen=True)
class UpdateForm:
    """The open form turns into this one."""

    view: Json


@dataclass(frozen=True)
class FormErrors:
    """A sentence under each input that needs another look; nothing was changed."""

    errors: dict[str, str]


@dataclass(frozen=True)
class Options:
    """What a menu offers for what was typed into it; blocks.options makes them."""

    options: list[Json]


@dataclass(frozen=True)
class PublishHome:
    """The person's Home."""

    view: Json


Response = Nothing | Reply | OpenForm | UpdateForm | FormErrors | Options | PublishHome
Handler = Callable[[Request, Session, datetime], Response]
Precheck = Callable[[Request, Session, datetime], bool]
"""Whether a request may have something to do, asked before anything is written."""
