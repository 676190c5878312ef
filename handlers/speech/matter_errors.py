"""What cannot be said of a question about an account, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class MatterEnded(UserError):
    """{ref} stands otherwise by now, and nothing was changed. `/cx {ref}` tells how."""


class MatterWordsLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""
