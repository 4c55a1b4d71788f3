"""Experiments of the lessons that are too long for a cell."""
