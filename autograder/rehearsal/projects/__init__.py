"""Right answers to the lab on the projects, in three styles."""
