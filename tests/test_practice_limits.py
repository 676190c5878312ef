"""Slack's limits for blocks, messages and views, as the practice workspace enforces them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import slackblocks
from slack_sdk.models import blocks as sdk

from bot.practice.slack import limits
from bot.practice.slack.errors import SlackError
from tests.practice import button, form, section, text_input, words


def select(count: int, **fields: Any) -> dict[str, Any]:
    options = [{"text": words(str(n)), "value": str(n)} for n in range(count)]
    return {"type": "static_select", "action_id": "pick", "options": options, **fields}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def error_of(blocks: Any, text: str | None = "fallback") -> SlackError:
    with pytest.raises(SlackError) as caught:
        limits.check_message(text, blocks, [])
    return caught.value


AT_THE_LIMIT: list[list[dict[str, Any]]] = [
    [{"type": "divider"}] * 50,
    [section("x" * 3000)],
    [{"type": "header", "text": words("x" * 150)}],
    [actions(*[button(str(n), "x" * 75, value="v" * 2000) for n in range(25)])],
    [{"type": "section", "fields": [words("x" * 1000)] * 10}],
    [{"type": "context", "elements": [words("x")] * 10}],
    [section("x", accessory=select(100))],
    [section("x", accessory={"type": "overflow", "options": select(5)["options"]})],
    [section("x", block_id="b" * 255, accessory=button("a" * 255))],
    [text_input("t" * 255, hint=words("h"), optional=True)],
]

BEYOND: list[tuple[list[Any], str]] = [
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    (
        [section("x" * 3001)],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (
        [{"type": "header", "text": words("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "*x*"}}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    (
        [actions(button("a", "x" * 76))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        [actions(button("a" * 256))],
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        [actions(button("a", value="v" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        [actions(*[button(str(n)) for n in range(26)])],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [actions(button("same"), button("same"))],
        "`action_id` same already exists [json-pointer:/blocks/0/elements/1]",
    ),
    (
        [section("x", block_id="b"), section("y", block_id="b")],
        "`block_id` b already exists [json-pointer:/blocks/1/block_id]",
    ),
    (
        [{"type": "section", "fields": [words("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
    ([{"type": "sektion"}], "unsupported type: sektion [json-pointer:/blocks/0/type]"),
    (
        [section("x", colour="red")],
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    (
        [section("x", accessory=select(101))],
        "no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    (
        [section("x", accessory={"type": "overflow", "options": select(6)["options"]})],
        "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    (
        [section("x", accessory=select(1, initial_option={"text": words("9"), "value": "9"}))],
        "initial_option must match an option [json-pointer:/blocks/0/accessory/initial_option]",
    ),
    (
        [{"type": "alert", "text": words("x")}],
        "unsupported type: alert in a message [json-pointer:/blocks/0/type]",
    ),
    (
        [text_input("n", element={"type": "number_input", "is_decimal_allowed": False})],
        "unsupported type: number_input in a message [json-pointer:/blocks/0/element/type]",
    ),
    (
        [section("x", accessory={"type": "plain_text_input", "action_id": "a"})],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
    (
        [{"type": "context", "elements": [words("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    ("no list", "must provide an array [json-pointer:/blocks]"),  # type: ignore[list-item]
    ([None], "must provide an object [json-pointer:/blocks/0]"),
]


@pytest.mark.parametrize("blocks", AT_THE_LIMIT, ids=lambda b: str(b[0]["type"]))
def test_blocks_at_the_limit_are_accepted(blocks: list[dict[str, Any]]) -> None:
    assert limits.block_problems(blocks, "message") == []


@pytest.mark.parametrize(("blocks", "problem"), BEYOND, ids=[p[:60] for _, p in BEYOND])
def test_blocks_beyond_the_limit_are_refused_with_a_pointer(blocks: Any, problem: str) -> None:
    error = error_of(blocks)
    assert error.error == "invalid_blocks"
    assert error.details["errors"] == [problem]
    assert error.to_slack()["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


def test_texts_have_their_own_limits() -> None:
    limits.check_message("x" * 40_000, [], [])
    with pytest.raises(SlackError, match="msg_too_long"):
        limits.check_message("x" * 40_001, [], [])
    limits.check_message("x" * 4_000, [], [], update=True)
    with pytest.raises(SlackError, match="msg_too_long"):
        limits.check_message("x" * 4_001, [], [], update=True)


def test_a_message_with_nothing_in_it_is_refused() -> None:
    assert error_of([], None).error == "no_text"


def test_all_texts_of_a_message_together_have_a_limit() -> None:
    limits.check_message("x", [section("x" * 3000)] * 4, [])
    assert error_of([*[section("x" * 3000)] * 4, section("x")]).error == "msg_blocks_too_long"


def pie() -> dict[str, object]:
    return {"type": "pie", "segments": [{"label": "Kept", "value": 3}]}


def bar(**others: object) -> dict[str, object]:
    """Two weeks of two series, but for what is said otherwise."""
    weeks = ["12 Oct", "19 Oct"]
    points = [{"label": week, "value": 2} for week in weeks]
    series = [{"name": name, "data": points} for name in ("Kept", "Missed")]
    return {"type": "bar", "series": series, "axis_config": {"categories": weeks}, **others}


@pytest.mark.parametrize(
    ("chart", "problem"),
    [
        (bar(), ""),
        (pie(), ""),
        ({"type": "radar"}, "unsupported type: radar"),
        (bar(series=[]), "no less than 1 items allowed"),
        (bar(axis_config={"categories": ["12 Oct"]}), "must have one point for every category"),
        (bar(series=[{"name": "Kept", "data": [{"label": "x" * 21, "value": 1}]}]),
         "must be less than 21 characters"),
        (bar(series=[{"name": "Kept", "data": [{"label": "12 Oct", "value": "1"}]}]),
         "must be a number"),
        (bar(series=[*bar()["series"], bar()["series"][0]]), "series name Kept already exists"),
        ({"type": "pie", "segments": [{"label": "Kept", "value": 0}]}, "must be greater than 0"),
    ],
)  # fmt: skip
def test_a_chart_has_figures_that_slack_draws(chart: dict[str, object], problem: str) -> None:
    block = {"type": "data_visualization", "title": "x", "chart": chart}
    problems = limits.block_problems([block], "message")
    assert [each.split(" [")[0] for each in problems[:1]] == ([problem] if problem else [])


def test_one_table_and_two_charts_fit_into_a_message() -> None:
    row = [{"type": "raw_text", "text": "x"}]
    table = {"type": "table", "rows": [row]}
    chart = {"type": "data_visualization", "title": "x", "chart": pie()}
    assert limits.block_problems([table, chart, chart], "message") == []
    problems = limits.block_problems([table, table, chart, chart, chart], "message")
    assert [p.split(" [")[0] for p in problems] == [
        "no more than 1 table blocks allowed",
        "no more than 2 data_visualization blocks allowed",
    ]


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        (
            form(title=words("x" * 25)),
            "must be less than 25 characters [json-pointer:/view/title/text]",
        ),
        (
            form(submit=words("x" * 25)),
            "must be less than 25 characters [json-pointer:/view/submit/text]",
        ),
        (
            form(private_metadata="x" * 3001),
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
        ),
        (
            form(callback_id="x" * 256),
            "must be less than 256 characters [json-pointer:/view/callback_id]",
        ),
        (form(submit=None), "missing required field: submit [json-pointer:/view]"),
        (
            form(*[{"type": "divider"}] * 101),
            "no more than 100 items allowed [json-pointer:/view/blocks]",
        ),
        (
            form({"type": "table", "rows": []}),
            "unsupported type: table in a modal [json-pointer:/view/blocks/0/type]",
        ),
        ({"type": "home", "blocks": []}, "must be one of modal [json-pointer:/view/type]"),
    ],
    ids=["title", "submit", "metadata", "callback", "no submit", "blocks", "surface", "type"],
)
def test_a_form_beyond_the_limits_is_refused(view: dict[str, Any], problem: str) -> None:
    with pytest.raises(SlackError) as caught:
        limits.check_view(view, "modal")
    assert caught.value.error == "invalid_arguments"
    assert caught.value.details["errors"] == [problem]


def test_a_form_of_more_than_250_kilobytes_is_refused() -> None:
    menu = {"type": "multi_static_select", "action_id": "a", "options": []}
    options = [{"text": words(f"{n}" + "x" * 70), "value": "v" * 150} for n in range(100)]
    blocks = [
        text_input(f"b{n}", element={**menu, "options": options, "action_id": str(n)})
        for n in range(10)
    ]
    with pytest.raises(SlackError, match="view_too_large"):
        limits.check_view(form(*blocks), "modal")
    assert limits.check_view(form(*blocks[:5]), "modal")


def test_malformed_metadata_is_refused() -> None:
    for wrong in ("text", {"event_type": "x"}, {"event_type": 1, "event_payload": {}}):
        with pytest.raises(SlackError, match="invalid_metadata_format"):
            limits.check_metadata(wrong)


def test_the_models_of_slack_sdk_are_accepted() -> None:
    option = sdk.Option(value="a", label="A")
    shown: list[sdk.Block] = [
        sdk.HeaderBlock(text="Head"),
        sdk.SectionBlock(text="*x*", accessory=sdk.ButtonElement(text="Go", action_id="go")),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="x")]),
        sdk.ActionsBlock(
            elements=[
                sdk.StaticSelectElement(placeholder="p", action_id="s", options=[option]),
                sdk.UserSelectElement(placeholder="p", action_id="u"),
                sdk.DatePickerElement(action_id="d", initial_date="2026-11-23"),
                sdk.OverflowMenuElement(action_id="o", options=[option, option]),
            ]
        ),
        sdk.InputBlock(label="l", element=sdk.PlainTextInputElement(action_id="p")),
        sdk.InputBlock(label="l", element=sdk.RadioButtonsElement(action_id="r", options=[option])),
        sdk.DividerBlock(),
    ]
    assert limits.block_problems([block.to_dict() for block in shown], "message") == []


RICH = slackblocks.RichTextSection(
    elements=[slackblocks.RichText("x", bold=True), slackblocks.RichTextUser("U0SARA")]
)
CONFIRM = slackblocks.ConfirmationDialogue(title="Sure?", text="Really?", confirm="Yes", deny="No")


@pytest.mark.parametrize(
    "block",
    [
        slackblocks.SectionBlock(text="x", fields=["a", "b"]),
        slackblocks.HeaderBlock("Head"),
        slackblocks.ContextBlock(elements=[slackblocks.Text("x")]),
        slackblocks.ActionsBlock(
            elements=[slackblocks.Button(text="Go", action_id="go", value="1", confirm=CONFIRM)]
        ),
        slackblocks.RichTextBlock(elements=[RICH]),
        slackblocks.InputBlock(label="l", element=slackblocks.PlainTextInput(action_id="a")),
        slackblocks.TableBlock([[slackblocks.RawText("a")]]),
        slackblocks.DataTableBlock(
            [[slackblocks.RawText("a")], [slackblocks.RawText("b")]], caption="c"
        ),
        slackblocks.DataVisualizationBlock(
            "Promises", slackblocks.PieChart([slackblocks.ChartSegment("kept", 2)])
        ),
        slackblocks.ContainerBlock([slackblocks.SectionBlock("x")], title="T"),
        slackblocks.MarkdownBlock("**x**"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_the_blocks_of_slackblocks_are_accepted(block: slackblocks.Block) -> None:
    assert limits.block_problems([json.loads(repr(block))], "message") == []
