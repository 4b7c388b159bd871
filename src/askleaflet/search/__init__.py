"""Search: which passages could answer. What it does not find is not answered."""
