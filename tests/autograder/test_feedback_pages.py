"""What is a student told whose submission has no grade?"""

import pytest

from autograder.feedback_pages import REMEDIES, page
from autograder.records import FAILED, MISSING, UNREADABLE
from autograder.results import Result


@pytest.mark.parametrize("status", [UNREADABLE, MISSING, FAILED])
def test_is_every_status_explained(status):
    told = page(Result("ada", "optimizers", status, (), ("line 3 of the file",)))
    assert status in told
    assert REMEDIES[status] in told


def test_is_a_fault_of_the_grader_not_told_in_detail():
    told = page(Result("ada", "optimizers", FAILED, (), ("KeyError: /srv/course/secret",)))
    assert "secret" not in told
    assert "line 3" in page(Result("ada", "x", UNREADABLE, (), ("line 3",)))


def test_does_nothing_a_student_chose_run():
    script = "<script>alert(1)</script>"
    told = page(Result("ada", script, UNREADABLE, (), (f"{script} & more",)))
    assert "<script" not in told
    assert "&lt;script&gt;" in told
    assert "default-src 'none'" in told
