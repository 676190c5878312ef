"""What Slack delivers is read by its shape, and what has another shape is called unreadable."""

from __future__ import annotations

from typing import Any

import pytest

from bot import message_words, payloads
from bot.payloads import DeliveryKind
from bot.profiles import person_fields
from bot.shapes import key_of
from handlers.speech import blocks
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Privacy, Request
from tests.cast import OMAR, SARA, TEAM

COMMAND = {"command": "/cx", "team_id": TEAM, "user_id": OMAR, "trigger_id": "1.2"}
EVENT = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1"}
PLACE: dict[str, Any] = {
    "user": {"id": OMAR, "team_id": TEAM},
    "team": {"id": TEAM},
    "trigger_id": "1.2.3",
}


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("", "", ""),
        ("list", "list", ""),
        ("  Task  Call Globex  ", "task", "Call Globex"),
        ("ACK T-12 by Friday", "ack", "T-12 by Friday"),
    ],
)
def test_a_command_is_its_first_word_and_the_rest(text: str, verb: str, rest: str) -> None:
    body = {**COMMAND, "channel_id": "C1", "text": text, "trigger_id": "1.2"}
    assert read(DeliveryKind.COMMAND, body) == Request(
        team_id=TEAM, user_id=OMAR, channel_id="C1", verb=verb, text=rest, key="command:1.2"
    )


@pytest.mark.parametrize(
    ("clicked", "verb", "value"),
    [
        ({"action_id": "item.take", "type": "button", "value": "T-1"}, "item.take", "T-1"),
        ({"action_id": "task.form", "type": "button"}, "task.form", ""),
        (
            {
                "action_id": blocks.SHOW_MORE,
                "type": "overflow",
                "selected_option": {"value": "item.no|T-1"},
            },
            "item.no",
            "T-1",
        ),
    ],
)
@pytest.mark.parametrize(
    ("where", "channel"),
    [
        ({"channel": {"id": "C1"}, "message": {"ts": "1.1"}}, "C1"),
        ({"view": {"id": "V1", "type": "home"}, "channel": None}, ""),
    ],
)
def test_a_click_says_what_it_is_about_wherever_it_happened(
    clicked: dict[str, Any], verb: str, value: str, where: dict[str, Any], channel: str
) -> None:
    assert read(
        DeliveryKind.ACTION, {**PLACE, **where, "type": "block_actions", "actions": [clicked]}
    ) == Request(
        team_id=TEAM, user_id=OMAR, channel_id=channel, verb=verb, value=value, key="action:1.2.3"
    )


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ({"type": "plain_text_input", "value": " Call them "}, " Call them "),
        ({"type": "plain_text_input", "value": None}, None),
        ({"type": "number_input", "value": "3"}, "3"),
        ({"type": "datepicker", "selected_date": "2026-11-27"}, "2026-11-27"),
        ({"type": "timepicker", "selected_time": "09:30"}, "09:30"),
        ({"type": "users_select", "selected_user": SARA}, SARA),
        ({"type": "users_select", "selected_user": None}, None),
        ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
        ({"type": "channels_select", "selected_channel": "C1"}, "C1"),
        ({"type": "static_select", "selected_option": {"value": "2"}}, "2"),
        ({"type": "static_select", "selected_option": None}, None),
        ({"type": "radio_buttons", "selected_option": {"value": "a"}}, "a"),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, ["a", "b"]),
        ({"type": "checkboxes", "selected_options": []}, []),
        ({"type": "multi_users_select", "selected_users": [OMAR, SARA]}, [OMAR, SARA]),
        ({"type": "multi_users_select", "selected_users": None}, []),
        ({"type": "multi_channels_select", "selected_channels": ["C1"]}, ["C1"]),
        ({"type": "multi_conversations_select", "selected_conversations": ["C1"]}, ["C1"]),
        ({"type": "an_input_of_tomorrow"}, None),
    ],
)
def test_a_form_brings_each_kind_of_input_by_its_name(state: dict[str, Any], value: object) -> None:
    view = {
        "id": "V1",
        "hash": "1.abc",
        "callback_id": "task.send",
        "private_metadata": "I-7",
        "state": {"values": {"block": {"name": state}}},
    }
    assert read(DeliveryKind.FORM, {**PLACE, "type": "view_submission", "view": view}) == Request(
        team_id=TEAM,
        user_id=OMAR,
        verb="task.send",
        value="I-7",
        fields={"name": value},  # type: ignore[dict-item]
        key="submission:V1:1.abc",
    )


