"""Slack's Web API: what an app may ask for, answered as Slack answers it.

`answer` takes a call from the network to its method: token, rate limit, arguments and scopes are
checked here, in Slack's order; the methods themselves are in the modules of this folder.
"""

from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

from bot.practice.slack.errors import RateLimitedError, SlackError
from bot.practice.slack.objects import Json
from bot.practice.slack.webapi import chat, conversations, directory, files, forms
from bot.practice.slack.webapi.call import Call, Method, read_arguments
from bot.practice.slack.workspace import Workspace

METHODS: dict[str, Method] = {
    **directory.METHODS,
    **conversations.METHODS,
    **chat.METHODS,
    **files.METHODS,
    **forms.METHODS,
}
ALWAYS_ALLOWED = {"token", "team_id", "pretty"}
READING = {
    "auth.test", "team.info", "users.list", "users.info", "users.conversations", "usergroups.list",
    "conversations.list", "conversations.info", "conversations.members", "conversations.open",
    "conversations.history", "conversations.replies", "chat.getPermalink", "files.info",
}  # fmt: skip
"""These take a query or a form. Slack documents JSON for methods that write, and with these it
refuses it or passes over what it says; here it is always refused, so that nobody relies on it."""
NO_JSON = "[ERROR] a method that reads takes a query or a form, and no JSON"


@dataclass(frozen=True)
class HttpAnswer:
    """An HTTP answer of the Web API."""

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def answer(
    workspace: Workspace,
    name: str,
    token: str | None,
    given: dict[str, Any],
    *,
    as_json: bool = False,
) -> HttpAnswer:
    """Carry out one call.

    Args:
        workspace: where.
        name: the method, such as chat.postMessage.
        token: from the Authorization header or the field `token`.
        given: the arguments as they came, strings or JSON values.
        as_json: whether any of them came in a JSON body.
    """
    workspace.called()
    headers = {
        "x-oauth-scopes": ",".join(scopes_of(workspace)),
        "Date": format_datetime(workspace.clock.now(), usegmt=True),
    }
    try:
        body = _carry_out(workspace, name, token, given, as_json=as_json)
        return HttpAnswer(body, headers=headers)
    except RateLimitedError as limited:
        return HttpAnswer(
            limited.to_slack(), 429, {**headers, "Retry-After": str(limited.retry_after)}
        )
    except SlackError as error:
        return HttpAnswer(error.to_slack(), headers=headers)


def scopes_of(workspace: Workspace) -> list[str]:
    """The bot scopes that the manifest asks for."""
    scopes = workspace.manifest.get("oauth_config", {}).get("scopes", {})
    return [*scopes.get("bot", []), *scopes.get("bot_optional", [])]


def _carry_out(
    workspace: Workspace, name: str, token: str | None, given: dict[str, Any], *, as_json: bool
) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    _check_token(workspace, method, token)
    wait = workspace.rates.call(name, method.tier)
    if wait:
        raise RateLimitedError(wait)
    if as_json and name in READING:
        raise SlackError("invalid_arguments", [NO_JSON])
    call = Call(workspace, name, read_arguments(given), set(scopes_of(workspace)))
    _check_arguments(method, call.arguments)
    if method.scopes:
        call.need(*method.scopes)
    return {"ok": True, **method.run(call)}


def _check_token(workspace: Workspace, method: Method, token: str | None) -> None:
    if method.caller == "nobody":
        return
    if not token:
        raise SlackError("not_authed")
    if token not in (workspace.bot_token, workspace.app_token):
        raise SlackError("invalid_auth")
    wanted = workspace.bot_token if method.caller == "bot" else workspace.app_token
    if token != wanted:
        raise SlackError("not_allowed_token_type")
    if workspace.uninstalled:
        raise SlackError("account_inactive")


def _check_arguments(method: Method, arguments: dict[str, Any]) -> None:
    known = {*method.required, *method.optional, *ALWAYS_ALLOWED}
    problems = [f"[ERROR] unexpected argument: {n}" for n in arguments if n not in known]
    problems += [
        f"[ERROR] missing required field: {n}" for n in method.required if n not in arguments
    ]
    if problems:
        raise SlackError("invalid_arguments", problems)
