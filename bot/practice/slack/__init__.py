"""A pretend Slack: what an app can call, receive and see, strict about Slack's own rules."""