def test_a_shortcut_brings_the_words_of_its_message_as_people_saw_them() -> None:
    anywhere = read(
        DeliveryKind.SHORTCUT, {**PLACE, "type": "shortcut", "callback_id": "task.shortcut"}
    )
    assert anywhere == Request(
        team_id=TEAM, user_id=OMAR, verb="task.shortcut", key="shortcut:1.2.3"
    )
    message = {"channel": {"id": "C1"}, "message": {"text": "5 &lt; 6 &amp; <@U1|sara> knows"}}
    on_message = read(
        DeliveryKind.SHORTCUT,
        {**PLACE, **message, "type": "message_action", "callback_id": "task.from_message"},
    )
    assert (on_message.channel_id, on_message.text) == ("C1", message["message"]["text"])


RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "user", "user_id": SARA},
                {"type": "text", "text": " call <them> "},
                {"type": "link", "url": "https://x.example/?a=1&b=2", "text": "here"},
                {"type": "text", "text": " "},
                {"type": "broadcast", "range": "here"},
                {"type": "emoji", "name": "wave"},
            ],
        },
        {
            "type": "rich_text_list",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
            ],
        },
    ],
}
READ_RICH = f"<@{SARA}> call &lt;them&gt; <https://x.example/?a=1&amp;b=2|here> <!here>:wave:"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"text": "as it is", "blocks": [RICH]}, ["as it is"]),
        ({"text": None, "blocks": [RICH]}, [READ_RICH, "one"]),
        (
            {
                "text": "",
                "blocks": [
                    {"type": "header", "text": {"type": "plain_text", "text": "R&D <late>"}},
                    {"type": "divider"},
                    {
                        "type": "section",
                        "text": {"type": "mrkdwn", "text": "See <https://x.example|it>"},
                        "fields": [{"type": "mrkdwn", "text": "*Owner*"}],
                    },
                    {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]},
                    {
                        "type": "actions",
                        "elements": [
                            {
                                "type": "button", "value": "secret",
                                "text": {"type": "plain_text", "text": "Open"},
                            }
                        ],
                    },
                ],
            },
            ["R&amp;D &lt;late&gt;", "See <https://x.example|it>", "*Owner*", "small", "Open"],
        ),
        (
            {
                "attachments": [
                    {
                        "pretext": "Alert", "title": "CPU", "text": "high", "fallback": "unused",
                        "fields": [{"title": "Host", "value": "db-1", "short": True}],
                    },
                    {"fallback": "only this"},
                ]
            },
            ["Alert", "CPU", "high", "Host", "db-1", "only this"],
        ),
        ({"text": None}, []),
        ({"text": "", "blocks": "x", "attachments": {"text": []}}, []),
        ({"blocks": [None, 5, {"type": None, "text": {"text": None}}, {"elements": 3}]}, []),
        ({"text": "\u200b", "attachments": [{"text": "seen"}]}, ["seen"]),
    ],
)  # fmt: skip
def test_a_message_is_read_wherever_its_words_are(
    message: dict[str, Any], words: list[str]
) -> None:
    on_message = read(
        DeliveryKind.SHORTCUT,
        {
            **PLACE, "channel": {"id": "C1"}, "message": message, "type": "message_action",
            "callback_id": "task.from_message",
        },
    )  # fmt: skip
    assert [line for line in on_message.text.split("\n") if line] == words


def test_a_message_that_nobody_can_have_written_is_read_to_an_end() -> None:
    deep: dict[str, Any] = {"type": "section"}
    for _ in range(500):
        deep = {"type": "section", "elements": [deep, {"type": "mrkdwn", "text": "x"}]}
    assert len(message_words.of({"blocks": [deep]})) < 100
    many = [{"type": "mrkdwn", "text": "x" * 1_000}] * 1_000
    assert len(message_words.of({"blocks": many})) == message_words.LONGEST


def test_an_event_brings_who_and_for_people_what_the_directory_says() -> None:
    opened = {"type": "app_home_opened", "user": OMAR, "tab": "home"}
    assert read(DeliveryKind.EVENT, {**EVENT, "event_id": "Ev1", "event": opened}) == Request(
        team_id=TEAM, user_id=OMAR, verb="app_home_opened", key="event:Ev1"
    )
    moved = {"type": "user_change", "user": {"id": SARA, "name": "sara", "tz": "Asia/Singapore"}}
    request = read(DeliveryKind.EVENT, {**EVENT, "event_id": "Ev2", "event": moved})
    assert (request.user_id, request.verb) == (SARA, "user_change")
    assert request.fields["zone"] == "Asia/Singapore"


