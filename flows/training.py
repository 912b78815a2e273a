"""One ward's two lists → a linkage model file. Renewing the model in use is a reviewed change: see README."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cleaning.linking.model import Model
from cleaning.linking.training import train
from cleaning.reading import read_ward
from cleaning.settings import Settings
from cleaning.standardising import standardise_land, standardise_residents
from flows.faults import without_data


def train_model(folder: Path, *, ward: str, name: str, seed: int, as_of: date, settings: Settings) -> Model:
    """A model fitted on the lists in `folder`. Raises SourceError where they cannot be read."""
    with without_data(lambda: "huấn luyện mô hình"):
        sources = read_ward(folder, ward=ward, salt=settings.row_key_salt)
        land = standardise_land(sources.land, sources.sheet_map, ward=ward, as_of=as_of, settings=settings)
        residents = standardise_residents(sources.residents, ward=ward, as_of=as_of, settings=settings)
        trained_on = f"{land.height} land rows and {residents.height} residents, {as_of:%Y-%m}"
        return train(land, residents, name=name, trained_on=trained_on, seed=seed, settings=settings)
