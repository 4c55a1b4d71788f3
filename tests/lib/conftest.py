from collections.abc import Iterator

import pytest

from tests.lib.optimizers import paths


@pytest.fixture(scope="class")
def float64() -> Iterator[None]:
    """Both frameworks in float64."""
    with paths.float64():
        yield
