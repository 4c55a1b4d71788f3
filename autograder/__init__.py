"""What instructors run: checks with hidden cases, nbgrader's loop, and a rehearsal of it all."""
