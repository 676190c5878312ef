"""What is said of customers who will meet an issue as well, and should hear of it from us first."""

from __future__ import annotations

TELL_OTHERS = "Tell those who will meet it too, before they notice: {title}"
WHY_FIRST = "they should hear it from us first"
ASKED_TO_TELL = " {who} is asked to tell the others before they notice: {ref}."
