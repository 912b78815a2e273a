"""specimen → what breaks behind standardising: the checks, linking, discrepancies and sheets of a damaged ward."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cleaning.errors import LandCleanError
from cleaning.settings import Settings
from flows.ward import WardJob, run_ward
from tests.fuzzing.judging import AS_OF, WARD, ward_folder
from tests.fuzzing.promises import broken_by_error

if TYPE_CHECKING:
    from tests.fuzzing.specimens import Specimen

_FAULT = "Báo cho người phụ trách chương trình"


def broken_on_the_route(specimen: Specimen) -> list[str]:
    """The promises that break when a ward takes its whole route. A gate may stop it where its files are to blame."""
    with TemporaryDirectory(prefix="landclean-fuzz-") as output, ward_folder(specimen.files) as folder:
        job = WardJob(
            ward=WARD, folder=folder, output=Path(output), run_id="fuzz", as_of=AS_OF, settings=Settings()
        )  # fmt: skip
        try:
            told = run_ward(job)
        except LandCleanError as error:
            fault = [f"fault of the program: {str(error)[:200]}"] if _FAULT in str(error) else []
            return [*fault, *broken_by_error(error, specimen)]
    counts = told["counts"]
    ended = counts["standardised"] + counts["rejected"] + counts["noise"]
    return [] if ended <= counts["source_rows"] else [f"manifest: {counts['source_rows']} rows in, {ended} out"]
