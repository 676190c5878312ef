"""Rich text in Block Kit: sections, lists and quotes, and what stands in their lines."""

from bot.practice.slack.blockkit.composition import URL, Shapes
from bot.practice.slack.shapes import (
    Shape,
    anything,
    array,
    boolean,
    by_type,
    choice,
    number,
    record,
    string,
)

_STYLE = record(optional=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
_CLIENT_STYLE = record(
    optional=dict.fromkeys(
        ("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), boolean
    )
)


def _inline(required: Shapes, style: Shape = _CLIENT_STYLE, **more: Shape) -> Shape:
    return record({"type": anything, **required}, {"style": style, **more})


RICH_INLINE = by_type(
    {
        "text": _inline({"text": string(least=1)}, _STYLE),
        "link": _inline({"url": URL}, _STYLE, text=string(), unsafe=boolean),
        "user": _inline({"user_id": string(least=1)}),
        "channel": _inline({"channel_id": string(least=1)}),
        "usergroup": _inline({"usergroup_id": string(least=1)}),
        "team": _inline({"team_id": string(least=1)}),
        "emoji": _inline({"name": string(least=1)}, unicode=string(), skin_tone=number()),
        "broadcast": _inline({"range": choice("here", "channel", "everyone")}),
        "color": _inline({"value": string(least=1)}),
        "date": _inline(
            {"timestamp": number(), "format": string(least=1)}, url=string(), fallback=string()
        ),
    }
)
_RICH_SECTION = record({"type": anything, "elements": array(RICH_INLINE)})
RICH_PART = by_type(
    {
        "rich_text_section": _RICH_SECTION,
        "rich_text_list": record(
            {
                "type": anything,
                "style": choice("bullet", "ordered"),
                "elements": array(_RICH_SECTION),
            },
            {"indent": number(0, 8), "offset": number(0), "border": number(0, 1)},
        ),
        "rich_text_quote": record(
            {"type": anything, "elements": array(RICH_INLINE)}, {"border": number(0, 1)}
        ),
        "rich_text_preformatted": record(
            {"type": anything, "elements": array(RICH_INLINE)},
            {"border": number(0, 1), "language": string()},
        ),
    }
)
