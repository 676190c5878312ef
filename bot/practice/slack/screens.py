"""What people have open: the forms (modals) on their screens, and their Home tabs."""

import secrets
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from bot.practice.slack.clock import Clock
from bot.practice.slack.errors import SlackError
from bot.practice.slack.ids import new_id, with_ids
from bot.practice.slack.objects import Json, View

DEEPEST_STACK = 3


class Screens:
    """Everyone's forms and Home, changed only under the workspace's lock.

    Args:
        lock: the workspace's lock.
        changing: the workspace's way to change something.
        clock: stamps the hashes of views.
    """

    def __init__(
        self,
        lock: threading.RLock,
        changing: Callable[[], AbstractContextManager[None]],
        clock: Clock,
    ) -> None:
        self._lock = lock
        self._changing = changing
        self._clock = clock
        self._views: dict[str, View] = {}
        self._stacks: dict[str, list[str]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user_id: str) -> list[View]:
        """The forms open on a person's screen, the topmost last."""
        with self._lock:
            return [self._views[view_id] for view_id in self._stacks.get(user_id, [])]

    def home(self, user_id: str) -> View | None:
        """What is published on a person's Home."""
        with self._lock:
            return self._homes.get(user_id)

    def find(self, view_id: str) -> View | None:
        """The open form or Home with this id."""
        with self._lock:
            if view_id in self._views:
                return self._views[view_id]
            return next((home for home in self._homes.values() if home.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """The open form or Home to which the app gave this external id."""
        with self._lock:
            views = [*self._views.values(), *self._homes.values()]
        return next((v for v in views if v.body.get("external_id") == external_id), None)

    def open(self, user_id: str, body: Json) -> View:
        """Show a form in place of whatever forms the person has open.

        SlackError duplicate_external_id.
        """
        with self._changing():
            self._check_external(body)
            self._drop(user_id)
            return self._add(user_id, body)

    def push(self, user_id: str, body: Json) -> View:
        """Lay a form on top of the open ones.

        SlackError push_limit_reached at the fourth, duplicate_external_id.
        """
        with self._changing():
            if len(self._stacks.get(user_id, [])) >= DEEPEST_STACK:
                raise SlackError("push_limit_reached")
            self._check_external(body)
            return self._add(user_id, body)

    def update(self, view: View, body: Json) -> View:
        """Show something else in an open form or Home; what was typed in fields that stay, stays.

        A field stays when its block_id does.
        """
        with self._changing():
            view.body = {**body, "blocks": with_ids(body["blocks"])}
            kept = {block["block_id"] for block in view.blocks}
            view.values = {key: value for key, value in view.values.items() if key in kept}
            view.hash, view.errors = self._hash(), None
        return view

    def publish(self, user_id: str, body: Json) -> View:
        """Put something on a person's Home."""
        with self._changing():
            home = self._homes.get(user_id)
            if home is not None:
                return self.update(home, body)
            self._homes[user_id] = self._new(user_id, body)
            return self._homes[user_id]

    def close(self, view: View) -> None:
        """Close a form and everything on top of it."""
        with self._changing():
            stack = self._stacks.get(view.user, [])
            if view.id in stack:
                for view_id in stack[stack.index(view.id) :]:
                    del self._views[view_id]
                del stack[stack.index(view.id) :]

    def clear(self, user_id: str) -> None:
        """Close every form of a person."""
        with self._changing():
            self._drop(user_id)

    def _check_external(self, body: Json) -> None:
        external_id = body.get("external_id")
        if external_id and self.find_external(external_id):
            raise SlackError("duplicate_external_id")

    def _drop(self, user_id: str) -> None:
        for view_id in self._stacks.pop(user_id, []):
            del self._views[view_id]

    def _add(self, user_id: str, body: Json) -> View:
        view = self._new(user_id, body)
        stack = self._stacks.setdefault(user_id, [])
        if stack:
            view.root_view_id, view.previous_view_id = stack[0], stack[-1]
        stack.append(view.id)
        self._views[view.id] = view
        return view

    def _new(self, user_id: str, body: Json) -> View:
        view_id = new_id("V")
        blocks = with_ids(body["blocks"])
        return View(view_id, user_id, self._hash(), {**body, "blocks": blocks}, view_id)

    def _hash(self) -> str:
        return f"{self._clock.ts()}.{secrets.token_hex(4)}"
