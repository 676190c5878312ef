"""Where everything meets: Home, help, files, setting up, what is stuck."""
