"""The examples in docstrings read the project's graph once, not once each."""

from collections.abc import Iterator

import pytest
from _pytest.doctest import DoctestItem
from tests.fixtures.kept import keep


@pytest.fixture(autouse=True)
def _kept_for_examples(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if isinstance(request.node, DoctestItem):
            keep(patch)
        yield
