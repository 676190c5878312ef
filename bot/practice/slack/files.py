"""Files that people share, and who may fetch what is in them.

The file object is that of docs.slack.dev/reference/objects/file-object.
"""

from dataclasses import dataclass
from pathlib import PurePath

from bot.practice.slack.ids import new_id
from bot.practice.slack.objects import Json

MOST_BYTES = 1_000_000_000
"""Slack takes files of up to 1 GB."""
KINDS = {
    ".csv": ("csv", "text/csv"),
    ".tsv": ("tsv", "text/tab-separated-values"),
    ".txt": ("text", "text/plain"),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pdf": ("pdf", "application/pdf"),
    ".html": ("html", "text/html"),
    ".png": ("png", "image/png"),
}
"""What Slack makes of the end of a name: its file type and media type."""


@dataclass
class SharedFile:
    """A file that somebody has shared; `home_team` is another workspace's where it is theirs."""

    id: str
    name: str
    content: bytes
    user: str
    created: int
    home_team: str = ""
    is_external: bool = False
    """Whether it lies elsewhere, such as in Google Drive, and Slack has only its address."""
    is_deleted: bool = False
    title: str = ""
    """What it is called above its name, where whoever uploads it says so."""

    @property
    def kind(self) -> tuple[str, str]:
        """Its file type and media type."""
        return KINDS.get(PurePath(self.name).suffix.lower(), ("binary", "application/octet-stream"))

    def in_message(self, base_url: str, team_id: str) -> Json:
        """The file in the message that shares it; what is gone, and what others own, is a stub."""
        if self.is_deleted:
            return {"id": self.id, "mode": "tombstone"}
        if self.home_team:
            return {"id": self.id, "file_access": "check_file_info", "mode": "file_access"}
        return self.to_slack(base_url, team_id)

    def to_slack(self, base_url: str, team_id: str) -> Json:
        """Slack's file object."""
        filetype, mimetype = self.kind
        address = f"{base_url}/files-pri/{self.home_team or team_id}-{self.id}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": mimetype,
            "filetype": filetype,
            "user": self.user,
            "user_team": self.home_team or team_id,
            "editable": False,
            "size": len(self.content),
            "mode": "external" if self.is_external else "hosted",
            "is_external": self.is_external,
            "external_type": "gdrive" if self.is_external else "",
            "is_public": False,
            "url_private": f"{address}/{self.id}",
            "url_private_download": f"{address}/download/{self.id}",
            "file_access": "visible",
        }


@dataclass
class Upload:
    """A file that an app is about to share: announced, then filled, then completed."""

    id: str
    name: str
    length: int
    content: bytes | None = None
    is_completed: bool = False


def shared(name: str, content: bytes, user: str, created: int, home_team: str = "") -> SharedFile:
    """A new file."""
    return SharedFile(new_id("F"), name, content, user, created, home_team)
