"""Duly remembers here: tables, the queries over them, and their migrations."""
