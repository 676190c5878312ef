"""What people read of how a decision ends."""
