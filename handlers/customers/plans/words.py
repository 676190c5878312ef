"""The words of a year's plan: its buttons, and the sentences that stand where a part is empty."""

from __future__ import annotations

ACCOUNT, COMPANY = "plan.account", "plan.company"
QUARTER = "plan.quarter"
ALL_OF_IT = "The whole company"
QUARTERS = ("January to March", "April to June", "July to September", "October to December")

NO_DECIDER = "Nobody is written down who decides: `/cx customer` names them."
NO_LEAD = "Nobody leads the account: `/cx setup` says who does."
NO_WAITS = "They wait for nothing."
NO_WORK = "Nothing is written down: `/cx initiatives` takes what a department pays for."
NO_DECLINED = "Nothing was declined within a year."
NO_RENEWAL = "No day of renewal is known."
NO_KEPT = "No key account is known, and nobody is flagged: `/cx segments` says who weighs most."
NO_GROWTH = "No customer has a start or an end yet: `/cx growth` says how they come in."
NO_OUTCOMES = "None is written: `/cx roadmap` takes what customers are to notice."
NO_DROPPED = "Nothing was cut, and no outcome was let go."
