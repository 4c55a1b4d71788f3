"""Right answers to the lab on tuning, in three styles."""
