"""The methods about who is here: the app itself, the team, its people and groups."""

from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import Json
from bot.practice.slack.webapi.call import Call, Method


def api_test(call: Call) -> Json:
    """api.test: echoes its arguments, or fails on request."""
    if call.get("error"):
        raise SlackError(str(call.get("error")), args=call.arguments)
    return {"args": call.arguments}


def auth_test(call: Call) -> Json:
    """auth.test: who the token belongs to."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.company.domain}.slack.com/",
        "team": workspace.company.name,
        "user": workspace.users[workspace.bot_user].name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """apps.connections.open: an address for one WebSocket."""
    workspace = call.workspace
    if not workspace.manifest.get("settings", {}).get("socket_mode_enabled", True):
        raise SlackError("socket_mode_disabled")
    address = workspace.base_url.replace("http", "ws", 1)
    return {
        "url": f"{address}/link/?ticket={workspace.delivery.sockets.new_ticket()}&app_id=practice"
    }


def team_info(call: Call) -> Json:
    """team.info."""
    workspace = call.workspace
    return {
        "team": {
            "id": workspace.team_id,
            "name": workspace.company.name,
            "domain": workspace.company.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def users_list(call: Call) -> Json:
    """users.list: everyone, bots, Slackbot and gone colleagues included."""
    workspace = call.workspace
    with workspace.lock:
        users = sorted(workspace.users.values(), key=lambda u: u.id)
    page, following = call.page(users, max(len(users), 1))
    now = workspace.clock.now()
    return {
        "members": [user.to_slack(workspace.team_id, now) for user in page],
        "cache_ts": int(now.timestamp()),
        "response_metadata": {"next_cursor": following},
    }


def users_info(call: Call) -> Json:
    """users.info."""
    workspace = call.workspace
    user = workspace.user(str(call.get("user")))
    return {"user": user.to_slack(workspace.team_id, workspace.clock.now())}


def usergroups_list(_call: Call) -> Json:
    """usergroups.list: there are none here."""
    return {"usergroups": []}


METHODS = {
    "api.test": Method(api_test, "tier 4", (), ("error", "foo"), caller="nobody"),
    "auth.test": Method(auth_test, "special"),
    "apps.connections.open": Method(connections_open, "tier 3", caller="app"),
    "team.info": Method(team_info, "tier 3", (), ("team", "domain"), ("team:read",)),
    "users.list": Method(
        users_list, "tier 2", (), ("limit", "cursor", "include_locale"), ("users:read",)
    ),
    "users.info": Method(users_info, "tier 4", ("user",), ("include_locale",), ("users:read",)),
    "usergroups.list": Method(
        usergroups_list,
        "tier 2",
        (),
        ("include_users", "include_count", "include_disabled"),
        ("usergroups:read",),
    ),
}
