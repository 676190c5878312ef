"""What many customers write of, by the words that mark it."""
