"""People come first to the database, and work in the background comes in the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage import turns
from storage.turns import Turns


@contextmanager
def coming_back(places: Turns, *, for_person: bool) -> Iterator[None]:
    """Somebody who takes a turn again as soon as they have given it back."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            if places.take(5, for_person=for_person):
                time.sleep(0.001)
                places.give_back()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


def test_a_person_goes_before_work_that_came_earlier() -> None:
    places, order = Turns(1), list[str]()

    def wait(name: str) -> None:
        assert places.take(5, for_person=name == "person")
        order.append(name)
        places.give_back()

    assert places.take(1, for_person=False)
    waiting = [threading.Thread(target=wait, args=(name,)) for name in ("work", "person")]
    for thread in waiting:
        thread.start()
        time.sleep(0.05)
    places.give_back()
    for thread in waiting:
        thread.join()
    assert order == ["person", "work"]


def test_work_that_comes_back_at_once_keeps_no_person_out() -> None:
    places = Turns(1)
    with coming_back(places, for_person=False):
        for _ in range(20):
            assert places.take(1, for_person=True)
            places.give_back()


def test_work_comes_in_however_many_people_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "GIVES_WAY_SECONDS", 0.05)
    places = Turns(1)
    with coming_back(places, for_person=True):
        assert places.take(5, for_person=False)
        places.give_back()


def test_who_waits_too_long_has_no_turn_and_keeps_nobody_out() -> None:
    places = Turns(1)
    assert places.take(0.01, for_person=True)
    assert not places.take(0.01, for_person=True)
    assert not places.take(0.01, for_person=False)
    places.give_back()
    assert places.take(0.01, for_person=False)
