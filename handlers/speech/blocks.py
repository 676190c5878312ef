"""What is shown is built here: Slack's blocks, people's words made harmless, limits kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    DividerBlock,
    Element,
    ExternalSelectMenu,
    HeaderBlock,
    HomeTabView,
    ModalView,
    Option,
    OverflowMenu,
    PlainText,
    SectionBlock,
    StaticSelectMenu,
    Text,
)

from handlers.speech.errors import UserError
from handlers.speech.lengths import cut, cut_markup, fit, units
from handlers.speech.request import Json
from storage import outbox

Style = Literal["primary", "danger"]

# Slack's limits, and ours where Slack's are unsafe (platform reference, section 3), in the units
# of handlers.speech.lengths.
MESSAGE_BLOCKS = 45
HOME_BLOCKS = 100
SECTION = 3000
BLOCK_ID = 255
NOTIFICATION = 3000
FIELD = 2000
HEADER = 150
LABEL = 75
CONFIRM = 300
VIEW_TITLE = 24
OPTIONS = 100
MESSAGE_TEXT = 9000
# A view holds 250 KB of JSON, in which a unit can take six bytes.
VIEW_TEXT = 30_000

SHOW_MORE = "more"
TYPE_TO_FIND = "Type a part of the name"
SEPARATOR = "|"
BEHIND = "\u241e"
"""Between what a form carries of its own and what lies behind it, which is drawn again."""

# Formatting marks cannot be escaped in Slack's markup, so look-alikes take their place.
_HARMLESS = str.maketrans(
    {
        "&": "&amp;", "<": "&lt;", ">": "&gt;",
        "*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ",
    }
)  # fmt: skip
# Between letters or digits an underscore formats nothing, and INV_2026_11 can be copied.
_ADDRESS = re.compile(r"https?://[^\s<>|\"“”]+", re.IGNORECASE)
_BEHIND = ".,;:!?)]}…'"
"""Signs behind an address that belong to the sentence."""
_INSIDE = re.compile(r"(?<=[^\W_ˍ])ˍ(?=[^\W_ˍ])")


@dataclass(frozen=True)
class Choices:
    """What a field offers, row id → name, and the id that is chosen so far.

    Where the choices are found by typing (`is_searched`), only what is chosen is offered here.
    """

    offered: Mapping[str, str]
    value: str | None = None
    is_searched: bool = False
    values: Sequence[str] = ()
    """Those that are chosen so far, where several can be."""

    def __bool__(self) -> bool:
        """Whether there is anything to choose."""
        return self.is_searched or bool(self.offered)


@dataclass(frozen=True)
class Shown:
    """A message as it will be sent: the line for notifications, and the blocks."""

    text: str
    blocks: list[Json]

    @property
    def payload(self) -> Json:
        """The message's words as Slack's methods take them."""
        return {"text": notification(self.text), "blocks": self.blocks}


def clip(words: str, length: int) -> str:
    """`words` on one line, cut with an ellipsis when longer than `length` units."""
    return cut(" ".join(words.split()), length)


def safe(words: str, length: int = 300) -> str:
    """People's words for use inside markup: no mention, link or formatting survives.

    They show at most `length` units and take at most twice as many, however many signs had to be
    escaped.
    """
    return cut_markup(_harmless(clip(words, length)), 2 * length)


def said(error: UserError) -> str:
    """What is said of an error, as markup in which people's words are safe."""
    return error.said(safe)


def _harmless(words: str) -> str:
    return _INSIDE.sub("_", words.translate(_HARMLESS))


def escaped(words: str) -> str:
    """Words as they stand in markup: nothing in them is a command of Slack's."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(words: str, length: int = 300) -> str:
    """The same, but whole addresses in them can be followed; they are shown as they are."""
    line, shown, end = clip(words, length), [], 0
    is_cut = units(" ".join(words.split())) > length
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(_BEHIND)
        stop = found.start() + len(address)
        if not (is_cut and stop >= len(line) - 1):
            shown += [_harmless(line[end : found.start()]), f"<{escaped(address)}>"]
            end = stop
    return "".join([*shown, _harmless(line[end:])])


def addresses(words: str) -> list[str]:
    """The addresses in somebody's words as links, each once."""
    return [f"<{escaped(address)}>" for address in web_addresses(words)]


def web_addresses(words: str) -> list[str]:
    """The same as they stand there."""
    found = (each[0].rstrip(_BEHIND) for each in _ADDRESS.finditer(words))
    return list(dict.fromkeys(found))


