"""What a person asked for, and the few kinds of answer they can get."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

FieldValue = str | list[str] | None
Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One command, click, form or event, in Duly's words and not in Slack's.

    `key` is the delivery's own key; `value` is what a button or an open form carries;
    `fields` are a form's inputs by name, or the facts of an event. `stranger` says that the
    person belongs to a connected workspace (Slack Connect) and not to `team_id`.
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

    def words(self, name: str) -> str:
        """A form's input as text without outer spaces; empty when it was left out."""
        value = self.fields.get(name)
        return value.strip() if isinstance(value, str) else ""

    def choices(self, name: str) -> list[str]:
        """A form's multiple choice."""
        value = self.fields.get(name)
        return list(value) if isinstance(value, list) else []


@dataclass(frozen=True)
class Nothing:
    """There is nothing to show: a card elsewhere says what happened."""


@dataclass(frozen=True)
class Reply:
    """A few lines that only the asking person sees."""

    text: str
    blocks: list[Json] = field(default_factory=list)


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
