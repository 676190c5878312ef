"""An answer to a question of the week also settles what a room has asked about the same thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from storage.people import Person
from storage.tasks import Promise

GivesTask = Callable[[], Promise]
TaskFollows = Callable[[Session, datetime, Person, int, GivesTask], Promise]
"""How a task is given that follows from a question about a thing of another room, by its number.

The room holds that thing first, and keeps that the task follows from it.
"""
