"""The methods for files: what Slack tells of one that people have shared."""

from bot.practice.slack.errors import SlackError
from bot.practice.slack.objects import Json
from bot.practice.slack.webapi.call import Call, Method


def info(call: Call) -> Json:
    """files.info: a file, for whoever is where it was shared."""
    workspace = call.workspace
    file = workspace.files.get(str(call.get("file")))
    if file is None or not workspace.is_in_reach(file.id):
        raise SlackError("file_not_found")
    if file.is_deleted:
        raise SlackError("file_deleted")
    return {"file": file.to_slack(workspace.base_url, workspace.team_id)}


METHODS = {"files.info": Method(info, "tier 4", ("file",), scopes=("files:read",))}
