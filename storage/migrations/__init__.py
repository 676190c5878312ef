"""The steps that bring a database from each version of Duly to the next."""
