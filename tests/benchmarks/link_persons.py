"""Our linking on person tables: seconds per part, peak memory and accuracy as one line of JSON, like the peer's.

usage: python link_persons.py FOLDER [--model FILE | --save-model FILE]

Without --model a model is fitted on FOLDER itself and its time counts; --save-model keeps it. With --model that one is
used as it is, as every night. Imports and the scoring against the truth count for neither side.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import polars as pl
from accuracy import as_decided, best_candidates, recall_at_precision
from person_tables import person_tables, truth_of

from cleaning.linking import link, load_model
from cleaning.linking.training import train
from cleaning.settings import Settings


def main() -> None:
    """Times the parts, then scores and prints."""
    options = _options()
    # as the peer: one million random pairs, a share of the land users
    settings = Settings(training_pairs=1_000_000, training_mentions=50_000)
    laps = [time.perf_counter()]
    land, residents = person_tables(options.folder)
    laps.append(time.perf_counter())
    if options.model is None:
        model = train(land, residents, name="bench", trained_on=options.folder.name, seed=1, settings=settings)
        if options.save_model is not None:
            options.save_model.write_text(model.model_dump_json(indent=1), encoding="utf-8")
    else:
        model = load_model(options.model)
    laps.append(time.perf_counter())
    linked = link(land, residents, model=model, settings=settings)
    laps.append(time.perf_counter())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

    truth = truth_of(options.folder)
    best = best_candidates(linked.verdicts, linked.candidates).join(truth, on="row_key", how="left")
    best = best.with_columns(is_true=(pl.col("resident_key") == pl.col("true_resident")).fill_null(False))
    seconds = {part: round(laps[at + 1] - laps[at], 2) for at, part in enumerate(("prepare", "train", "link"))}
    found = {
        "tool": "landclean",
        "rows": land.height,
        "seconds": round(laps[-1] - laps[0], 2),
        "peak_gib": round(peak, 3),
        "parts": seconds,
        "pairs": linked.pairs,
        **as_decided(best, rows=land.height, listed=truth.height),
        "recall_at_precision": recall_at_precision(best, listed=truth.height),
    }
    sys.stdout.write(json.dumps(found) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--save-model", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
