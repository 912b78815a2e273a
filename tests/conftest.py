"""No test calls out or touches the profile of whoever runs it; what takes long and is not ours is done once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator

import pytest
from hypothesis import settings

from flows.ephemeral import QUIET
from tests.faults.remembered import remembering
from tests.prefect_tables import SHARED

# before Prefect or Great Expectations is imported by anything
_HOME = tempfile.TemporaryDirectory(prefix="landclean-tests-")
_PREFECT = {"PREFECT_HOME": _HOME.name, "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120"}
os.environ.update(QUIET | _PREFECT)  # noqa: TID251  the tests' door to the environment
os.environ.pop("PREFECT_API_URL", None)  # noqa: TID251

# The same examples in every run: a failure can be seen again, and none comes from a busy machine.
settings.register_profile("landclean", derandomize=True, deadline=None, database=None, max_examples=50)
settings.load_profile("landclean")


@pytest.fixture(scope="session", autouse=True)
def _done_once(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Great Expectations is half of a small ward's run, and the tests run the same few wards many times.

    The workers of one test run share what it said, and Prefect's tables; the next test run asks for both anew.
    """
    from flows import passage

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own  # noqa: TID251
    memory = shared / "validated"
    memory.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARED, str(shared / "prefect"))
        patch.setattr(passage, "check", remembering(passage.check, memory))
        yield
