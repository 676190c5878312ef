"""Working time: hours, days off and absence, whatever is promised in them."""
