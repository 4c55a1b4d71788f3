"""Right answers to the lab on checkpointing, in three styles."""
