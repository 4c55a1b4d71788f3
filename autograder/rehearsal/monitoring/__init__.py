"""Right answers to the lab on monitoring, in three styles."""
