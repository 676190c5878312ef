"""The methods for forms and Home: open, push, update, publish."""

from bot.practice.slack import limits
from bot.practice.slack.blockkit.composition import HOME, MODAL
from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import Json, View
from bot.practice.slack.webapi.call import Call, Method


def open_form(call: Call) -> Json:
    """views.open: show a form to the person whose trigger_id it is."""
    body = limits.check_view(call.get("view"), MODAL)
    trigger = call.workspace.tickets.use_trigger(_trigger(call))
    return _answer(call, call.workspace.screens.open(trigger.user, body))


def push(call: Call) -> Json:
    """views.push: lay a form over the one in which the person just did something."""
    body = limits.check_view(call.get("view"), MODAL)
    trigger = call.workspace.tickets.use_trigger(_trigger(call))
    if trigger.view_id is None or not call.workspace.views(trigger.user):
        raise SlackError("invalid_trigger_id")
    return _answer(call, call.workspace.screens.push(trigger.user, body))


def update(call: Call) -> Json:
    """views.update: show something else in a form, found by its id or external id."""
    view = _find(call)
    body = limits.check_view(call.get("view"), view.type)
    _check_hash(call, view)
    return _answer(call, call.workspace.screens.update(view, body))


def publish(call: Call) -> Json:
    """views.publish: put something on a person's Home."""
    workspace = call.workspace
    home = workspace.manifest.get("features", {}).get("app_home", {})
    if not home.get("home_tab_enabled", False):
        raise SlackError("not_enabled")
    user = workspace.user(str(call.get("user_id")))
    body = limits.check_view(call.get("view"), HOME)
    current = workspace.home(user.id)
    if current is not None:
        _check_hash(call, current)
    return _answer(call, workspace.screens.publish(user.id, body))


def _trigger(call: Call) -> str:
    given = call.get("trigger_id") or call.get("interactivity_pointer")
    if not given:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return str(given)


def _find(call: Call) -> View:
    if call.get("view_id"):
        view = call.workspace.screens.find(str(call.get("view_id")))
    else:
        view = call.workspace.screens.find_external(str(call.get("external_id") or ""))
    if view is None:
        raise SlackError("not_found")
    return view


def _check_hash(call: Call, view: View) -> None:
    if call.get("hash") and call.get("hash") != view.hash:
        raise SlackError("hash_conflict")


def _answer(call: Call, view: View) -> Json:
    workspace = call.workspace
    return {"view": view.to_slack(workspace.team_id, workspace.app_id, workspace.bot_id)}


_TRIGGERS = ("trigger_id", "interactivity_pointer")
METHODS = {
    "views.open": Method(open_form, "tier 4", ("view",), _TRIGGERS),
    "views.push": Method(push, "tier 4", ("view",), _TRIGGERS),
    "views.update": Method(update, "tier 4", ("view",), ("view_id", "external_id", "hash")),
    "views.publish": Method(publish, "tier 4", ("user_id", "view"), ("hash",)),
}
