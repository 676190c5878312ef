"""Stories are about what is said and kept, and not about how fast: machines pause at times."""

from __future__ import annotations

import pytest

from bot import answering, incoming

PATIENT_SECONDS = 60.0
"""Longer than a busy machine stands still. How long people wait is told in `test_patience.py`."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in a story is told that Duly is busy because the machine was."""
    monkeypatch.setattr(incoming, "ANSWER_SECONDS", PATIENT_SECONDS)
    monkeypatch.setattr(incoming, "SPEAK_SECONDS", PATIENT_SECONDS)
    monkeypatch.setattr(answering, "SPEAK_SECONDS", PATIENT_SECONDS)
