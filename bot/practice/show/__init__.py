"""The sample company on the pretend Slack: its story, its tour, and the page with its desk."""
