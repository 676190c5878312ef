"""Acting as anyone in the practice workspace: what the app gets, and what people then see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.practice.slack.elements import NotPossibleError
from tests.practice import (
    App,
    button,
    connected,
    form,
    manifest,
    section,
    text_input,
    words,
)

PICK = {
    "type": "static_select",
    "action_id": "pick",
    "options": [{"text": words(t), "value": t} for t in ("low", "high")],
}


class Answers:
    """What the app answers next, by kind of payload."""

    def __init__(self) -> None:
        self.by_kind: dict[str, Any] = {}

    def __call__(self, kind: str, payload: dict[str, Any]) -> Any:
        return self.by_kind.get(payload.get("type", kind))


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers()


@pytest.fixture(scope="module")
def running_app(answers: Answers) -> Iterator[App]:
    with connected(answers) as app:
        yield app


@pytest.fixture
def app(running_app: App, answers: Answers) -> App:
    answers.by_kind.clear()
    running_app.received.clear()
    for user in running_app.workspace.people():
        running_app.workspace.screens.clear(user.id)
    return running_app


def opened(app: App, user: str = "U0SARA", **view: Any) -> Any:
    trigger = app.workspace.tickets.new_trigger(user)
    return app.web.views_open(trigger_id=trigger, view=view or form())["view"]


def posted(app: App, *blocks: dict[str, Any]) -> str:
    return str(app.web.chat_postMessage(channel="C0BILLING", text="x", blocks=blocks)["ts"])


def test_names_in_a_command_become_mentions_and_signs_are_escaped(app: App) -> None:
    app.people.command("U0OMAR", "#billing", "/cx task Fix a<b & ask @sara, in #billing.")
    payload = app.payloads("slash_commands")[0]
    assert payload["text"] == ("task Fix a&lt;b &amp; ask <@U0SARA|sara>, in <#C0BILLING|billing>.")
    assert (payload["channel_id"], payload["channel_name"]) == ("C0BILLING", "billing")
    assert (payload["user_id"], payload["user_name"]) == ("U0OMAR", "omar")
    assert payload["trigger_id"]


def test_unknown_names_and_mail_addresses_stay_as_typed(app: App) -> None:
    app.people.command("U0OMAR", "C0BILLING", "/cx ask @nobody or sara@omar.example")
    assert app.payloads("slash_commands")[0]["text"] == "ask @nobody or sara@omar.example"


def test_a_command_without_should_escape_arrives_as_typed(app: App) -> None:
    app.people.command("U0OMAR", "C0BILLING", "/raw a<b @sara")
    assert app.payloads("slash_commands")[0]["text"] == "a<b @sara"


def test_private_places_are_not_named(app: App) -> None:
    app.people.command("U0OMAR", "C0EXEC", "/cx")
    app.people.command("U0OMAR", "U0DULY", "/cx")
    names = [payload["channel_name"] for payload in app.payloads("slash_commands")]
    assert names == ["privategroup", "directmessage"]


def test_an_unknown_command_is_slackbots_business(app: App) -> None:
    app.people.command("U0OMAR", "C0BILLING", "/dance now")
    assert app.workspace.notes("U0OMAR")[-1].text == "/dance is not a valid command."
    assert app.received == []


def test_the_bot_is_removed_and_invited_as_anybody_else(app: App) -> None:
    def told(text: str) -> str:
        app.people.command("U0OMAR", "C0BILLING", text)
        return app.workspace.notes("U0OMAR")[-1].text

    members = app.workspace.channel("C0BILLING").members
    assert told("/remove @Duly") == "@duly was removed from #billing."
    assert "U0DULY" not in members
    assert told("/remove @duly") == "@duly is not in #billing."
    assert told("/invite @Duly") == "@duly was added to #billing."
    assert "U0DULY" in members
    assert told("/invite @duly") == "@duly is in #billing already."
    assert told("/invite") == "Whom? /invite @name"
    assert told("/invite @nobody") == "There is nobody called nobody."
    app.people.command("U0OMAR", "U0DULY", "/invite @sara")
    assert "direct message" in app.workspace.notes("U0OMAR")[-1].text
    assert app.payloads("slash_commands") == []


def test_an_answer_in_channel_is_seen_by_everyone(app: App, answers: Answers) -> None:
    answers.by_kind["slash_commands"] = {"response_type": "in_channel", "text": "to all"}
    app.people.command("U0OMAR", "C0BILLING", "/cx")
    assert app.workspace.messages("C0BILLING")[-1].text == "to all"


def test_an_answer_beyond_slacks_limits_is_an_error(app: App, answers: Answers) -> None:
    answers.by_kind["slash_commands"] = {"blocks": [section("x" * 3001)]}
    answer = app.people.command("U0OMAR", "C0BILLING", "/cx")
    assert answer.error == '/cx failed with the error "invalid_blocks"'
    assert app.workspace.notes("U0OMAR")[-1].text == answer.error


def test_only_members_with_an_account_can_act(app: App) -> None:
    with pytest.raises(NotPossibleError, match="Only members"):
        app.people.command("U0SARA", "C0EXEC", "/cx")
    with pytest.raises(NotPossibleError, match="nobody"):
        app.people.say("U0NOBODY", "C0BILLING", "boo")
    app.people.change_profile("U0LEE", deleted=True)
    with pytest.raises(NotPossibleError, match="Lee Park no longer has an account"):
        app.people.say("U0LEE", "C0BILLING", "boo")
    app.people.change_profile("U0LEE", deleted=False)


def test_a_press_tells_who_pressed_what_where(app: App) -> None:
    row = {"type": "actions", "block_id": "row", "elements": [button("done", value="T-1")]}
    ts = posted(app, row)
    assert app.people.click("U0SARA", "C0BILLING", ts, "done").ok
    payload = app.payloads("block_actions")[0]
    assert payload["user"] == {
        "id": "U0SARA",
        "username": "sara",
        "name": "sara",
        "team_id": "T0BRIGHT",
    }
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("done", "row", "T-1")
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0BILLING",
        "is_ephemeral": False,
    }
    assert payload["message"]["ts"] == ts
    assert payload["channel"] == {"id": "C0BILLING", "name": "billing"}


def test_buttons_that_share_an_action_are_told_apart_by_value(app: App) -> None:
    rows = [
        {"type": "actions", "elements": [button("done", value=value)]} for value in ("T-1", "T-2")
    ]
    app.people.click("U0SARA", "C0BILLING", posted(app, *rows), "done", value="T-2")
    assert app.payloads("block_actions")[0]["actions"][0]["value"] == "T-2"


def test_a_choice_arrives_as_the_whole_option(app: App) -> None:
    ts = posted(app, section("x", accessory=PICK))
    app.people.click("U0SARA", "C0BILLING", ts, "pick", selected={"option": "high"})
    payload = app.payloads("block_actions")[0]
    chosen = {"text": words("high"), "value": "high"}
    assert payload["actions"][0]["selected_option"] == chosen
    block_id = payload["actions"][0]["block_id"]
    assert payload["state"]["values"][block_id]["pick"]["selected_option"] == chosen
    with pytest.raises(NotPossibleError, match="no choice"):
        app.people.click("U0SARA", "C0BILLING", ts, "pick", selected="middle")


def test_what_is_not_on_the_screen_cannot_be_pressed(app: App) -> None:
    ts = posted(app, section("x"))
    with pytest.raises(NotPossibleError, match="no button"):
        app.people.click("U0SARA", "C0BILLING", ts, "done")
    with pytest.raises(NotPossibleError, match="no longer there"):
        app.people.click("U0SARA", "C0BILLING", "1.000001", "done")


def test_a_note_can_be_replaced_and_removed_through_its_response_url(
    app: App, answers: Answers
) -> None:
    row = {"type": "actions", "elements": [button("ok")]}
    answers.by_kind["slash_commands"] = {"text": "sure?", "blocks": [row]}
    app.people.command("U0SARA", "C0BILLING", "/cx")
    note = app.workspace.notes("U0SARA")[-1]
    app.people.click("U0SARA", "C0BILLING", note.ts, "ok")
    payload = app.payloads("block_actions")[0]
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    url = payload["response_url"]
    assert httpx.post(url, json={"replace_original": True, "text": "done"}).text == "ok"
    assert app.workspace.notes("U0SARA")[-1].text == "done"
    httpx.post(url, json={"delete_original": True})
    assert note.ts not in [n.ts for n in app.workspace.notes("U0SARA")]


def test_a_response_url_takes_five_answers(app: App) -> None:
    app.people.command("U0TOM", "C0LOGIST", "/cx")
    url = app.payloads("slash_commands")[0]["response_url"]
    codes = [httpx.post(url, json={"text": str(n)}).status_code for n in range(6)]
    assert codes == [200] * 5 + [404]
    assert [n.text for n in app.workspace.notes("U0TOM")] == list("01234")


def test_a_form_arrives_with_the_state_of_every_field(app: App) -> None:
    view = opened(
        app,
        **form(
            text_input("title"),
            text_input("why", optional=True),
            {"type": "input", "block_id": "how", "label": words("l"), "element": PICK},
            private_metadata="T-1",
        ),
    )
    app.people.submit("U0SARA", view["id"], {"title": "Rewrite", "how": {"pick": "high"}})
    payload = app.payloads("view_submission")[0]["view"]
    assert payload["private_metadata"] == "T-1"
    assert payload["state"]["values"] == {
        "title": {"typed": {"type": "plain_text_input", "value": "Rewrite"}},
        "why": {"typed": {"type": "plain_text_input", "value": None}},
        "how": {
            "pick": {
                "type": "static_select",
                "selected_option": {"text": words("high"), "value": "high"},
            }
        },
    }
    assert app.workspace.view("U0SARA") is None


def test_what_slacks_client_would_not_send_is_not_sent(app: App) -> None:
    short = {"type": "plain_text_input", "action_id": "typed", "max_length": 3}
    view = opened(app, **form(text_input("title"), text_input("code", element=short)))
    answer = app.people.submit("U0SARA", view["id"], {"code": "long"})
    assert not answer.ok
    top = app.workspace.view("U0SARA")
    assert top is not None
    assert top.errors == {
        "title": "Please complete this required field.",
        "code": "Enter at most 3 characters.",
    }
    assert app.received == []


def test_errors_from_the_app_stay_on_the_form_until_it_is_sent_again(
    app: App, answers: Answers
) -> None:
    view = opened(app)
    answers.by_kind["view_submission"] = {
        "response_action": "errors",
        "errors": {"title": "Too vague."},
    }
    app.people.submit("U0SARA", view["id"], {"title": "x"})
    top = app.workspace.view("U0SARA")
    assert top is not None
    assert top.errors == {"title": "Too vague."}
    answers.by_kind.clear()
    assert app.people.submit("U0SARA", view["id"]).ok
    assert app.payloads("view_submission")[1]["view"]["state"]["values"]["title"]["typed"][
        "value"
    ] == ("x")


def test_an_error_for_a_field_that_is_not_there_is_trouble(app: App, answers: Answers) -> None:
    view = opened(app)
    answers.by_kind["view_submission"] = {"response_action": "errors", "errors": {"nope": "?"}}
    answer = app.people.submit("U0SARA", view["id"], {"title": "x"})
    assert answer.error == "We had some trouble connecting. Try again?"


def test_the_app_can_answer_a_form_with_another(app: App, answers: Answers) -> None:
    view = opened(app)
    second = form(title=words("Second"))
    answers.by_kind["view_submission"] = {"response_action": "update", "view": second}
    app.people.submit("U0SARA", view["id"], {"title": "x"})
    top = app.workspace.view("U0SARA")
    assert top is not None
    assert (top.id, top.body["title"]["text"]) == (view["id"], "Second")
    third = form(title=words("Third"))
    answers.by_kind["view_submission"] = {"response_action": "push", "view": third}
    app.people.submit("U0SARA", view["id"], {"title": "x"})
    titles = [v.body["title"]["text"] for v in app.workspace.views("U0SARA")]
    assert titles == ["Second", "Third"]
    answers.by_kind["view_submission"] = {"response_action": "clear"}
    top = app.workspace.view("U0SARA")
    assert top is not None
    app.people.submit("U0SARA", top.id, {"title": "x"})
    assert app.workspace.views("U0SARA") == []


def test_a_closed_form_is_announced_only_on_request(app: App) -> None:
    app.people.close("U0SARA", opened(app)["id"])
    app.people.close("U0SARA", opened(app, **form(notify_on_close=True))["id"])
    assert len(app.payloads("view_closed")) == 1
    assert app.workspace.view("U0SARA") is None


def test_a_choice_in_a_form_sends_what_was_typed_so_far(app: App) -> None:
    view = opened(app, **form(text_input("title"), section("x", block_id="s", accessory=PICK)))
    app.people.click_in_view("U0SARA", view["id"], "pick", selected="low", values={"title": "abc"})
    payload = app.payloads("block_actions")[0]
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    state = payload["view"]["state"]["values"]
    assert state["title"]["typed"]["value"] == "abc"
    assert state["s"]["pick"]["selected_option"]["value"] == "low"


def test_the_choices_of_a_menu_can_come_from_the_app(app: App, answers: Answers) -> None:
    menu = {"type": "external_select", "action_id": "customer", "min_query_length": 1}
    view = opened(app, **form(text_input("customer", element=menu)))
    acme = {"text": words("Acme"), "value": "acme"}
    answers.by_kind["block_suggestion"] = {"options": [acme]}
    found = app.people.suggest("U0SARA", "customer", "ac", view_id=view["id"])
    assert found == {"options": [acme]}
    assert app.payloads("block_suggestion")[0]["value"] == "ac"


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [{"text": words("x"), "value": str(n)} for n in range(101)]},
        {"options": [{"text": words("x" * 76), "value": "x"}]},
        {"options": [{"text": words("x"), "value": "x" * 151}]},
        {"options": [{"text": words("😀" * 38), "value": "x"}]},
        {"choices": []},
        False,
    ],
    ids=str,
)
def test_choices_that_slack_would_not_show_are_not_shown(
    app: App, answers: Answers, answer: Any
) -> None:
    menu = {"type": "external_select", "action_id": "customer", "min_query_length": 0}
    view = opened(app, **form(text_input("customer", element=menu)))
    answers.by_kind["block_suggestion"] = answer
    app.workspace.delivery.sockets._ack_seconds = 0.2
    with pytest.raises(NotPossibleError, match="could not be loaded"):
        app.people.suggest("U0SARA", "customer", "", view_id=view["id"])


def test_over_http_the_manifest_says_where_choices_come_from(app: App) -> None:
    menu = {"type": "external_select", "action_id": "customer", "min_query_length": 0}
    view = opened(app, **form(text_input("customer", element=menu)))
    app.workspace.delivery.request_url = "http://127.0.0.1:9/slack/events"
    try:
        with pytest.raises(NotPossibleError, match="message_menu_options_url"):
            app.people.suggest("U0SARA", "customer", "", view_id=view["id"])
    finally:
        app.workspace.delivery.request_url = None


def test_opening_home_sends_the_event_and_then_shows_what_was_published(app: App) -> None:
    app.people.open_home("U0BEN")
    assert app.workspace.wait_until(lambda: app.payloads("events_api"))
    event = app.payloads("events_api")[0]["event"]
    assert (event["type"], event["user"], event["tab"]) == ("app_home_opened", "U0BEN", "home")
    assert "view" not in event
    home = {"type": "home", "blocks": [section("Hi", accessory=button("go"))]}
    app.web.views_publish(user_id="U0BEN", view=home)
    shown = app.workspace.home("U0BEN")
    assert shown is not None
    app.people.click_in_view("U0BEN", shown.id, "go")
    payload = app.payloads("block_actions")[0]
    assert payload["view"]["type"] == "home"
    assert "response_url" not in payload


def test_shortcuts_carry_the_message_they_were_used_on(app: App) -> None:
    said = app.people.say("U0SARA", "C0BILLING", "Acme was billed twice")
    app.people.shortcut("U0SARA", "make", "C0BILLING", said.ts)
    app.people.shortcut("U0SARA", "new")
    payload = app.payloads("message_action")[0]
    assert (payload["callback_id"], payload["message"]["text"]) == ("make", said.text)
    assert app.payloads("shortcut")[0]["callback_id"] == "new"
    with pytest.raises(NotPossibleError):
        app.people.shortcut("U0SARA", "make")


def test_a_mention_of_the_bot_is_an_event_of_its_own(app: App) -> None:
    app.people.say("U0SARA", "C0BILLING", "hello @duly")
    assert app.workspace.wait_until(lambda: len(app.received) == 2)
    kinds = {payload["event"]["type"] for payload in app.payloads("events_api")}
    assert kinds == {"message", "app_mention"}


def test_an_archived_channel_is_announced_and_closed(app: App) -> None:
    app.people.archive("C0PRODUCT", by="U0HANA")
    assert app.workspace.wait_until(lambda: app.received)
    assert app.received[0].payload["event"]["type"] == "channel_archive"
    with pytest.raises(NotPossibleError, match="archived"):
        app.people.say("U0HANA", "C0PRODUCT", "anyone?")
    app.people.unarchive("C0PRODUCT", by="U0HANA")


def test_without_interactivity_in_the_manifest_nothing_can_be_pressed() -> None:
    quiet = manifest()
    quiet["settings"]["interactivity"]["is_enabled"] = False
    with connected(manifest=quiet) as app:
        ts = posted(app, {"type": "actions", "elements": [button("go")]})
        with pytest.raises(NotPossibleError, match="Interactivity"):
            app.people.click("U0SARA", "C0BILLING", ts, "go")


def test_an_uninstalled_app_has_a_dead_token() -> None:
    with connected() as app:
        app.people.uninstall()
        assert app.web.api_call("api.test")["ok"]
        with pytest.raises(Exception, match="account_inactive"):
            app.web.auth_test()
