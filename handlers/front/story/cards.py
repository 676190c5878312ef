"""A story as it is read: a view that is drawn again after each answer, and a short message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slackblocks import Block, Element

from handlers.chasing.telling import Way
from handlers.front.story import PAGE, Passage, Story
from handlers.front.story.timeline import Happening, Reminded
from handlers.front.story.upcoming import Coming, PlannedReminder
from handlers.promises.items.words import OPEN, open_story
from handlers.speech import blocks, lengths, paging, words
from handlers.speech.request import Json
from storage.people import Person

WORDS = "story.words"
"""The button that shows all that somebody wrote."""
QUOTED = 300
IN_A_ROW, IN_A_MENU = 3, 5
IN_A_MESSAGE = 3
LINKS = 10
_PART = 2_900


def view(story: Story, reader: Person) -> Json:
    """The whole story: a page of what happened, and what can be done."""
    first, menu, more = _arranged(story.opening.ways)
    opening = story.opening
    head = "\n".join([f"*{opening.title}*", *opening.lines])
    parts: list[Block] = [
        blocks.section(head, accessory=_menu(menu)),
        blocks.context(opening.state),
        *([blocks.fields(opening.fields)] if opening.fields else []),
        *map(blocks.section, opening.parts),
        *_row(first),
        *_row(more),
        *_row(opening.beside),
        *([blocks.context(_coming(story.coming, reader, story.now))] if story.coming else []),
        blocks.divider(),
        blocks.section("*What happened*"),
        *(_line(story, each, reader) for each in story.happened),
        *_pages(story),
    ]
    return blocks.form(
        opening.name, OPEN, *parts, submit=None, value=paging.value(story.ref, story.after)
    )


def message(story: Story, reader: Person) -> blocks.Shown:
    """The same in short, as a message that stays: without what only one person may do."""
    opening = story.opening
    happened = [_words(each, reader, story.now) for each in story.happened[:IN_A_MESSAGE]]
    parts = [
        blocks.section("\n".join([f"*{opening.title}*", *opening.lines])),
        blocks.context(opening.state),
        *([blocks.fields(opening.fields)] if opening.fields else []),
        *map(blocks.context, happened),
        blocks.actions(open_story(story.ref)),
    ]
    return blocks.Shown(f"{opening.title}: {opening.state}", blocks.message(*parts))


def passage(found: Passage, reader: Person) -> Json:
    """All that somebody wrote, in as many paragraphs as it takes."""
    when = words.moment(found.event.happened_at, reader.zone, found.now)
    parts = [blocks.context(f"{found.ref} · {when} · {found.said}")]
    parts += map(blocks.verbatim, lengths.parts(found.words, _PART))
    links = blocks.addresses(found.words)[:LINKS]
    parts += [blocks.context(" · ".join(links))] if links else []
    return blocks.form(found.ref, "notice", *parts, submit=None)


# --- what can be done ---


def _arranged(ways: Sequence[Way]) -> tuple[Sequence[Way], Sequence[Way], Sequence[Way]]:
    """A row of what is likeliest, a menu beside the title, and another row for what is left.

    Of several that stand out only the first does.
    """
    green = next((way for way in ways if way.style), None)
    calm = [way if way is green else replace(way, style=None) for way in ways]
    row = max(IN_A_ROW, sum(way.is_answer for way in calm))
    first, rest = calm[:row], calm[row:]
    return first, rest[-IN_A_MENU:], rest[:-IN_A_MENU]


def _menu(ways: Sequence[Way]) -> Element | None:
    return blocks.menu([(way.label, way.verb, way.value) for way in ways]) if ways else None


def _row(ways: Sequence[Way]) -> list[Block]:
    buttons = [blocks.button(way.label, way.verb, way.value, way.style) for way in ways]
    return [blocks.actions(*buttons)] if buttons else []


# --- what comes next ---


def _coming(coming: Coming, reader: Person, now: datetime) -> str:
    first = coming.first
    when = words.moment(first.at, reader.zone, now).replace(", ", " at ")
    asked = f"I ask {_people(first.asked)} {coming.wants}" if first.asked else ""
    told = f"I tell {_people(first.told)}" if first.told else ""
    sentence = f"Next: on {when} {' and '.join(filter(None, (asked, told)))}."
    return f"{sentence}{_then(first, coming.then, reader, now)}"


def _then(
    first: PlannedReminder, then: PlannedReminder | None, reader: Person, now: datetime
) -> str:
    if then is None:
        return ""
    day = words.day(then.at, reader.zone, now)
    new = [each for each in (*then.asked, *then.told) if each not in (*first.asked, *first.told)]
    if new:
        return f" After that I also tell {_people(new)}, on {day}."
    return f" After that I ask again, on {day}."


# --- what happened ---


def _line(story: Story, happened: Happening, reader: Person) -> Block:
    said = _words(happened, reader, story.now)
    if happened.event_id is None or len(happened.words) <= QUOTED:
        return blocks.context(said)
    value = f"{story.ref}{blocks.SEPARATOR}{happened.event_id.hex}"
    return blocks.section(said, accessory=blocks.button("Read all…", WORDS, value))


def _words(happened: Happening, reader: Person, now: datetime) -> str:
    if happened.reminded:
        return _reminders(happened.reminded, reader, now)
    when = words.moment(happened.at, reader.zone, now)
    quoted = f": “{blocks.linked(happened.words, QUOTED)}”" if happened.words else ""
    return f"{when} · {happened.said}{quoted}"


def _reminders(reminded: Reminded, reader: Person, now: datetime) -> str:
    first, last = (words.day(at, reader.zone, now) for at in (reminded.since, reminded.until))
    when = first if first == last else f"{first} to {last}"
    asked = [f"{blocks.person(who)}{_times(times)}" for who, times in reminded.asked]
    told = _people(reminded.told)
    said = [f"asked {words.join_names(asked)}"] if asked else []
    said += [f"told {told}"] if told else []
    return f"{when} · Duly {' and '.join(said)}"


def _times(times: int) -> str:
    if times < 3:
        return ("", "", " twice")[times]
    return f" {words.number(times)} times"


def _pages(story: Story) -> list[Block]:
    """The way to the lines before these, and back."""
    parts = []
    if story.after:
        later = paging.value(story.ref, max(0, story.after - PAGE))
        parts.append(blocks.actions(blocks.button("Later again…", OPEN, later)))
    if story.goes_on:
        earlier = paging.value(story.ref, story.after + PAGE)
        parts.append(blocks.actions(blocks.button("Earlier…", OPEN, earlier)))
    return parts


def _people(user_ids: Sequence[str]) -> str:
    return words.join_names([blocks.person(each) for each in user_ids])
