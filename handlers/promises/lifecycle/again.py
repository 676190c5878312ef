"""What a move had ended is asked again where that move is undone."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import asks
from handlers.chasing.registers import Registers
from handlers.promises.lifecycle.past import Back
from storage import asks as stored_asks


def ask_again(
    registers: Registers, session: Session, now: datetime, team_id: str, back: Back | None
) -> None:
    """Put every ask to whoever owed it that a move ended; nothing where no way back was kept."""
    for ask in stored_asks.hold(session, team_id, list(back.ended) if back else []):
        asks.owe_again(session, now, ask, registers.kinds[ask.kind])
