"""Right answers to the lab on optimizers, in three styles."""
