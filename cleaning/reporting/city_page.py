"""Roll-up → tong-hop.html of all wards: one A4 for leaders, complete in itself, counts only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jinja2 import Environment, StrictUndefined

from cleaning.reporting import burn_down
from cleaning.reporting.campaign_words import outlook_words, pace_words
from cleaning.reporting.city_lines import fastest, ranking, slowest
from cleaning.reporting.city_report import COUNTS
from cleaning.reporting.city_summary import CitySummary
from cleaning.reporting.city_words import counted, coverage_words, report_words
from cleaning.reporting.figures import GROUPS, VERDICTS, Figure, width
from cleaning.reporting.numerals import share, thousands

_GROUPS: Final = {f"group_{key}": (*words, f"group{key}") for key, words in GROUPS.items()}
_VERDICTS: Final = {key: (*words, key) for key, words in VERDICTS.items()}
_OTHERS: Final = (
    "residents_linked", "organisations", "parcels_with_id", "parcels_uncertified", "certificates",
    "certificates_scanned", "open_warnings", "answered",
)  # fmt: skip
_KINDS_SHOWN: Final = 4
_BY_NAME: Final = {count.name: count for count in COUNTS}


def city_page(summary: CitySummary, template: str) -> str:
    """The page as HTML, from the text of its jinja2 template. Holds counts only: no name or number of any person."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    report, campaign, told = summary.report, summary.pace.campaign, summary.pace.city
    standing, standing_lines = slowest(summary)
    is_shown = summary.is_pace_shown
    return environment.from_string(template).render(
        name=report.name,
        day=report.day,
        small=report.settings.small_cell,
        groups_version=report.settings.groups_version,
        headline=_headline(summary),
        said=report_words(summary),
        outlook=outlook_words(campaign, told) if is_shown else "",
        pace=pace_words(campaign, told) if is_shown else "",
        progress=burn_down.progress_chart(campaign, told) if is_shown else None,
        errors=burn_down.errors_chart(campaign) if summary.are_errors_shown else None,
        groups=_stacked(summary, _GROUPS),
        verdicts=_stacked(summary, _VERDICTS),
        parcels=counted(summary.total["parcels"]),
        records=counted(summary.total["records"]),
        others=_others(summary),
        kinds=_kinds(summary),
        fastest=fastest(summary),
        standing=standing,
        standing_lines=standing_lines,
        ranking=ranking(summary),
        coverage=coverage_words(summary),
    )


def _headline(summary: CitySummary) -> list[dict[str, str]]:
    """The four figures a reader takes away."""
    total = summary.total
    return [
        _figure(total["group_1"], total["parcels"], "thửa đất thuộc nhóm 1", "thửa", "good"),
        _figure(total["link"], total["records"], "lượt khớp dữ liệu dân cư", "lượt", ""),
        {
            "number": counted(total["open_errors"]),
            "words": "sai lệch mức lỗi",
            "of": "đang chờ xử lý",
            "kind": "bad",
        },
        {
            "number": f"{thousands(summary.counted.height)}/{thousands(summary.wards.height)}",
            "words": "phường, xã có số liệu",
            "of": f"{thousands(summary.finished)} đơn vị đạt mục tiêu",
            "kind": "",
        },
    ]


def _figure(part: float | None, whole: float | None, words: str, unit: str, kind: str) -> dict[str, str]:
    if part is None or whole is None:
        return {"number": "–", "words": words, "of": "không công bố", "kind": kind}
    of = f"{thousands(int(part))} trên {thousands(int(whole))} {unit}"
    return {"number": share(part, whole), "words": words, "of": of, "kind": kind}


def _stacked(summary: CitySummary, lines: Mapping[str, tuple[str, str, str]]) -> list[Figure]:
    """Figures whose bars stand one after the other; a withheld one has none."""
    before, stacked = 0, list[Figure]()
    for name, (label, note, kind) in lines.items():
        number, whole = summary.total[name], summary.total[_BY_NAME[name].whole or name]
        if number is None or whole is None:
            stacked.append(Figure(label, note, kind, counted(None), "–", "0"))
            continue
        long, start = width(int(number), int(whole)), width(before, int(whole))
        stacked.append(Figure(label, note, kind, thousands(int(number)), share(number, whole), long, start))
        before += int(number)
    return stacked


def _others(summary: CitySummary) -> list[tuple[str, str, str]]:
    """Further counts of the total: title, number, share."""
    told: list[tuple[str, str, str]] = []
    for name in _OTHERS:
        whole = _BY_NAME[name].whole
        part, of = summary.total[name], None if whole is None else summary.total[whole]
        told.append((_BY_NAME[name].title, counted(part), "" if part is None or of is None else share(part, of)))
    return told


def _kinds(summary: CitySummary) -> list[tuple[str, str]]:
    """Open discrepancies by kind, the most frequent first; the others together, never a small number."""
    titles, small = summary.report.titles, summary.report.settings.small_cell
    found = summary.report.discrepancies.sort("count", "code", descending=[True, False]).rows()
    shown = min(_KINDS_SHOWN, sum(number >= small for _, number in found))
    while shown > 0 and 0 < sum(number for _, number in found[shown:]) < small:
        shown -= 1
    lines = [(titles.get(code, code), thousands(number)) for code, number in found[:shown]]
    rest = sum(number for _, number in found[shown:])
    if rest > 0:
        lines.append((f"{len(found) - shown} loại{' khác' if shown else ''}", counted(rest if rest >= small else None)))
    return lines
