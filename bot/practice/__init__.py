"""A pretend Slack, and on it a sample company, for learning, trying a change, and testing."""
