"""Duly runs here: processes, settings, Slack in and out, and the clock."""

__version__ = "0.1.0"
