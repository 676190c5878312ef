"""A port is taken here before anything is served on it, or is refused in a sentence."""

from __future__ import annotations

import os
import socket

from bot.settings import MissingSetting


def on(name: str, host: str, port: int) -> socket.socket:
    """A socket that listens; `name` is that of the setting with the port.

    Raises MissingSetting when nobody can listen there.
    """
    try:
        [(family, *_), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise MissingSetting(f"HOST is “{host[:80]}”, which is no address.") from error
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise MissingSetting(
            f"{name} is {port}, and nobody can listen there at {host}: "
            f"{os.strerror(error.errno or 0)}. Choose another number, or another HOST."
        ) from error
