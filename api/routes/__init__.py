"""One module for each resource; none knows another."""
