"""Messages, notes and forms as plain lines of text, for transcripts and for tests to read."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.practice.slack.objects import Json, Message, Note, View

_MARKUP = re.compile(r"<([^<>]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_DATES = {
    "date_num": "%Y-%m-%d",
    "date_slash": "%d/%m/%Y",
    "date": "%B %-d, %Y",
    "date_short": "%b %-d, %Y",
    "date_long": "%A, %B %-d, %Y",
    "date_long_full": "%A, %B %-d, %Y",
    "day_divider": "%A, %B %-d",
    "time": "%H:%M",
    "time_secs": "%H:%M:%S",
    "ago": "%b %-d, %Y",
}


def plain(thing: Message | Note | View, names: Mapping[str, str], zone: str) -> str:
    """Render to lines; buttons become [Label], fields [Label: ____].

    Args:
        thing: what to render; without blocks its text is used.
        names: names of users and channels by id.
        zone: IANA time zone of the reader, for dates.
    """
    reader = _Retelling(names, zone)
    if isinstance(thing, View):
        head = [reader.text(thing.body["title"])] if thing.body.get("title") else []
        lines = [*head, *reader.lines(thing.blocks)]
        if thing.body.get("submit"):
            lines.append(f"[{reader.text(thing.body['submit'])}]")
        return "\n".join(lines)
    if not thing.blocks:
        return reader.mrkdwn(thing.text)
    return "\n".join(reader.lines(thing.blocks))


class _Retelling:
    """What one reader sees of blocks, line by line."""

    def __init__(self, names: Mapping[str, str], zone: str) -> None:
        self._names = names
        self._zone = ZoneInfo(zone)

    def lines(self, blocks: list[Json]) -> Iterator[str]:
        for block in blocks:
            lines = getattr(self, "_" + str(block.get("type")), self._unknown)(block)
            yield from (line for line in lines if line)

    def text(self, value: Any) -> str:
        if not isinstance(value, dict):
            return ""
        if value.get("type") == "mrkdwn":
            return self.mrkdwn(value["text"])
        return str(value.get("text", ""))

    def mrkdwn(self, text: str) -> str:
        shown = _MARKUP.sub(lambda match: self._markup(match[1]), text)
        for entity, character in _ENTITIES:
            shown = shown.replace(entity, character)
        return shown

    def _markup(self, inside: str) -> str:
        target, _, label = inside.partition("|")
        if target.startswith("!date^"):
            return self._date(target, label)
        if target.startswith("@"):
            return "@" + self._names.get(target[1:], label or target[1:])
        if target.startswith("#"):
            return "#" + self._names.get(target[1:], label or target[1:])
        if target.startswith("!"):
            return label or "@" + target[1:].split("^")[0]
        return label or target

    def _date(self, target: str, fallback: str) -> str:
        _, seconds, pattern, *_ = [*target.split("^"), "", ""]
        if not seconds.lstrip("-").isdigit():
            return fallback
        moment = datetime.fromtimestamp(int(seconds), self._zone)
        return self._moment(moment, pattern)

    def _moment(self, moment: datetime, pattern: str) -> str:
        def token(match: re.Match[str]) -> str:
            form = _DATES.get(match[1].removesuffix("_pretty"))
            return moment.strftime(form) if form else match[0]

        return re.sub(r"\{(\w+)\}", token, pattern)

    # One method for each type of block

    def _section(self, block: Json) -> Iterator[str]:
        yield self.text(block.get("text"))
        yield from (self.text(field) for field in block.get("fields", []))
        if block.get("accessory"):
            yield self._element(block["accessory"])

    def _header(self, block: Json) -> Iterator[str]:
        yield self.text(block["text"])

    def _context(self, block: Json) -> Iterator[str]:
        yield " ".join(self._element(element) for element in block["elements"])

    def _divider(self, _block: Json) -> Iterator[str]:
        yield "---"

    def _actions(self, block: Json) -> Iterator[str]:
        yield " ".join(self._element(element) for element in block["elements"])

    def _image(self, block: Json) -> Iterator[str]:
        yield f"(picture: {block['alt_text']})"

    def _input(self, block: Json) -> Iterator[str]:
        yield f"{self.text(block['label'])}: {self._element(block['element'])}"

    def _markdown(self, block: Json) -> Iterator[str]:
        yield str(block["text"])

    def _alert(self, block: Json) -> Iterator[str]:
        yield self.text(block.get("text"))

    def _table(self, block: Json) -> Iterator[str]:
        for row in block.get("rows", []):
            yield " | ".join(self._cell(cell) for cell in row)

    _data_table = _table

    def _container(self, block: Json) -> Iterator[str]:
        yield self.text(block.get("title"))
        yield from self.lines(block.get("child_blocks", []))

    def _data_visualization(self, block: Json) -> Iterator[str]:
        yield f"(chart: {block.get('title', '')})"

    def _rich_text(self, block: Json) -> Iterator[str]:
        for part in block["elements"]:
            yield from self._rich_part(part)

    def _unknown(self, block: Json) -> Iterator[str]:
        yield f"({block.get('type')})"

    def _rich_part(self, part: Json) -> Iterator[str]:
        if part["type"] == "rich_text_list":
            for number, item in enumerate(part["elements"], start=1):
                bullet = f"{number}." if part.get("style") == "ordered" else "•"
                yield f"{bullet} {self._rich_line(item['elements'])}"
            return
        quote = "> " if part["type"] == "rich_text_quote" else ""
        yield from (
            quote + line for line in self._rich_line(part.get("elements", [])).split("\n") if line
        )

    def _rich_line(self, elements: list[Json]) -> str:
        return "".join(self._rich_element(element) for element in elements)

    def _rich_element(self, element: Json) -> str:
        kind = element["type"]
        if kind == "user":
            return "@" + self._names.get(element["user_id"], element["user_id"])
        if kind == "channel":
            return "#" + self._names.get(element["channel_id"], element["channel_id"])
        if kind == "emoji":
            return f":{element['name']}:"
        if kind == "broadcast":
            return "@" + str(element["range"])
        if kind == "date":
            moment = datetime.fromtimestamp(element["timestamp"], self._zone)
            return self._moment(moment, element["format"])
        return str(element.get("text") or element.get("url") or "")

    def _cell(self, cell: Json) -> str:
        if cell.get("type") == "rich_text":
            return " ".join(self._rich_text(cell))
        return str(cell.get("text", ""))

    def _element(self, element: Json) -> str:
        kind = element.get("type")
        if kind in ("mrkdwn", "plain_text"):
            return self.text(element)
        if kind == "image":
            return f"(picture: {element['alt_text']})"
        if kind in ("button", "workflow_button"):
            return f"[{self.text(element['text'])}]"
        if kind == "overflow":
            return "[…: " + " | ".join(self.text(o["text"]) for o in element["options"]) + "]"
        if kind in ("checkboxes", "radio_buttons"):
            return " ".join(f"( ) {self.text(o['text'])}" for o in element["options"])
        shown = self._initial(element) or self.text(element.get("placeholder")) or "____"
        return f"[{shown}]"

    def _initial(self, element: Json) -> str:
        for key in ("initial_value", "initial_date", "initial_time"):
            if element.get(key):
                return str(element[key])
        if element.get("initial_option"):
            return self.text(element["initial_option"]["text"])
        if element.get("initial_users"):
            users = element["initial_users"]
            return ", ".join("@" + self._names.get(user, user) for user in users)
        if element.get("initial_user"):
            return "@" + self._names.get(element["initial_user"], element["initial_user"])
        for key in ("initial_channel", "initial_conversation"):
            if element.get(key):
                return "#" + self._names.get(element[key], element[key])
        if element.get("initial_options"):
            return ", ".join(self.text(option["text"]) for option in element["initial_options"])
        return ""
