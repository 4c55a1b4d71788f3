"""Right answers to the lab on gradients, in three styles."""
