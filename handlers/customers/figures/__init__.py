"""What customers' answers come to: a figure with its range, and whether it changed at all."""
