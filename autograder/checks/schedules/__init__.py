"""The checks of the lab on schedules."""
