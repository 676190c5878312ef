"""A calendar that somebody gave the address of: fetched with care, read for when they are away."""
