"""What was promised, and its life: tasks, issues, answers and hand-offs."""