@pytest.mark.parametrize("ticket", ["1334522.7384749.8088930838d8", "Ev0PV52K21", "VNHU13V36"])
def test_what_slack_calls_a_delivery_is_its_key(ticket: str) -> None:
    assert key_of("event", ticket) == f"event:{ticket}"


@pytest.mark.parametrize("ticket", ["acme_is_furious", "Acme", "globex-1", "ZOË", "1.2.acme"])
def test_what_may_be_a_word_of_somebody_is_kept_as_a_digest(ticket: str) -> None:
    key = key_of("submission", "V1", ticket)
    assert key == key_of("submission", "V1", ticket)
    assert key.startswith("submission:V1:~")
    assert ticket not in key
    assert key != key_of("submission", "V1", f"{ticket}.")


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (
            {"name": "sara", "tz": "Europe/Berlin", "profile": {"real_name": "Sara Novak"}},
            {"name": "Sara Novak", "handle": "sara", "zone": "Europe/Berlin", "gone": ""},
        ),
        ({"name": "sara", "real_name": "Sara"}, {"name": "Sara", "zone": "UTC"}),
        ({"name": "sara"}, {"name": "sara", "title": "", "email": ""}),
        (
            {"name": "sara", "profile": {"title": None, "email": None, "real_name": None}},
            {"name": "sara", "title": "", "email": ""},
        ),
        ({"name": "sara", "tz": "Mars/Olympus_Mons"}, {"zone": "UTC"}),
        ({"name": "sara", "tz": "../secrets"}, {"zone": "UTC"}),
        ({"name": "sara", "deleted": True}, {"gone": "yes"}),
        ({"name": "duly", "is_bot": True}, {"is_bot": "yes"}),
        ({"id": "USLACKBOT", "name": "slackbot", "is_bot": False}, {"is_bot": "yes"}),
        ({"name": "sara"}, {"standing": "member", "is_admin": ""}),
        ({"name": "sara", "team_id": TEAM, "is_stranger": False}, {"standing": "member"}),
        ({"name": "kim", "team_id": TEAM, "is_restricted": True}, {"standing": "guest"}),
        ({"name": "kim", "is_ultra_restricted": True}, {"standing": "guest"}),
        ({"name": "ines", "is_stranger": True}, {"standing": "stranger"}),
        ({"name": "ines", "team_id": "T0ACME"}, {"standing": "stranger"}),
        (
            {"name": "ines", "team_id": "T0ACME", "is_restricted": True, "is_admin": True},
            {"standing": "stranger"},
        ),
        (
            {"name": "sara", "team_id": "T0SISTER", "enterprise_user": {"teams": [TEAM]}},
            {"standing": "member"},
        ),
        ({"name": "nora", "is_admin": True}, {"is_admin": "yes"}),
        ({"name": "nora", "is_owner": True}, {"is_admin": "yes"}),
        ({"name": "nora", "is_primary_owner": True}, {"is_admin": "yes"}),
    ],
)
def test_a_person_of_the_directory_in_plain_fields(
    user: dict[str, Any], expected: dict[str, str]
) -> None:
    fields = person_fields(user, TEAM)
    assert {name: fields[name] for name in expected} == expected


def read(kind: DeliveryKind, payload: dict[str, Any]) -> Request:
    return payloads.read(kind, payload, TEAM).request


@pytest.mark.parametrize(
    "payload",
    [
        None,
        7,
        "command",
        [],
        [{"type": "block_actions"}],
        {},
        {"type": []},
        {"type": "view_closed"},
    ],
)
def test_what_is_no_delivery_is_nothing_that_duly_listens_to(payload: object) -> None:
    assert payloads.kind_of(payload) is None


CLICK = {**PLACE, "type": "block_actions", "actions": [{"action_id": "item.take", "value": "T-1"}]}
FORM = {
    **PLACE,
    "type": "view_submission",
    "view": {"id": "V1", "hash": "1.a", "callback_id": "task.send", "state": {"values": {}}},
}
SHORTCUT = {**PLACE, "type": "message_action", "callback_id": "task.from_message"}
HAPPENED = {"type": "app_home_opened", "user": OMAR}
OPENED = {**EVENT, "event": HAPPENED}


