"""Training loops and helpers."""
