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
        [file_id] = served.workspace.files
        told = {"id": file_id, "name": "list.csv", "size": len(CONTENT)}
        assert read["messages"][-1]["files"] == [told]
        broken = httpx.post(f"{served.url}/desk/share", json={**body, "content": "no base64!"})
        assert broken.json() == {"error": "The file did not arrive whole. Try again."}


def announced(served: Served, length: int) -> Any:
    return client(served).files_getUploadURLExternal(filename="pack.html", length=length)


def sent(announcement: Any, content: bytes) -> httpx.Response:
    return httpx.post(announcement["upload_url"], content=content)


def completed(served: Served, file_id: str, channel: str = "C0BILLING", **more: Any) -> Any:
    files = [{"id": file_id, "title": "Pack"}]
    return client(served).files_completeUploadExternal(files=files, channel_id=channel, **more)


def not_completed(served: Served, file_id: str, channel: str = "C0BILLING") -> str:
    with pytest.raises(SlackApiError) as caught:
        completed(served, file_id, channel)
    return str(caught.value.response["error"])


def test_an_app_uploads_a_file_in_three_steps_and_shows_it_once() -> None:
    with running(manifest=manifest([*SCOPES, "files:read", "files:write"])) as served:
        step = announced(served, len(CONTENT))
        file_id = step["file_id"]
        assert refusal(served, file_id) == "file_not_found", "it is none before it is completed"
        assert not_completed(served, file_id) == "file_not_found", "nothing is in it yet"
        assert sent(step, CONTENT + b"!").status_code == 400
        assert not_completed(served, file_id) == "file_not_found", "that was not what was said"
        assert sent(step, CONTENT).text == f"OK - {len(CONTENT)}"
        [told] = completed(served, file_id, initial_comment="Look")["files"]
        assert (told["id"], told["title"], told["filetype"]) == (file_id, "Pack", "html")
        [message] = [each for each in served.workspace.messages("C0BILLING") if each.files]
        assert (message.user, message.text, message.files) == ("U0DULY", "Look", [file_id])
        found: Any = client(served).files_info(file=file_id)["file"]
        assert (found["channels"], found["groups"]) == (["C0BILLING"], [])
        assert found["shares"]["public"]["C0BILLING"][0]["ts"] == message.ts
        assert not_completed(served, file_id) == "file_not_found", "completed is completed"
        assert sent(step, CONTENT).status_code == 404
        assert fetched(served, file_id).content == CONTENT


def test_what_cannot_be_shown_is_not_uploaded_and_may_be_completed_elsewhere() -> None:
    with running(manifest=manifest([*SCOPES, "files:write"])) as served:
        served.workspace.add_channel(Channel("C0OTHER", "other", members={"U0OMAR"}))
        step = announced(served, len(CONTENT))
        sent(step, CONTENT)
        assert not_completed(served, step["file_id"], "C0OTHER") == "not_in_channel"
        assert not_completed(served, step["file_id"], "C0NOBODY") == "channel_not_found"
        served.workspace.named("billing").is_archived = True
        assert not_completed(served, step["file_id"]) == "is_archived"
        served.workspace.named("billing").is_archived = False
        [told] = completed(served, step["file_id"])["files"]
        assert told == {"id": step["file_id"], "title": "Pack"}, "who may not read reads no more"


@pytest.mark.parametrize("length", [0, -1, "many", 2_000_000_000])
def test_an_upload_says_how_long_it_is(length: Any) -> None:
    with running(manifest=manifest([*SCOPES, "files:write"])) as served:
        with pytest.raises(SlackApiError) as caught:
            announced(served, length)
        assert caught.value.response["error"] == "invalid_arguments"
        assert sent({"upload_url": f"{served.url}/upload/v1/F0NOBODY"}, b"x").status_code == 404


def test_uploading_takes_a_scope_of_its_own() -> None:
    with running(manifest=manifest([*SCOPES, "files:read"])) as served:
        for call in (lambda: announced(served, 5), lambda: completed(served, "F0NOBODY")):
            with pytest.raises(SlackApiError) as caught:
                call()
            assert caught.value.response["error"] == "missing_scope"
            assert caught.value.response["needed"] == "files:write"


def test_the_page_opens_a_file_shut_off_from_itself_and_only_where_it_was_shared() -> None:
    with running() as served:
        channel = served.workspace.dm("U0OMAR").id
        for name, shown in (("pack.html", "inline"), ("list.csv", "attachment")):
            where = {"as": "U0OMAR", "channel": channel, "file": shared(served, name=name)}
            opened = httpx.get(f"{served.url}/desk/file", params=where)
            assert opened.content == CONTENT
            assert opened.headers["content-disposition"].startswith(shown)
            assert opened.headers["content-security-policy"].startswith("sandbox; default-src")
            assert opened.headers["x-content-type-options"] == "nosniff"
        for wrong in ({"as": "U0SARA"}, {"channel": "C0BILLING"}, {"file": "F0NOBODY"}):
            refused = httpx.get(f"{served.url}/desk/file", params=where | wrong)
            assert refused.status_code == 400, wrong
