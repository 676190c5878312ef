"""tour stub."""


def play() -> int:
    """Stub."""
    return 0
