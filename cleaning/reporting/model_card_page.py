"""Model card → mo-hinh.html: how the linkage model weighs and what it did, for technical staff; complete in itself."""

from __future__ import annotations

import polars as pl
from jinja2 import Environment, StrictUndefined

from cleaning.reporting import model_card_figures as figures
from cleaning.reporting.model_card_histogram import WIDTH, histogram
from cleaning.reporting.model_card_words import VERDICTS, training_words
from cleaning.reporting.numerals import share
from cleaning.reporting.report import WardReport


def model_page(report: WardReport, template: str) -> str:
    """The page as HTML, from the text of its jinja2 template. Holds counts, and names that many residents bear."""
    card = report.card
    counts = {verdict: int(card.reasons.filter(pl.col("verdict") == verdict)["rows"].sum()) for verdict in VERDICTS}
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(
        ward=report.ward,
        ward_name=report.ward_name,
        day=report.day,
        name=card.name,
        trained_on=training_words(card.trained_on),
        share_listed=figures.share_listed(card),
        shares={verdict: share(count, sum(counts.values())) for verdict, count in counts.items()},
        fewest=figures.FEWEST,
        training=figures.training(card),
        levels=figures.levels(card),
        names=figures.names(card),
        chart=histogram(card),
        chart_width=WIDTH,
        unlinkables=figures.unlinkables(card),
        keys=figures.keys(card),
        reasons=figures.reasons(card, report.reasons),
    )
