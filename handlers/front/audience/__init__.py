"""People say who may see a thing, whatever it is."""
