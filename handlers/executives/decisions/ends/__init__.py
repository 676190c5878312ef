"""Whoever decides says here how a decision ends."""
