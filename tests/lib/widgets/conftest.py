"""What the tests of all widgets share: the course's style, and a shell to display things in."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from deeptuning.plots.style import use_style


@pytest.fixture(autouse=True)
def course_style():
    """Draw as the lessons do."""
    use_style()


@pytest.fixture
def shell():
    """A running IPython, which displays need."""
    InteractiveShell.instance()
    yield
    InteractiveShell.clear_instance()
