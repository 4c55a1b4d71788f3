"""Right answers to the lab on regularization, in three styles."""
