"""Report → tong-hop.html: one page for leaders, complete in itself, read in a minute, printed on one A4."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined

from cleaning.reporting import burn_down, figures, workload
from cleaning.reporting.campaign import campaign_so_far, forecast
from cleaning.reporting.campaign_words import outlook_words, pace_words
from cleaning.reporting.numerals import share, thousands
from cleaning.reporting.quality import quality
from cleaning.reporting.report import WardReport


def leaders_page(report: WardReport, template: str) -> str:
    """The page as HTML, from the text of its jinja2 template. Holds counts only: no name or number of any person."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    campaign = campaign_so_far(report.nights, report.settings)
    told = forecast(campaign)
    return environment.from_string(template).render(
        ward=report.ward,
        ward_name=report.ward_name,
        day=report.day,
        model=report.model,
        groups_version=report.settings.groups_version,
        headline=_headline(report),
        outlook=outlook_words(campaign, told),
        pace=pace_words(campaign, told),
        progress=burn_down.progress_chart(campaign, told),
        errors=burn_down.errors_chart(campaign),
        parcels=thousands(report.parcels.height),
        groups=figures.groups(report),
        verdicts=figures.verdicts(report),
        kinds=workload.kinds(report),
        handlers=workload.handlers(report),
        oldest=workload.oldest(report),
        waiting_notes=workload.waiting_notes(report),
        quality=quality(report),
        hamlets=figures.hamlets(report),
        rows_received=figures.rows_received(report.counts),
    )


def _headline(report: WardReport) -> dict[str, str]:
    """The four figures a reader takes away."""
    parcels, rows = report.parcels, report.verdicts.filter(report.verdicts["verdict"] != "not_a_person")
    good = int((parcels["group"] == 1).sum())
    linked = int((rows["verdict"] == "link").sum())
    errors = int((report.discrepancies["severity"] == "error").sum())
    answered, asked = workload.answered(report)
    return {
        "good_share": share(good, parcels.height),
        "good": thousands(good),
        "linked_share": share(linked, rows.height),
        "linked": thousands(linked),
        "people_rows": thousands(rows.height),
        "errors": thousands(errors),
        "answered_share": share(answered, asked),
        "answered": thousands(answered),
        "asked": thousands(asked),
    }
