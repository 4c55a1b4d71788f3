"""Interactive pictures: a pure function and a thin slider."""
