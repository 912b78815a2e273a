"""What people decided → a ward's route: answered sheets are taken in, cells corrected, pairs of land user and resident.

The ledger is read once a run, by `apply_answers`; what stands of it is kept among the run's checkpoints.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from cleaning.decisions.corrections import corrected, corrections
from cleaning.decisions.ledger import last_of
from cleaning.decisions.pairs import DecidedPairs, decided_pairs
from cleaning.decisions.standing import rounds, standing
from cleaning.discrepancies import known_people, land_marks
from cleaning.reading import WardSources
from flows import clock
from flows.answered_files import take_in_raw
from flows.ledger_place import ledger_of
from flows.passage import Passage


class Applied(NamedTuple):
    """RAW_LAND with what people decided in place of what was received; which decision of the ward was the last."""

    land: pl.DataFrame
    last_decision: str


def apply_answers(ward: Passage, sources: WardSources) -> Applied:
    """What people decided, put to use. Answered sheets that lie in the ward's folder go into the ledger first."""
    job = ward.job
    with ward.log.stage("answers", rows_in=sources.answers.height) as stage:
        take_in_raw(sources.answers, ward=job.ward, output=job.output, now=clock.now())
        said = ledger_of(job.output).decisions(job.ward)
        stands = standing(said)
        marks = land_marks(sources.land, stands.select("row_key", "code").drop_nulls())
        accepted = corrections(stands, marks, sources.land)
        ward.keep(
            standing=stands,
            rounds=rounds(said),
            marks=marks,
            corrections=accepted.corrections,
            conflicts=accepted.conflicts,
        )
        stage.rows_out = accepted.corrections.height
    return Applied(corrected(sources.land, accepted.corrections), last_of(said))


def pairs_decided(ward: Passage, residents: pl.DataFrame, foreign: pl.DataFrame | None = None) -> DecidedPairs:
    """Which of `residents`, and of `foreign` ones met in other registers, people call a land user, or call another."""
    people = known_people(residents, foreign)
    return decided_pairs(ward.folder.table("standing"), ward.folder.table("marks"), people)
