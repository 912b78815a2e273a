"""What the product's processes tell the allocator of polars, which reads it once, when it is loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASKED = "import flows, os, sys; print('polars' in sys.modules, os.environ['_RJEM_MALLOC_CONF'])"


@pytest.mark.parametrize(("own", "told"), [(None, "dirty_decay_ms:30000"), ("narenas:1", "narenas:1")])
def test_allocator_is_told_before_polars_is_loaded_unless_the_operator_did(own: str | None, told: str) -> None:
    env = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}  # noqa: TID251
    env |= {} if own is None else {"_RJEM_MALLOC_CONF": own}
    said = subprocess.run([sys.executable, "-c", ASKED], env=env, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", told]
