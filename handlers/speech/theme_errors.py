"""What cannot be said of what many customers write of, each in one sentence that helps."""

from __future__ import annotations

from handlers.speech.errors import UserError


class ThemeEnded(UserError):
    """{ref} stands otherwise by now, and nothing was changed. `/cx {ref}` tells how."""


class ThemeOfNobody(UserError):
    """Please choose the department to which it belongs."""


class ThemeNameMissing(UserError):
    """Please write down what it is called."""


class ThemeWordsLong(UserError):
    """That has {length} characters, and there is room for {most}. Please make it shorter."""
