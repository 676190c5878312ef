"""How the pretend Slack says no."""

from typing import Any


class SlackError(Exception):
    """Slack's refusal: the error word of its answer, and what else the answer says.

    Args:
        error: the word, such as `channel_not_found`.
        messages: sentences for `response_metadata.messages`.
        details: further fields of the answer, such as `needed` and `provided`.
    """

    def __init__(self, error: str, messages: list[str] | None = None, **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.details = details

    def to_slack(self) -> dict[str, Any]:
        """The body of Slack's answer."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.details}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class RateLimitedError(SlackError):
    """Too many calls; answered with HTTP 429 and `Retry-After` in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after
