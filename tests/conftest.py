"""No test calls out or touches the profile of whoever runs it; no table is validated twice by the same rules."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator

import pytest
from hypothesis import settings

from flows.ephemeral import QUIET
from tests.faults.remembered import remembering

# before Prefect or Great Expectations is imported by anything
_HOME = tempfile.TemporaryDirectory(prefix="landclean-tests-")
os.environ.update(QUIET, PREFECT_HOME=_HOME.name)  # noqa: TID251  the tests' door to the environment
os.environ.pop("PREFECT_API_URL", None)  # noqa: TID251

# The same examples in every run: a failure can be seen again, and none comes from a busy machine.
settings.register_profile("landclean", derandomize=True, deadline=None, database=None)
settings.load_profile("landclean")


@pytest.fixture(scope="session", autouse=True)
def _validated_once(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Great Expectations is half of a small ward's run, and the tests run the same few wards many times.

    The workers of one test run share what it said; the next test run asks it anew.
    """
    from flows import passage

    own = tmp_path_factory.getbasetemp()
    memory = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "validated"  # noqa: TID251
    memory.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passage, "check", remembering(passage.check, memory))
        yield
