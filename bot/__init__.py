"""Duly runs here: processes, settings, Slack in and out, and the clock."""
