"""The shell: order, files, clock, environment, Prefect. No rule about land or people lives here.

`ward.py` is the route of one ward, top to bottom, and `steps.py` its steps; `nightly.py` runs it for every ward;
`cli.py` is the same from the shell.
Prefect puts this folder first on `sys.path`: no file here may bear the name of a top-level package.
"""

from __future__ import annotations

import os
from typing import Final

# Read by polars' allocator when polars is loaded, so it stands before anything that loads it. By default memory given
# back goes to the system within half a second and comes again page by page: a fifth of the time of linking. Kept for
# half a minute, it serves the next step.
ALLOCATOR: Final = "dirty_decay_ms:30000"
os.environ.setdefault("_RJEM_MALLOC_CONF", ALLOCATOR)  # noqa: TID251  a door to the environment
