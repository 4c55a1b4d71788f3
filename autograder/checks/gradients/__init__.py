"""The checks of the lab on gradients."""
