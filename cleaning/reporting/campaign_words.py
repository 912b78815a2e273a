"""Campaign and forecast → the sentences of the leaders' page: how far, how fast, whether in time."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

from cleaning.reporting.campaign import NIGHTS_NEEDED, PACE_DAYS, Campaign, Forecast
from cleaning.reporting.numerals import share, short_day, thousands

_TENFOLD = 10


def outlook_words(campaign: Campaign, told: Forecast) -> str:
    """The one sentence to take away: the finish at the present pace, or why there is none yet."""
    target = _percent(campaign.target)
    if told.outlook == "reached":
        return f"Đã đạt mục tiêu {target} thửa đất thuộc nhóm 1."
    if told.outlook == "too_few":
        return (
            f"Chưa đủ số liệu để tính ngày hoàn thành: cần ít nhất {NIGHTS_NEEDED} đêm trong {PACE_DAYS} ngày "
            f"gần nhất, hiện có {told.nights}."
        )
    if told.finish is None:
        return _without_finish(campaign, told, target)
    finish = _day(campaign, told.finish) + _against(campaign, told.finish)
    return f"Với tốc độ hiện nay, đạt mục tiêu {target} vào ngày {finish}."


def pace_words(campaign: Campaign, told: Forecast) -> str:
    """How many parcels a day come into group 1, and how many it takes to end in time; '' where nothing is known."""
    said: list[str] = []
    if told.gained is not None and told.since is not None and told.gained > 0:
        said.append(f"Từ {_day(campaign, told.since)}, mỗi ngày thêm {_about(told.gained)} thửa vào nhóm 1.")
    if told.needed is not None and campaign.end is not None:
        said.append(
            f"Để kịp hạn {_day(campaign, campaign.end)}, mỗi ngày cần thêm {thousands(math.ceil(told.needed))} thửa"
            f"{_times(told.needed, told.gained)}."
        )
    elif _is_over(campaign) and told.outlook != "reached" and campaign.end is not None:
        said.append(f"Hạn {_day(campaign, campaign.end)} đã qua.")
    return " ".join(said)


def _without_finish(campaign: Campaign, told: Forecast, target: str) -> str:
    since = "" if told.since is None else f" từ {_day(campaign, told.since)} đến nay"
    if told.outlook == "far":
        return f"Với tốc độ hiện nay, phải hơn 3 năm nữa mới đạt mục tiêu {target}."
    change = "giảm" if told.outlook == "falling" else "không tăng"
    return f"Tỷ lệ thửa đất thuộc nhóm 1 {change}{since}: với tốc độ này chưa đạt được mục tiêu {target}."


def _against(campaign: Campaign, finish: date) -> str:
    if campaign.end is None:
        return ""
    late = (finish - campaign.end).days
    if late == 0:
        return ", đúng hạn"
    return f", {'chậm' if late > 0 else 'sớm'} {thousands(abs(late))} ngày so với hạn {_day(campaign, campaign.end)}"


def _is_over(campaign: Campaign) -> bool:
    return campaign.end is not None and bool(campaign.nights) and campaign.nights[-1].day >= campaign.end


def _times(needed: Fraction, gained: Fraction | None) -> str:
    """How much faster it would have to go; nothing where the pace is enough."""
    if gained is None or gained <= 0 or needed <= gained:
        return ""
    times = needed / gained
    if times >= _TENFOLD:
        return ", gấp hơn 10 lần hiện nay"
    return f", gấp {math.ceil(times * 10) / 10:.1f} lần hiện nay".replace(".", ",")


def _about(parcels: Fraction) -> str:
    if parcels < 1:
        return "chưa đến 1"
    return f"khoảng {thousands(round(parcels))}"


def _percent(target: Fraction) -> str:
    return share(target.numerator, target.denominator).replace(",0%", "%")


def _day(campaign: Campaign, day: date) -> str:
    return short_day(day, campaign.nights[-1].day)
