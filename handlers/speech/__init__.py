"""What people say and what they are shown: words, dates, blocks, requests, errors."""
