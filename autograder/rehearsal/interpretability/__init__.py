"""Right answers to the lab on interpretability, in three styles."""
