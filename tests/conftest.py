"""No test calls out or touches the profile of whoever runs it."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

from flows.ephemeral import QUIET

# before Prefect or Great Expectations is imported by anything
_HOME = tempfile.TemporaryDirectory(prefix="landclean-tests-")
os.environ.update(QUIET, PREFECT_HOME=_HOME.name)  # noqa: TID251  the tests' door to the environment
os.environ.pop("PREFECT_API_URL", None)  # noqa: TID251

# The same examples in every run: a failure can be seen again, and none comes from a busy machine.
settings.register_profile("landclean", derandomize=True, deadline=None, database=None)
settings.load_profile("landclean")
