"""Right answers to the lab on schedules, in three styles."""
