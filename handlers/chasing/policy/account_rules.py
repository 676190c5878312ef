"""House rules of accounts: how long somebody may be silent, and who is asked where nobody leads."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from storage.customers import Tier

CCO = "CCO"
"""What stands in place of a department where none is named."""
LONGEST = 80
"""Characters of the name of a department."""

SilentDays = Annotated[int, Field(strict=True, ge=0, le=366)]


def _department(words: str) -> str:
    """The name of a department on one line.

    Raises ValueError with what to write.
    """
    name = " ".join(words.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise ValueError("write the name of a department, or “CCO”")
    return name


DepartmentName = Annotated[str, AfterValidator(_department)]


def _silence() -> dict[Tier, int]:
    return {Tier.KEY: 21, Tier.STRATEGIC: 45, Tier.BEACHHEAD: 30, Tier.STANDARD: 0}


class AccountRules(BaseModel):
    """By tier: days of `silence` before a call is asked for (0: never), and whom questions go to.

    `asked` names the department whose lead is asked about an account that nobody leads. While it is
    “CCO”, the CCO is asked what a customer waits for and who leads the account, and nothing else is
    asked. The days are those of the customer-experience reference, section 2.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    silence: dict[Tier, SilentDays] = Field(default_factory=_silence)
    asked: dict[Tier, DepartmentName] = Field(default_factory=lambda: dict.fromkeys(Tier, CCO))
