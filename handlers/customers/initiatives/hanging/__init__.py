"""What hangs on an initiative: tasks given for it, and how they go on once it is cut."""
