"""Duly decides here: what people may ask for, what the rules say, what they are shown."""
