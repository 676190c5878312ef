"""Files in the pretend Slack: who may share them, look one up, and fetch what is in it."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest
from slack_sdk.errors import SlackApiError

from bot.practice.slack.objects import Channel
from bot.practice.slack.people import People
from bot.practice.slack.server import Served
from tests.practice import SCOPES, client, manifest, running

CONTENT = "id,title\n1,Café\n".encode()


def shared(served: Served, channel: str = "", name: str = "list.csv", **more: Any) -> str:
    """The id of a file that Omar shares with the app, or in a channel."""
    people = People(served.workspace)
    return people.share_file("U0OMAR", channel or "U0DULY", name, CONTENT, **more).files[0]


def fetched(served: Served, file_id: str, token: str = "xoxb-practice") -> httpx.Response:  # noqa: S107
    [file] = [each for each in served.workspace.files.values() if each.id == file_id]
    address = file.to_slack(served.url, "T0BRIGHT")["url_private_download"]
    return httpx.get(address, headers={"Authorization": f"Bearer {token}"})


def refusal(served: Served, file_id: str) -> str:
    with pytest.raises(SlackApiError) as caught:
        client(served).files_info(file=file_id)
    return str(caught.value.response["error"])


def test_who_may_read_files_looks_one_up_and_fetches_it() -> None:
    with running(manifest=manifest([*SCOPES, "files:read"])) as served:
        file_id = shared(served)
        file: Any = client(served).files_info(file=file_id)["file"]
        assert (file["name"], file["size"], file["filetype"]) == ("list.csv", len(CONTENT), "csv")
        assert (file["user"], file["user_team"]) == ("U0OMAR", "T0BRIGHT")
        answer = fetched(served, file_id)
        assert (answer.content, answer.headers["content-type"]) == (
            CONTENT,
            "text/csv; charset=utf-8",
        )
        assert "Sign in" in fetched(served, file_id, "xoxb-other").text
        assert refusal(served, "F0NOBODY") == "file_not_found"
        theirs: Any = client(served).files_info(file=shared(served, home_team="T0OTHER"))["file"]
        assert theirs["user_team"] == "T0OTHER"
        served.workspace.files[file_id].is_deleted = True
        assert refusal(served, file_id) == "file_deleted"
        assert fetched(served, file_id).status_code == 404


def test_a_file_where_the_app_is_not_is_none_of_its_business() -> None:
    with running(manifest=manifest([*SCOPES, "files:read"])) as served:
        served.workspace.add_channel(Channel("C0OTHER", "other", members={"U0OMAR"}))
        file_id = shared(served, "C0OTHER")
        assert refusal(served, file_id) == "file_not_found"
        assert "Sign in" in fetched(served, file_id).text


def test_without_the_scope_slack_shows_its_page_to_sign_in_with_status_200() -> None:
    with running() as served:
        file_id = shared(served)
        assert refusal(served, file_id) == "missing_scope"
        answer = fetched(served, file_id)
        assert (answer.status_code, answer.content == CONTENT) == (200, False)
        assert answer.headers["content-type"].startswith("text/html")


def test_a_message_names_the_files_that_it_shares_and_others_only_by_their_id() -> None:
    with running() as served:
        own, theirs = shared(served, text="Here"), shared(served, home_team="T0OTHER")
        read: Any = client(served).conversations_history(channel=served.workspace.dm("U0OMAR").id)
        newest, first = read["messages"]
        assert (first["subtype"], first["text"]) == ("file_share", "Here")
        assert (first["files"][0]["id"], first["files"][0]["name"]) == (own, "list.csv")
        stub = {"id": theirs, "file_access": "check_file_info", "mode": "file_access"}
        assert newest["files"] == [stub]


def test_the_page_shares_a_file_and_shows_it() -> None:
    with running() as served:
        channel = served.workspace.dm("U0OMAR").id
        body = {"as": "U0OMAR", "channel": channel, "name": "list.csv"}
        whole = {**body, "content": base64.b64encode(CONTENT).decode()}
        assert httpx.post(f"{served.url}/desk/share", json=whole).json() == {"ok": True}
        read = httpx.get(
            f"{served.url}/desk/messages", params={"as": "U0OMAR", "channel": channel}
        ).json()
        assert read["messages"][-1]["files"] == [{"name": "list.csv", "size": len(CONTENT)}]
        broken = httpx.post(f"{served.url}/desk/share", json={**body, "content": "no base64!"})
        assert broken.json() == {"error": "The file did not arrive whole. Try again."}
