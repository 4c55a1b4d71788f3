"""Right answers to the lab on augmentation, in three styles."""
