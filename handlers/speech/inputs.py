"""What a form asks for is built here: a place to write, a day, a person, a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slackblocks import (
    Block,
    CheckboxGroup,
    ConversationFilter,
    ConversationSelectMenu,
    DatePicker,
    Element,
    ExternalMultiSelectMenu,
    ExternalSelectMenu,
    InputBlock,
    PlainTextInput,
    StaticMultiSelectMenu,
    StaticSelectMenu,
    TimePicker,
    UserMultiSelectMenu,
    UserSelectMenu,
)

from handlers.speech import blocks
from handlers.speech.lengths import cut

LONGEST = 3000
"""Units that Slack takes in one place to write."""


def text(
    name: str,
    label: str,
    *,
    value: str = "",
    hint: str = "",
    optional: bool = False,
    lines: bool = False,
    most: int = LONGEST,
    placeholder: str = "",
) -> Block:
    """A place to write."""
    element = PlainTextInput(
        name,
        initial_value=cut(value, most) or None,
        multiline=lines,
        max_length=most,
        placeholder=placeholder or None,
    )
    return _input(name, label, element, hint, optional)


def date(
    name: str, label: str, *, value: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A calendar; `value` is an ISO date."""
    return _input(name, label, DatePicker(name, initial_date=value), hint, optional)


def time(name: str, label: str, *, value: str | None = None, hint: str = "") -> Block:
    """A time of day, which may be left open; `value` is one like “17:00”."""
    return _input(name, label, TimePicker(name, initial_time=value), hint, optional=True)


def person(
    name: str, label: str, *, value: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A choice of one person."""
    return _input(name, label, UserSelectMenu(name, initial_user=value), hint, optional)


def channel(
    name: str, label: str, *, value: str | None = None, hint: str = "", optional: bool = False
) -> Block:
    """A choice of one channel, public or private, that no other company reads (Slack Connect)."""
    only_channels = ConversationFilter(
        ["public", "private"], exclude_external_shared_channels=True, exclude_bot_users=True
    )
    element = ConversationSelectMenu(name, initial_conversation=value, filter=only_channels)
    return _input(name, label, element, hint, optional)


def people(
    name: str, label: str, *, value: Sequence[str] = (), hint: str = "", optional: bool = False
) -> Block:
    """A choice of several people."""
    element = UserMultiSelectMenu(name, initial_users=list(value) or None)
    return _input(name, label, element, hint, optional)


def choice(
    name: str,
    label: str,
    choices: Mapping[str, str],
    *,
    value: str | None = None,
    hint: str = "",
    optional: bool = False,
) -> Block:
    """A choice of one out of a few that Duly itself names: stored value → label."""
    options = blocks.option_list(choices)
    first = next((option for option in options if option.value == value), None)
    element = StaticSelectMenu(name, options=options, initial_option=first)
    return _input(name, label, element, hint, optional)


def row(
    name: str, label: str, choices: blocks.Choices, *, hint: str = "", optional: bool = False
) -> Block:
    """A choice of one row by its name, from a list or, where it is long, found by typing."""
    if not choices.is_searched:
        return choice(
            name, label, choices.offered, value=choices.value, hint=hint, optional=optional
        )
    first = blocks.option_list(choices.offered)
    element = ExternalSelectMenu(
        name,
        initial_option=first[0] if first else None,
        min_query_length=0,
        placeholder=blocks.TYPE_TO_FIND,
    )
    return _input(name, label, element, hint, optional)


def several(
    name: str, label: str, choices: blocks.Choices, *, hint: str = "", optional: bool = False
) -> Block:
    """A choice of several rows by their names; those of `choices.values` are chosen so far."""
    chosen = blocks.option_list({
        each: choices.offered[each] for each in choices.values if each in choices.offered
    })  # fmt: skip
    if not choices.is_searched:
        options = blocks.option_list(choices.offered)
        element: Element = StaticMultiSelectMenu(name, options, initial_options=chosen or None)
    else:
        element = ExternalMultiSelectMenu(
            name,
            initial_options=chosen or None,
            min_query_length=0,
            placeholder=blocks.TYPE_TO_FIND,
        )
    return _input(name, label, element, hint, optional)


def choices(
    name: str,
    label: str,
    choices: Mapping[str, str],
    *,
    values: Sequence[str] = (),
    hint: str = "",
    optional: bool = False,
) -> Block:
    """A choice of several; those of `values` are chosen so far."""
    options = blocks.option_list(choices)
    chosen = [option for option in options if option.value in values]
    element = StaticMultiSelectMenu(name, options, initial_options=chosen or None)
    return _input(name, label, element, hint, optional)


def tick(name: str, label: str, choices: Mapping[str, str]) -> Block:
    """Boxes to tick, none of them needed."""
    return _input(name, label, CheckboxGroup(name, blocks.option_list(choices)), "", True)


def _input(name: str, label: str, element: Element, hint: str, optional: bool) -> Block:
    return InputBlock(
        label=label, element=element, block_id=name, hint=hint or None, optional=optional
    )
