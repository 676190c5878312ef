"""The pretend Web API, asked by slack_sdk's own client."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import Any

import pytest
import uvicorn
from slack_sdk.errors import SlackApiError
from websockets.exceptions import InvalidState

from bot.practice.slack import hosting
from bot.practice.slack.objects import Channel, User
from bot.practice.slack.rates import Rates
from bot.practice.slack.server import Served
from tests.practice import SCOPES, client, form, manifest, running, section


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with running() as served:
        yield served


def refusal(call: Any, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response


def test_auth_test_says_who_the_token_belongs_to(served: Served) -> None:
    answer = client(served).auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U0DULY", "T0BRIGHT")
    assert (answer["bot_id"], answer["user"]) == ("B0DULY", "duly")


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", "not_authed"),
        ("xoxb-stolen", "invalid_auth"),
        ("xapp-practice", "not_allowed_token_type"),
    ],
)
def test_a_wrong_token_is_refused(served: Served, token: str, error: str) -> None:
    assert refusal(client(served, token).users_list)["error"] == error


def test_a_token_is_also_taken_from_the_form(served: Served) -> None:
    body = b"token=xoxb-practice"
    with urllib.request.urlopen(served.api_url + "auth.test", body) as answer:  # noqa: S310
        assert b'"ok":true' in answer.read()
        assert parsedate_to_datetime(answer.headers["Date"])
        assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_unknown_methods_and_arguments_are_refused(served: Served) -> None:
    web = client(served)
    answer = refusal(web.api_call, api_method="chat.shout")
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")
    answer = refusal(web.chat_postMessage, channel="C0BILLING", text="x", loud=True)
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] unexpected argument: loud"]
    answer = refusal(web.api_call, api_method="chat.postMessage", json={"text": "x"})
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_a_missing_scope_is_named() -> None:
    with running(manifest=manifest(scopes=["commands"])) as served:
        answer = refusal(client(served).chat_postMessage, channel="C0BILLING", text="x")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert answer["provided"] == "commands"


def test_the_scope_for_history_depends_on_the_kind_of_channel() -> None:
    scopes = ["channels:history", "chat:write"]
    with running(manifest=manifest(scopes=scopes)) as served:
        web = client(served)
        assert web.conversations_history(channel="C0BILLING")["ok"]
        dm = served.workspace.dm("U0SARA").id
        assert refusal(web.conversations_history, channel=dm)["needed"] == "im:history"
        assert refusal(web.conversations_history, channel="C0EXEC")["needed"] == "groups:history"


def test_a_posted_message_is_stored_and_answered_with_its_stamp(served: Served) -> None:
    metadata = {"event_type": "duly", "event_payload": {"key": "abc"}}
    answer = client(served).chat_postMessage(
        channel="C0BILLING",
        text="plain",
        blocks=[section("*bold*")],
        metadata=metadata,
        unfurl_links=False,
    )
    stored = served.workspace.messages("#billing")[-1]
    assert (stored.ts, stored.user, stored.metadata) == (answer["ts"], "U0DULY", metadata)
    assert answer["message"]["bot_id"] == "B0DULY"
    assert answer["message"]["blocks"][0]["block_id"]


def test_stamps_are_unique_and_rising_when_many_threads_post(served: Served) -> None:
    before = len(served.workspace.messages("C0SUPPORT"))
    web = client(served)

    def post() -> None:
        for _ in range(20):
            web.chat_postMessage(channel="C0SUPPORT", text="x")

    threads = [Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = list(served.workspace.channel("C0SUPPORT").messages)[before:]
    assert len(stored) == 160
    assert stored == sorted(set(stored))


def test_a_message_to_a_user_lands_in_the_direct_message(served: Served) -> None:
    answer = client(served).chat_postMessage(channel="U0SARA", text="hello")
    assert answer["channel"] == served.workspace.dm("U0SARA").id
    assert served.workspace.direct_messages("U0SARA")[-1].text == "hello"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0GENERAL", "not_in_channel"),
        ("C0SECRET", "channel_not_found"),
        ("C0OLD", "is_archived"),
        ("U0GONE", "user_disabled"),
        ("USLACKBOT", "cannot_dm_bot"),
    ],
)
def test_places_the_bot_cannot_write_to(served: Served, channel: str, error: str) -> None:
    store = served.workspace
    store.add_channel(Channel("C0SECRET", "secret", is_private=True, members={"U0NORA"}))
    store.add_channel(Channel("C0OLD", "old", members={"U0DULY"}, is_archived=True))
    store.add_user(User("U0GONE", "gone", "Gone Girl", deleted=True))
    answer = refusal(client(served).chat_postMessage, channel=channel, text="x")
    assert answer["error"] == error


def test_a_closed_messages_tab_refuses_direct_messages() -> None:
    with running(manifest=manifest(messages_tab_enabled=False)) as served:
        answer = refusal(client(served).chat_postMessage, channel="U0SARA", text="x")
    assert answer["error"] == "messages_tab_disabled"


def test_public_channels_are_open_to_a_bot_with_the_scope_for_it() -> None:
    with running(manifest=manifest(scopes=[*SCOPES, "chat:write.public"])) as served:
        assert client(served).chat_postMessage(channel="C0GENERAL", text="x")["ok"]


def test_an_update_replaces_what_is_given_and_keeps_the_rest(served: Served) -> None:
    web = client(served)
    metadata = {"event_type": "duly", "event_payload": {"key": "abc"}}
    ts = web.chat_postMessage(
        channel="C0BILLING", text="old", blocks=[section("old")], metadata=metadata
    )["ts"]
    assert web.chat_update(channel="C0BILLING", ts=ts, text="new")["text"] == "new"
    stored = served.workspace.message("C0BILLING", ts)
    assert (stored.text, stored.blocks[0]["text"]["text"]) == ("new", "old")
    assert stored.metadata == metadata
    assert stored.edited is not None
    web.chat_update(channel="C0BILLING", ts=ts, text="new", blocks=[])
    assert served.workspace.message("C0BILLING", ts).blocks == []


def test_only_the_bots_own_messages_can_be_changed(served: Served) -> None:
    web = client(served)
    theirs = served.workspace.post("C0BILLING", "U0SARA", "mine").ts
    place = {"channel": "C0BILLING", "ts": theirs}
    assert refusal(web.chat_update, **place, text="x")["error"] == "cant_update_message"
    assert refusal(web.chat_delete, **place)["error"] == "cant_delete_message"
    missing = {"channel": "C0BILLING", "ts": "1.000001"}
    assert refusal(web.chat_update, **missing, text="x")["error"] == "message_not_found"


def test_a_deleted_message_is_gone(served: Served) -> None:
    web = client(served)
    ts = web.chat_postMessage(channel="C0BILLING", text="oops")["ts"]
    web.chat_delete(channel="C0BILLING", ts=ts)
    assert ts not in [m.ts for m in served.workspace.messages("C0BILLING")]


def test_history_gives_full_metadata_only_on_request(served: Served) -> None:
    web = client(served)
    metadata = {"event_type": "duly", "event_payload": {"key": "abc"}}
    web.chat_postMessage(channel="U0BEN", text="x", metadata=metadata)
    dm = served.workspace.dm("U0BEN").id
    short = web.conversations_history(channel=dm)["messages"][0]["metadata"]
    assert short == {"event_type": "duly"}
    full = web.conversations_history(channel=dm, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata


def test_history_pages_are_newest_first_and_do_not_shift(served: Served) -> None:
    web = client(served)
    dm = served.workspace.dm("U0WEI").id
    posted = [web.chat_postMessage(channel=dm, text=str(n))["ts"] for n in range(5)]
    first = web.conversations_history(channel=dm, limit=2)
    web.chat_postMessage(channel=dm, text="meanwhile")
    cursor = first["response_metadata"]["next_cursor"]
    second = web.conversations_history(channel=dm, limit=3, cursor=cursor)
    seen = [m["ts"] for m in [*first["messages"], *second["messages"]]]
    assert seen == posted[::-1]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_history_between_two_stamps_leaves_the_ends_out_unless_asked(served: Served) -> None:
    web = client(served)
    dm = served.workspace.dm("U0TOM").id
    a, b, c = (web.chat_postMessage(channel=dm, text=t)["ts"] for t in "abc")
    span = {"channel": dm, "oldest": a, "latest": c}
    inside = web.conversations_history(**span)["messages"]
    assert [m["ts"] for m in inside] == [b]
    whole = web.conversations_history(**span, inclusive=True)["messages"]
    assert [m["ts"] for m in whole] == [c, b, a]


def test_threads_are_read_with_replies_and_not_with_history(served: Served) -> None:
    web = client(served)
    dm = served.workspace.dm("U0AISHA").id
    parent = web.chat_postMessage(channel=dm, text="parent")["ts"]
    web.chat_postMessage(channel=dm, text="answer", thread_ts=parent)
    history = web.conversations_history(channel=dm)["messages"]
    assert [m["text"] for m in history] == ["parent"]
    assert history[0]["reply_count"] == 1
    thread = web.conversations_replies(channel=dm, ts=parent)["messages"]
    assert [m["text"] for m in thread] == ["parent", "answer"]


def test_history_of_a_place_the_bot_is_not_in_is_refused(served: Served) -> None:
    answer = refusal(client(served).conversations_history, channel="C0GENERAL")
    assert answer["error"] == "not_in_channel"


def test_users_list_pages_through_everyone_bots_and_slackbot_included(served: Served) -> None:
    ids: list[str] = []
    for page in client(served).users_list(limit=6):
        assert len(page["members"]) <= 6
        ids += [member["id"] for member in page["members"]]
    assert len(ids) == len(set(ids)) == len(served.workspace.users)
    assert {"U0DULY", "USLACKBOT", "U0LEE"} <= set(ids)


def test_a_user_has_a_zone_and_a_gone_one_has_none(served: Served) -> None:
    web = client(served)
    hana = web.users_info(user="U0HANA")["user"]
    assert (hana["tz"], hana["tz_offset"]) == ("Asia/Singapore", 8 * 3600)
    served.workspace.add_user(User("U0LEFT", "left", "Left Long", deleted=True))
    assert "tz" not in web.users_info(user="U0LEFT")["user"]
    assert refusal(web.users_info, user="U0NOBODY")["error"] == "user_not_found"


def test_conversations_list_shows_public_channels_and_the_bots_private_ones(
    served: Served,
) -> None:
    web = client(served)
    public = web.conversations_list(limit=200)["channels"]
    assert "general" in {c["name"] for c in public}
    assert not any(c["is_private"] for c in public)
    private = web.conversations_list(types="private_channel")["channels"]
    assert [c["name"] for c in private] == ["executives"]
    assert web.conversations_info(channel="C0EXEC")["channel"]["is_member"]
    members = web.conversations_members(channel="C0EXEC")["members"]
    assert members == ["U0DULY", "U0NORA", "U0OMAR", "U0PRIYA", "U0VICTOR"]


def test_a_private_note_is_shown_to_one_member_only(served: Served) -> None:
    web = client(served)
    web.chat_postEphemeral(channel="C0BILLING", user="U0SARA", text="psst")
    assert served.workspace.notes("U0SARA", "C0BILLING")[-1].text == "psst"
    assert served.workspace.notes("U0MARIA", "C0BILLING") == []
    answer = refusal(web.chat_postEphemeral, channel="C0BILLING", user="U0TOM", text="psst")
    assert answer["error"] == "user_not_in_channel"


def test_a_permalink_names_the_channel_and_the_message(served: Served) -> None:
    web = client(served)
    ts = web.chat_postMessage(channel="C0BILLING", text="x")["ts"]
    link = web.chat_getPermalink(channel="C0BILLING", message_ts=ts)["permalink"]
    assert link == f"https://brightwater.slack.com/archives/C0BILLING/p{ts.replace('.', '')}"


def test_opening_a_direct_message_twice_gives_the_same_one(served: Served) -> None:
    web = client(served)
    first = web.conversations_open(users="U0GRACE")["channel"]["id"]
    assert web.conversations_open(users=["U0GRACE"])["channel"]["id"] == first


def test_a_form_needs_a_fresh_trigger(served: Served) -> None:
    web, tickets = client(served), served.workspace.tickets
    trigger = tickets.new_trigger("U0SARA")
    view = web.views_open(trigger_id=trigger, view=form())["view"]
    opened = served.workspace.view("U0SARA")
    assert opened is not None
    assert opened.id == view["id"]
    assert refusal(web.views_open, trigger_id=trigger, view=form())["error"] == (
        "exchanged_trigger_id"
    )
    assert refusal(web.views_open, trigger_id="1.2.3", view=form())["error"] == (
        "invalid_trigger_id"
    )


def test_a_trigger_expires_after_three_seconds(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.practice.slack.tickets.TRIGGER_SECONDS", -1.0)
    trigger = served.workspace.tickets.new_trigger("U0SARA")
    answer = refusal(client(served).views_open, trigger_id=trigger, view=form())
    assert answer["error"] == "expired_trigger_id"


def test_at_most_three_forms_lie_on_top_of_each_other(served: Served) -> None:
    web, tickets = client(served), served.workspace.tickets
    root = web.views_open(trigger_id=tickets.new_trigger("U0RAVI"), view=form())["view"]
    top = root
    for _ in range(2):
        trigger = tickets.new_trigger("U0RAVI", top["id"])
        pushed = web.views_push(trigger_id=trigger, view=form())["view"]
        assert (pushed["root_view_id"], pushed["previous_view_id"]) == (root["id"], top["id"])
        top = pushed
    trigger = tickets.new_trigger("U0RAVI", top["id"])
    answer = refusal(web.views_push, trigger_id=trigger, view=form())
    assert answer["error"] == "push_limit_reached"


def test_an_update_with_an_old_hash_is_a_conflict(served: Served) -> None:
    web, tickets = client(served), served.workspace.tickets
    view = web.views_open(
        trigger_id=tickets.new_trigger("U0HANA"), view=form(external_id="task-1")
    )["view"]
    changed = web.views_update(external_id="task-1", hash=view["hash"], view=form())["view"]
    assert changed["hash"] != view["hash"]
    answer = refusal(web.views_update, view_id=view["id"], hash=view["hash"], view=form())
    assert answer["error"] == "hash_conflict"
    assert refusal(web.views_update, view_id="V0GONE", view=form())["error"] == "not_found"


def test_home_is_published_for_one_person_and_keeps_its_id(served: Served) -> None:
    web = client(served)
    first = web.views_publish(user_id="U0OMAR", view={"type": "home", "blocks": [section("1")]})
    second = web.views_publish(user_id="U0OMAR", view={"type": "home", "blocks": [section("2")]})
    assert first["view"]["id"] == second["view"]["id"]
    home = served.workspace.home("U0OMAR")
    assert home is not None
    assert served.workspace.plain(home) == "2"
    assert served.workspace.home("U0NORA") is None


def test_too_many_calls_are_answered_with_429_and_a_wait() -> None:
    now = [0.0]
    with running(rates=Rates(now=lambda: now[0])) as served:
        web = client(served)
        for _ in range(4):
            web.chat_postMessage(channel="C0BILLING", text="burst")
        answer = refusal(web.chat_postMessage, channel="C0BILLING", text="one too many")
        assert answer.status_code == 429
        assert answer["error"] == "ratelimited"
        assert int(answer.headers["Retry-After"]) == 1
        assert web.chat_postMessage(channel="C0SALES", text="elsewhere")["ok"]
        now[0] = 1.0
        assert web.chat_postMessage(channel="C0BILLING", text="later")["ok"]
        assert len(served.workspace.messages("C0BILLING")[-5:]) == 5


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("conversations.history", {"channel": "C0BILLING"}),
        ("conversations.info", {"channel": "C0GENERAL"}),
        ("conversations.open", {"users": "U0SARA"}),
        ("conversations.list", {"limit": 5}),
        ("users.list", {"limit": 5}),
        ("users.info", {"user": "U0SARA"}),
    ],
)
def test_a_method_that_reads_takes_a_query_or_form_and_no_json(
    served: Served, method: str, arguments: dict[str, Any]
) -> None:
    slack = client(served)
    assert slack.api_call(method, params=arguments)["ok"]
    assert slack.api_call(method, http_verb="GET", params=arguments)["ok"]
    with pytest.raises(SlackApiError) as refused:
        slack.api_call(method, json=arguments)
    assert refused.value.response["error"] == "invalid_arguments"


class Closing:
    """A socket that its other side is just closing."""

    def __init__(self) -> None:
        self.transport = self
        self.is_closed = False

    def shutdown(self) -> None:
        raise InvalidState("connection is closing")

    def close(self) -> None:
        self.is_closed = True


def test_a_server_ends_beside_a_socket_that_is_being_closed() -> None:
    server, closing = hosting._Server(uvicorn.Config(lambda: None)), Closing()
    server.servers = []
    server.server_state.connections = {closing}  # type: ignore[arg-type]
    asyncio.run(server.shutdown())
    assert closing.is_closed
