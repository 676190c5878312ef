"""A story as it is read: a view that is drawn again after each answer, and a short message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from slackblocks import Block, Button, Element

from handlers.chasing.telling import Way
from handlers.front.story import PAGE, Passage, Story
from handlers.front.story.timeline import Happening, Reminded
from handlers.front.story.upcoming import Coming, PlannedReminder
from handlers.promises import undoable
from handlers.promises.items.words import OPEN, open_story
from handlers.promises.telling.headings import HEADINGS
from handlers.speech import blocks, lengths, paging, words
from handlers.speech.request import Json
from storage.people import Person

WORDS, MORE = "story.words", "story.more"
"""The buttons that show all that somebody wrote, and what else can be done."""
QUOTED = 300
IN_A_ROW, MOST_IN_A_ROW, IN_A_MENU = 3, 4, 5
ADDS = frozenset({"item.note", undoable.IN_PLACE})
"""What is no answer, and never behind a menu: it stands below the answers."""
WHAT_ELSE, ELSE = "What else you can do:", "Other things"
IN_A_MESSAGE = 3
LINKS = 10
_PART = 2_900


def view(story: Story, reader: Person) -> Json:
    """The whole story: a page of what happened, and what can be done."""
    first, below, rest = _arranged(story.opening.ways)
    opening, fits = story.opening, len(rest) <= IN_A_MENU
    head = "\n".join([f"*{opening.title}*", *opening.lines])
    parts: list[Block] = [
        blocks.section(head, accessory=_menu(rest) if fits else None),
        blocks.context(opening.state),
        *([blocks.fields(opening.fields)] if opening.fields else []),
        *map(blocks.section, opening.parts),
        *_row(_buttons(first)),
        *_row([*_buttons(below), *([] if fits else [_more(story)]), *_buttons(opening.beside)]),
        *([blocks.context(_coming(story.coming, reader, story.now))] if story.coming else []),
        blocks.divider(),
        blocks.section("*What happened*"),
        *(_line(story, each, reader) for each in story.happened),
        *_pages(story),
    ]
    return _page(story, *parts)


def more(story: Story) -> Json:
    """What else can be done, in the place of the story, which comes back after each answer."""
    *_, rest = _arranged(story.opening.ways)
    parts: list[Block] = [blocks.section(f"*{story.opening.title}*\n{WHAT_ELSE}")]
    for heading, ways in _grouped(rest).items():
        parts += [blocks.context(heading or ELSE), *_row(_buttons(ways))]
    back = blocks.button("Back to the story", OPEN, paging.value(story.ref, story.after))
    return _page(story, *parts, blocks.divider(), blocks.actions(back))


def _page(story: Story, *parts: Block) -> Json:
    """A view that is drawn again as the story, whatever it shows now."""
    carried = paging.value(story.ref, story.after)
    return blocks.form(story.opening.name, OPEN, *parts, submit=None, value=carried)


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
    """A row of what is likeliest, what stands below it, and the rest; each in its order.

    The answers to a question are the likeliest, then what the reader is asked for. Of several that
    stand out only the first does.
    """
    green = next((way for way in ways if way.style), None)
    calm = [way if way is green else replace(way, style=None) for way in ways]
    below = [way for way in calm if way.verb in ADDS]
    left = [way for way in calm if way.verb not in ADDS]
    asked = [way for way in ways if way.style or way.is_answer]
    row = max(IN_A_ROW, min(len(asked), MOST_IN_A_ROW))
    wanted = {_key(way) for way in asked}
    likeliest = sorted(left, key=lambda way: (not way.is_answer, _key(way) not in wanted))[:row]
    first = [way for way in left if way in likeliest]
    return first, below, [way for way in left if way not in likeliest]


def _key(way: Way) -> tuple[str, str]:
    return way.verb, way.value


def _grouped(ways: Sequence[Way]) -> Mapping[str, Sequence[Way]]:
    """Heading → what stands under it; the headings always in one order."""
    found: dict[str, list[Way]] = {heading: [] for heading in HEADINGS}
    for way in ways:
        found.setdefault(way.heading, []).append(way)
    return {heading: below for heading, below in found.items() if below}


def _more(story: Story) -> Button:
    return blocks.button("More…", MORE, paging.value(story.ref, story.after))


def _menu(ways: Sequence[Way]) -> Element | None:
    return blocks.menu([(way.label, way.verb, way.value) for way in ways]) if ways else None


def _buttons(ways: Sequence[Way]) -> list[Button]:
    return [blocks.button(way.label, way.verb, way.value, way.style) for way in ways]


def _row(buttons: Sequence[Button]) -> list[Block]:
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
