"""Why a customer room pack does not come to Slack, a sentence each."""

from __future__ import annotations

from handlers.speech.errors import UserError


class MayNotUploadFiles(UserError):
    """Nobody has allowed me to upload files here, so the customer room pack of {month} did not
    come. Whoever runs Duly can: put what `duly manifest --files` prints into the app's settings,
    which adds `files:write`, and install it again. Then ask with `/cx room {key}`; or `duly room`
    writes it on the server.
    """


class PackChannelShared(UserError):
    """People of another company read the executives' channel, so the customer room pack of {month}
    does not come there. The CCO can choose another one with `/cx setup`; then ask with
    `/cx room {key}`.
    """


class PackNotShown(UserError):
    """The customer room pack of {month} did not come to the executives' channel. {why} Then ask
    again with `/cx room {key}`.
    """


class PackNotTaken(UserError):
    """Slack did not take the customer room pack of {month}, though I asked several times. Ask again
    later with `/cx room {key}`.
    """


class PackNotFinished(UserError):
    """Something on our side kept me from making the customer room pack of {month}. Whoever runs
    Duly finds in its log why; ask again then with `/cx room {key}`.
    """


class PackMayHaveCome(UserError):
    """The customer room pack of {month} may have come to the executives' channel: Slack's answer
    was lost on its way, and I cannot look, so I do not send it twice. Please look there; where it
    did not come, ask with `/cx room {key}`.
    """
