"""The other side of the promise: the customers themselves, and what becomes of them."""
