"""An issue is closed over tasks that are still open only by whoever has seen which they are."""
