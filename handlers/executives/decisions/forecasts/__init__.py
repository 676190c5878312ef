"""A while after a decision whoever made it says what came true of what was expected."""
