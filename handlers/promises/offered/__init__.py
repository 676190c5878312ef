"""Whoever says yes or no to a promise may have it already, or be offered it."""
