"""Hostile submissions, and what each must come to: a class of attackers, graded for real."""
