"""The checks of the lab on normalization."""
