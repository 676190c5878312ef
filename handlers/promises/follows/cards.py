"""What is said to somebody who follows a promise, or follows it no more."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.promises import items
from handlers.promises.follows import Followed

FOLLOW, UNFOLLOW = "item.follow", "item.unfollow"
"""The buttons."""
FOLLOW_LABEL, UNFOLLOW_LABEL = "Follow", "Unfollow"
USAGE, UNFOLLOW_USAGE = "follow T-12", "unfollow T-12"
FOLLOWED = "You follow {what}. What becomes of it comes to your messages, once a day."
ALREADY = "You follow {what} already."
ENDED = "You no longer follow {what}."
NEVER = "You do not follow {what}."


def followed(found: Iterable[Followed]) -> str:
    """A sentence for each promise that somebody wants to follow."""
    return "\n".join(
        (FOLLOWED if each.changed else ALREADY).format(what=items.named(each.item))
        for each in found
    )


def ended(found: Iterable[Followed]) -> str:
    """A sentence for each promise that somebody wants to follow no more."""
    return "\n".join(
        (ENDED if each.changed else NEVER).format(what=items.named(each.item)) for each in found
    )
