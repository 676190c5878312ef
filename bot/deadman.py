"""Somebody elsewhere hears while all is well, and raises the alarm when Duly falls silent."""

from __future__ import annotations

import logging
from http.client import HTTPException
from urllib.request import urlopen

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 5


def tell(url: str) -> None:
    """Ask for an address; whoever watches it hears that all is well. Never raises."""
    try:
        with urlopen(url, timeout=PATIENCE_SECONDS):  # noqa: S310 - the settings allow http(s) only
            log.debug("the dead man's switch heard that all is well")
    except (OSError, HTTPException, ValueError) as error:
        # The address is a secret of its kind, so it is not named.
        log.warning("the dead man's switch did not hear: %s", type(error).__name__)