def _state(**entered: object) -> dict[str, Any]:
    view = {**FORM["view"], "state": {"values": {"block": {"name": entered}}}}  # type: ignore[dict-item]
    return {**FORM, "view": view}


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (DeliveryKind.COMMAND, {**COMMAND, "user_id": None}),
        (DeliveryKind.COMMAND, {**COMMAND, "user_id": "omar"}),
        (DeliveryKind.COMMAND, {**COMMAND, "user_id": "U1'; DROP TABLE people"}),
        (DeliveryKind.COMMAND, {**COMMAND, "user_id": f"{OMAR}\n"}),
        (DeliveryKind.COMMAND, {**COMMAND, "user_id": "U" * 300}),
        (DeliveryKind.COMMAND, {**COMMAND, "team_id": 7}),
        (DeliveryKind.COMMAND, {**COMMAND, "channel_id": "<!channel>"}),
        (DeliveryKind.COMMAND, {**COMMAND, "trigger_id": "Acme is furious"}),
        (DeliveryKind.COMMAND, {**COMMAND, "text": ["task"]}),
        (DeliveryKind.COMMAND, {key: COMMAND[key] for key in COMMAND if key != "trigger_id"}),
        (DeliveryKind.ACTION, {**CLICK, "user": None}),
        (DeliveryKind.ACTION, {**CLICK, "user": OMAR}),
        (DeliveryKind.ACTION, {**CLICK, "user": [{"id": OMAR}]}),
        (DeliveryKind.ACTION, {**CLICK, "team": TEAM}),
        (DeliveryKind.ACTION, {**CLICK, "enterprise": 7}),
        (DeliveryKind.ACTION, {**CLICK, "actions": []}),
        (DeliveryKind.ACTION, {**CLICK, "actions": {}}),
        (DeliveryKind.ACTION, {**CLICK, "actions": [None]}),
        (DeliveryKind.ACTION, {**CLICK, "actions": [{"action_id": ["item.take"]}]}),
        (DeliveryKind.ACTION, {**CLICK, "actions": [{"action_id": "Acme is furious"}]}),
        (
            DeliveryKind.ACTION,
            {**CLICK, "actions": [{"action_id": "item.take", "value": {"a": 1}}]},
        ),
        (DeliveryKind.ACTION, {**CLICK, "channel": "C1"}),
        (DeliveryKind.ACTION, {**CLICK, "channel": {"id": "C1|<!here>"}}),
        (DeliveryKind.FORM, {**FORM, "view": None}),
        (DeliveryKind.FORM, {**FORM, "view": {**FORM["view"], "hash": None}}),  # type: ignore[dict-item]
        (DeliveryKind.FORM, {**FORM, "view": {**FORM["view"], "state": []}}),  # type: ignore[dict-item]
        (DeliveryKind.FORM, _state(value={"a": 1})),
        (DeliveryKind.FORM, _state(value=7)),
        (DeliveryKind.FORM, _state(selected_user="<!channel>")),
        (DeliveryKind.FORM, _state(selected_users=[SARA, None])),
        (DeliveryKind.FORM, _state(selected_channel="U0SARA")),
        (DeliveryKind.FORM, _state(selected_option={"text": "a"})),
        (DeliveryKind.FORM, _state(selected_options=["a"])),
        (DeliveryKind.FORM, _state(selected_date={})),
        (DeliveryKind.SHORTCUT, {**SHORTCUT, "callback_id": None}),
        (DeliveryKind.SHORTCUT, {**SHORTCUT, "message": {"text": ["Acme"]}}),
        (DeliveryKind.SHORTCUT, {**SHORTCUT, "message": "Acme"}),
        (DeliveryKind.EVENT, {**OPENED, "event": {"type": "app_home_opened"}}),
        (DeliveryKind.EVENT, {**OPENED, "event": {**HAPPENED, "user": ""}}),
        (DeliveryKind.EVENT, {**OPENED, "event": {**HAPPENED, "user": {"name": "no id"}}}),
        (DeliveryKind.EVENT, {**OPENED, "event_id": {}}),
    ],
)
def test_what_has_another_shape_is_unreadable_and_is_not_quoted(
    kind: DeliveryKind, payload: dict[str, Any]
) -> None:
    with pytest.raises(UnreadableRequest) as unreadable:
        read(kind, payload)
    assert unreadable.value.__cause__ is None, "pydantic's own words quote the payload"
    assert unreadable.value.__suppress_context__
    assert "Acme" not in repr(unreadable.value.facts)
    assert "<!" not in repr(unreadable.value.facts)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("a\0b", "ab"),
        ("a\ud83d", "a"),
        ("\udc00x", "x"),
        ("Zoë 👩‍🚀", "Zoë 👩‍🚀"),
    ],
)
def test_what_nobody_can_store_or_write_is_tidied(typed: str, text: str) -> None:
    assert read(DeliveryKind.COMMAND, {**COMMAND, "text": f"list {typed}"}).text == text
    assert read(DeliveryKind.FORM, _state(value=typed)).fields == {"name": text}
    assert person_fields({"name": typed, "profile": {"title": typed}})["title"] == text


