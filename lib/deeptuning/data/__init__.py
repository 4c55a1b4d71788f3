"""Data with known truth, and real data that comes with scikit-learn."""
