"""A made-up class: what its students hand in."""
