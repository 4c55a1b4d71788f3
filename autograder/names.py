"""Who a student is, as far as the gradebook knows."""

from __future__ import annotations

from nbgrader.api import Gradebook, MissingEntry


def names_of(gradebook: Gradebook, student: str) -> tuple[str, str, str]:
    """Return first name, last name and e-mail address; blank where not known."""
    try:
        known = gradebook.find_student(student)
    except MissingEntry:
        return "", "", ""
    return known.first_name or "", known.last_name or "", known.email or ""
