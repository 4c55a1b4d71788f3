"""Right answers to the lab on foundations, in three styles."""
