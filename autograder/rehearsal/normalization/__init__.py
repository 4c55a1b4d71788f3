"""Right answers to the lab on normalization, in three styles."""
