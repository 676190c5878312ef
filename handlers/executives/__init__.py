"""The customer in the room where it is decided: decisions and digests."""
