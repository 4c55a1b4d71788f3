"""The checks of the lab on regularization."""
