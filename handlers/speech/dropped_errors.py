"""What can be wrong with a file that somebody dropped into direct messages, a sentence each."""

from __future__ import annotations

from handlers.speech.errors import UserError


class NoTable(UserError):
    """{file} is no CSV file, so I can't bring it in. In a spreadsheet choose Save as, CSV UTF-8,
    and drop that here. To keep a file with a task or an issue, choose “Add to a task or issue” in
    the menu of its message.
    """


class TooManyFiles(UserError):
    """Those are {count} files, and I take up to {most} at once. Nothing was read."""


class MayNotReadFiles(UserError):
    """Nobody has allowed me to read files here. Whoever runs Duly can: `duly manifest --files` into
    the app's settings, install it again, and drop {file} here once more. Or use `duly import`.
    """


class FileGone(UserError):
    """{file} is not in Slack any more, or not for me. Drop it here again."""


class FileElsewhere(UserError):
    """{file} is only linked in Slack and lies elsewhere. Download it there as CSV and drop that."""


class FileOfOthers(UserError):
    """{file} belongs to another company, so I leave it alone. Save it and drop it here yourself."""


class TooLargeToDrop(UserError):
    """{file} has {size} MB, and in Slack I take up to {most} MB. `duly import` takes more; or split
    it and drop the parts.
    """


class FileNotFetched(UserError):
    """Slack did not hand {file} over, though I asked several times. Drop it here again later."""


class FileNotFinished(UserError):
    """Something on our side kept me from finishing {file}. What came in stays. Whoever runs Duly
    finds in its log why; drop it here again then.
    """


class NoSuchFile(UserError):
    """I don't know that file, or it is not yours. Drop it here again."""


class FileMovedOn(UserError):
    """{file} has moved on meanwhile: see its message. Nothing was changed."""


class KindMissing(UserError):
    """Say what it holds: issues, tasks, customers, people or departments."""


class UnknownOption(UserError):
    """I can't read {words} here. Write options as for `duly import`, such as
    `--map "title=What happened"`, each on its own line.
    """


class UnreadOptions(UserError):
    """A quotation mark is not closed in {words}."""