def ours(words: str, length: int = 300) -> str:
    """A sentence of Duly's own that may quote others: as safe, but commands in it stay commands."""
    return safe(words, length).replace("ˋ", "`")


def notification(markup: str) -> str:
    """A message's text beside its blocks, for notifications and screen readers."""
    return cut_markup(markup, NOTIFICATION)


def person(user_id: str | None) -> str:
    """A person as a mention that Slack shows by name."""
    return f"<@{user_id}>" if user_id else "nobody yet"


def channel(channel_id: str) -> str:
    """A channel as a link."""
    return f"<#{channel_id}>"


def place(lane: str) -> str:
    """Where a message goes: to a person, or into a channel."""
    return person(lane) if outbox.is_to_person(lane) else channel(lane)


def section(markup: str, accessory: Element | None = None) -> Block:
    """A paragraph of markup, with at most one control beside it."""
    return SectionBlock(_markup(markup), accessory=accessory)


def paragraphs(lines: Sequence[str]) -> list[Block]:
    """Lines of markup in as few paragraphs as hold them, none cut as long as it fits into one."""
    chunks: list[str] = []
    for line in lines:
        longer = f"{chunks[-1]}\n{line}" if chunks else line
        if chunks and units(longer) <= SECTION:
            chunks[-1] = longer
        else:
            chunks.append(line)
    return [section(chunk) for chunk in chunks]


def fields(pairs: Mapping[str, str]) -> Block:
    """Short labelled facts side by side; values are markup."""
    texts = [f"*{label}*\n{value}" for label, value in pairs.items()]
    return SectionBlock(fields=[_markup(text, FIELD) for text in texts])


def columns(texts: Sequence[str]) -> Block:
    """Up to ten short texts of markup side by side."""
    return SectionBlock(fields=[_markup(text, FIELD) for text in texts[:10]])


def header(words: str) -> Block:
    """One plain line in large type."""
    return HeaderBlock(clip(words, HEADER) or "…")


def context(markup: str) -> Block:
    """One small grey line of markup."""
    return ContextBlock([_markup(markup)])


def divider() -> Block:
    """A thin line."""
    return DividerBlock()


def button(
    label: str, verb: str, value: str = "", style: Style | None = None, confirm: str = ""
) -> Button:
    """A button that carries `value` to the handler of `verb`, asking `confirm` first if given."""
    words = PlainText(clip(confirm, CONFIRM) or "…")
    asked = ConfirmationDialogue(_label(label), words, "Yes", "Not yet") if confirm else None
    return Button(_label(label), action_id=verb, value=value or None, style=style, confirm=asked)


def verbatim(words: str) -> Block:
    """A paragraph of somebody's words just as they stand, with its lines."""
    return SectionBlock(PlainText(cut(words, SECTION) or " "))


def menu(choices: Sequence[tuple[str, str, str]]) -> OverflowMenu:
    """A “…” menu of labels, each with its verb and what it carries to the handler of that."""
    options = [
        Option(PlainText(_label(label)), f"{verb}{SEPARATOR}{value}")
        for label, verb, value in choices
    ]
    return OverflowMenu(SHOW_MORE, options)


def overflow(choices: Mapping[str, str], value: str) -> OverflowMenu:
    """A “…” menu: verb → label; each choice goes to its own handler with `value`."""
    return menu([(label, verb, value) for verb, label in choices.items()])


def choice_menu(verb: str, choices: Mapping[str, str], value: str) -> StaticSelectMenu:
    """A menu in a row of controls, on one of a few that Duly names: stored value → label."""
    options = option_list(choices)
    first = next((option for option in options if option.value == value), None)
    return StaticSelectMenu(verb, options=options, initial_option=first)


def search_menu(verb: str, label: str, value: str) -> ExternalSelectMenu:
    """A menu in a row of controls whose choices are found by typing; this one is chosen so far."""
    first = Option(PlainText(_label(label)), value)
    return ExternalSelectMenu(
        verb, initial_option=first, min_query_length=0, placeholder=TYPE_TO_FIND
    )


def actions(*elements: Element) -> Block:
    """A row of controls."""
    return ActionsBlock(list(elements))


def beside(row: Block | None) -> tuple[list[Block], OverflowMenu | None]:
    """A row of controls without its “…” menu, and that: it stands beside a paragraph instead."""
    if not isinstance(row, ActionsBlock):
        return [row] if row else [], None
    elements = row.elements or []
    menu = next((each for each in elements if isinstance(each, OverflowMenu)), None)
    rest = [each for each in elements if each is not menu]
    return [actions(*rest)] if rest else [], menu


