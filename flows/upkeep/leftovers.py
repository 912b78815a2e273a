"""What killed and failed runs of a ward left behind → gone, for whoever holds the ward."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from flows import publishing, receipts
from flows.journal import JOURNAL
from flows.run_folder import RunFolder, runs_of


def clear_leftovers(output: Path, ward: str, *, keep: str) -> None:
    """Remove what runs of the ward that did not come to their end left in `runs/` and `published/`.

    Of the run `keep` everything stays; of the others the journal does, which holds counts and keys only. A receipt
    begun and never finished goes too.
    """
    for folder in runs_of(output, ward):
        if folder.path.parent.name != keep and not folder.is_finished:
            _clear_run(folder)
    publishing.mend(output / "published" / ward)
    receipts.clear_unfinished(output)


def _clear_run(folder: RunFolder) -> None:
    for path in folder.path.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != JOURNAL:
            path.unlink()
    for emptied in (folder.path, folder.path.parent):
        with suppress(OSError):  # its journal stands there, or other wards of that run
            emptied.rmdir()
