"""A year's plan is assembled from what stands in Duly: for a customer, and for all of them."""
