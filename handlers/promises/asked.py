"""What people are asked about a promise, by name; by these names asks are kept and counted."""

from __future__ import annotations

ACKNOWLEDGE = "acknowledge"
"""Say that you take it, or that you don't."""
DATE = "date"
"""Say whether you take it by the date that was asked for; it goes with ACKNOWLEDGE."""
FINISH = "finish"
"""Do it by the date you gave."""
OF_OWNER = (ACKNOWLEDGE, DATE, FINISH)
"""What its owner is asked about a promise."""
ACCEPT = "accept"
"""Take over what was offered, or return it with a reason."""
TRIAGE = "triage"
"""Say which department this issue belongs to."""
HELP = "help"
"""Lend a hand, or find somebody who does."""
TELL = "tell"
"""Tell the customer about the no that was given."""
INFORM = "inform"
"""Tell the customer what happened, what was done and what happens now."""
PREVENT = "prevent"
"""Say why it happened, and what keeps it from coming back."""
VERIFY = "verify"
"""Say whether it helped the customer."""
OF_LOOP = (INFORM, PREVENT, VERIFY)
"""The steps of an issue's loop that are asked for beside its date."""
