"""Text in a cell of a spreadsheet stays text: what a program would compute gets a mark before it.

Whoever writes a complaint that begins with “=” must not run a formula on the machine of whoever
opens an export. The mark is an apostrophe, which spreadsheets know as “this is text”; it is put so
that it can be taken away again, whatever the text, and what was a mark of somebody else's stays.

- https://owasp.org/www-community/attacks/CSV_Injection
- OWASP ASVS 5.0, 1.2.10
"""

from __future__ import annotations

import re

from handlers.speech import cleaning, values

MARK = "'"
_COMPUTED = r"['\" ]*[=+\-@＝＋－＠]"
"""What begins a formula, also behind marks, quotation marks and spaces, and in full width."""
# A program that separates by semicolons, as Excel does in much of Europe, opens our commas all the
# same: then a cell of its own begins behind each semicolon, tab and line end of a text.
_PLACES = rf"(?:\A{{here}}(?={_COMPUTED}|['\" ]*[\t\r\n])|(?<=[;\t\r\n]){{here}}(?={_COMPUTED}))"
_UNMARKED = re.compile(_PLACES.format(here=""))
_MARKED = re.compile(_PLACES.format(here=MARK))
_NOTHING = frozenset({
    "nan", "nat", "<na>", "#na", "<null>", "(null)", "[null]", "\\n", "nil", "undefined", "--",
    "unspecified", "not specified", "not available", "not applicable", "(blank)", "(empty)", "[]",
    "{}",
})  # fmt: skip
"""What programs write where there is nothing, in small letters; in a form it would be a slip."""
_LONGEST = 40


def marked(text: str) -> str:
    """The same text with a mark wherever a spreadsheet would begin to compute."""
    return _UNMARKED.sub(MARK, text)


def unmarked(text: str) -> str:
    """What was written before it was marked."""
    return _MARKED.sub("", text)


def says_nothing(words: str) -> bool:
    """Whether a program or a person says with these words in a cell that there is nothing."""
    return values.says_nothing(words) or cleaning.line(words[:_LONGEST]).casefold() in _NOTHING
