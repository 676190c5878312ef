"""Who owes what by when, and how they are reminded, whatever it is about."""
