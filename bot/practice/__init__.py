"""A pretend Slack with a sample company, for learning, trying a change, and testing."""