def likeliest(row: Block | None) -> Element | None:
    """The first control of a row, to stand beside a paragraph alone."""
    return row.elements[0] if isinstance(row, ActionsBlock) and row.elements else None


def message(*parts: Block) -> list[Json]:
    """Blocks as Slack takes them in a message, at most as many as it surely takes."""
    built: list[Json] = [part._resolve() for part in parts[:MESSAGE_BLOCKS]]  # noqa: SLF001
    return fit(_one_green(built), MESSAGE_TEXT)


def _one_green(built: list[Json], most: int = 1) -> list[Json]:
    """The same blocks, of whose green buttons only the first stays so: seven of them say nothing.

    The likeliest answer to the most urgent thing comes first wherever things are listed.
    """
    green = [each for each in _controls(built) if each.get("style") == "primary"]
    for each in green[most:]:
        del each["style"]
    return built


def _controls(built: list[Json]) -> Iterator[Json]:
    for block in built:
        yield from block.get("elements", ())
        if "accessory" in block:
            yield block["accessory"]


UNCHANGED, YOUR_WORDS = "Nothing was changed.", "Your words:"


def given_back(sentence: str, words: str) -> list[Json]:
    """A sentence of markup over somebody's own words, which they can copy as they stand."""
    preformatted = {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": clip(words, SECTION)}],
    }
    is_said = UNCHANGED[1:].rstrip(".") in sentence
    lead = YOUR_WORDS if is_said else f"{UNCHANGED} {YOUR_WORDS}"
    said = unnamed(message(section(sentence), context(lead)))
    return [*said, {"type": "rich_text", "elements": [preformatted]}]


def unnamed(built: list[Json]) -> list[Json]:
    """Blocks without the random names that a library gives: what is the same is equal."""
    return [{key: part for key, part in block.items() if key != "block_id"} for block in built]


def marked(built: list[Json], name: str, carried: str) -> list[Json]:
    """Blocks whose rows of controls say in which answer they stand, and what that carries.

    Slack sends the id of a block along with each click, and of an answer that only one person sees
    nothing else. As long as it takes: 255 characters, each id another.
    """
    ids = (f"{name}{SEPARATOR}{carried}{SEPARATOR}{number}" for number in range(len(built)))
    return [
        {**block, "block_id": block_id}
        if block["type"] == "actions" and len(block_id) <= BLOCK_ID
        else block
        for block, block_id in zip(built, ids, strict=True)
    ]


def options(choices: Mapping[str, str]) -> list[Json]:
    """What a menu offers while somebody types: row id → name."""
    found: list[Json] = [option._resolve() for option in option_list(choices)]  # noqa: SLF001
    return found


def form(
    title: str, verb: str, *parts: Block, submit: str | None = "Send", value: str = ""
) -> Json:
    """A modal whose submission goes to the handler of `verb` and carries `value`."""
    view: Json = ModalView(
        title=clip(title, VIEW_TITLE) or "…",
        blocks=list(parts),
        submit=submit,
        close="Cancel" if submit else "Close",
        callback_id=verb,
        private_metadata=value or None,
    ).to_dict()
    # A form that is sent has its own green button.
    shown = _one_green(view["blocks"], most=0 if submit else 1)
    return {**view, "blocks": fit(shown, VIEW_TEXT)}


def notice(title: str, *paragraphs: str, shown: Sequence[Json] = ()) -> Json:
    """A modal that only says something; paragraphs are markup.

    What is `shown` as a message, where it is, stands there instead of them.
    """
    said = form(title, "notice", *(section(words) for words in paragraphs), submit=None)
    return {**said, "blocks": list(shown)} if shown else said


def home(parts: Sequence[Block]) -> Json:
    """A person's Home."""
    view: Json = HomeTabView(blocks=list(parts)[:HOME_BLOCKS]).to_dict()
    return {**view, "blocks": fit(_one_green(view["blocks"]), VIEW_TEXT)}


def _label(words: str) -> str:
    """Words for a control; Slack refuses an empty label."""
    return clip(words, LABEL) or "…"


def option_list(choices: Mapping[str, str]) -> list[Option]:
    """The choices of a menu or an input: stored value → label."""
    pairs = list(choices.items())[:OPTIONS]
    return [Option(PlainText(_label(label)), value) for value, label in pairs]


def _markup(words: str, most: int = SECTION) -> Text:
    # Verbatim: Slack must not turn bare addresses and names in people's words into links.
    return Text(cut_markup(words, most) or " ", verbatim=True)
