"""The linkage model: m and u of every level by name, in a versioned, readable file. A door: reads model files.

A Fellegi-Sunter match weight is log2(m/u): m is how often true pairs show a level, u how often other pairs do.
*Missing* weighs nothing. The nightly run uses a frozen model and writes its name into every output.
"""

from __future__ import annotations

import math
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cleaning.errors import ModelError
from cleaning.linking.comparisons import COMPARISONS

_DEFAULT = "default.json"


class Level(BaseModel):
    """One level of a comparison. `note` says why a number was not simply counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    m: float = Field(gt=0, le=1)
    u: float = Field(gt=0, le=1)
    note: str = ""

    @property
    def weight(self) -> float:
        """Match weight in bits."""
        return math.log2(self.m / self.u)


class Model(BaseModel):
    """A trained linkage model. `levels`: comparison → levels without *missing*, in declared order.

    `share_listed` is the share of land users who stand in the register, by where their address
    says they live (mentions.LIVES). `agreement`: how often two residents drawn at
    random agree on a form (scoring.FORMS); the frequency of what a pair agrees on is held against it (term frequency).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    trained_on: str
    figures: dict[str, float]
    share_listed: dict[str, Annotated[float, Field(gt=0, lt=1)]]
    agreement: dict[str, float]
    levels: dict[str, tuple[Level, ...]]

    def weights(self, comparison: str) -> list[float]:
        """Match weights by level number; *missing* (0) weighs nothing."""
        return [0.0, *(level.weight for level in self.levels[comparison])]


def load_model(path: Path | None = None) -> Model:
    """The model in `path`, or the one shipped. Raises ModelError unless it fits the declared comparisons exactly."""
    source = files("cleaning.linking").joinpath("models", _DEFAULT) if path is None else path
    try:
        model = Model.model_validate_json(source.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as problem:
        raise ModelError(
            f"Không đọc được mô hình đối khớp {Path(str(source)).name}. Cách xử lý: dùng mô hình kèm theo."
        ) from problem
    declared = {comparison.name: comparison.levels[1:] for comparison in COMPARISONS}
    held = {name: tuple(level.name for level in levels) for name, levels in model.levels.items()}
    if declared != held:
        raise ModelError(
            f"Mô hình {model.name} không khớp với các phép so sánh của phiên bản này. "
            "Cách xử lý: huấn luyện lại mô hình."
        )
    return model