@pytest.mark.parametrize(
    ("kind", "payload", "stranger"),
    [
        (DeliveryKind.COMMAND, COMMAND, False),
        (DeliveryKind.COMMAND, {**COMMAND, "team_id": "T0OTHER"}, True),
        (DeliveryKind.ACTION, CLICK, False),
        (DeliveryKind.ACTION, {**CLICK, "user": {"id": "U9", "team_id": "T0OTHER"}}, True),
        (DeliveryKind.ACTION, {**CLICK, "user": {"id": "U9"}, "team": {"id": "T0OTHER"}}, True),
        (DeliveryKind.ACTION, {**CLICK, "user": {"id": "U9"}, "team": None}, False),
        # In one organisation, somebody of its other workspace who acts in ours.
        (
            DeliveryKind.ACTION,
            {**CLICK, "user": {"id": "U9", "team_id": "T0OTHER"}, "enterprise": {"id": "E1"}},
            False,
        ),
        (DeliveryKind.FORM, {**FORM, "user": {"id": "U9", "team_id": "T0OTHER"}}, True),
        (DeliveryKind.SHORTCUT, {**SHORTCUT, "user": {"id": "U9", "team_id": "T0OTHER"}}, True),
        (DeliveryKind.EVENT, OPENED, False),
        (DeliveryKind.EVENT, {**OPENED, "team_id": "T0OTHER"}, True),
        (DeliveryKind.EVENT, {**OPENED, "event": {**HAPPENED, "user_team": "T0OTHER"}}, True),
        (
            DeliveryKind.EVENT,
            {**OPENED, "event": {**HAPPENED, "user": {"id": "U9", "team_id": TEAM}}},
            False,
        ),
    ],
)
def test_whoever_belongs_to_another_workspace_is_a_stranger_in_ours(
    kind: DeliveryKind, payload: dict[str, Any], stranger: bool
) -> None:
    request = read(kind, payload)
    assert (request.team_id, request.stranger) == (TEAM, stranger)


def test_a_user_object_of_any_shape_has_plain_fields() -> None:
    for odd in (None, 7, [], {}, {"a": []}, "x" * 5_000, "/", ".."):
        user = {
            "name": odd, "real_name": odd, "tz": odd, "profile": odd, "team_id": odd,
            "is_bot": odd, "deleted": odd, "is_admin": odd, "enterprise_user": odd,
        }  # fmt: skip
        fields = person_fields(user, TEAM)
        assert all(isinstance(value, str) for value in fields.values())
        assert fields["zone"] == "UTC"
        assert not fields["is_admin"]


def test_a_message_brings_its_words_and_where_it_stands() -> None:
    written = {
        "type": "message", "channel": "D0SARA", "channel_type": "im", "user": SARA,
        "text": "done, <https://x.example|mail> is live", "ts": "1795424400.000200",
    }  # fmt: skip
    under = {"thread_ts": "1795424400.000100"}
    heard = Request(
        team_id=TEAM, user_id=SARA, channel_id="D0SARA", verb="message", key="event:Ev1",
        text="done, <https://x.example|mail> is live", value="1795424400.000200",
        thread="1795424400.000100", privacy=Privacy.DIRECT,
    )  # fmt: skip
    assert read(DeliveryKind.EVENT, {**EVENT, "event": written | under}) == heard
    told = payloads.read(DeliveryKind.EVENT, {**EVENT, "event": written | under}, TEAM)
    assert "mail" not in str(told.body), "words go no further than they must"
    stranger = written | {"user_team": "T9OTHER"}
    assert read(DeliveryKind.EVENT, {**EVENT, "event": stranger}).stranger
    with pytest.raises(UnreadableRequest):
        read(DeliveryKind.EVENT, {**EVENT, "event": written | {"channel": "<!channel>"}})
