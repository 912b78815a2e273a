"""Frames → what people read: lists and the sheet for Excel, and the leaders' page. Only `files` opens anything."""

from cleaning.reporting.city_report import CityReport
from cleaning.reporting.files import write_city, write_reports
from cleaning.reporting.model_card import ModelCard
from cleaning.reporting.report import WardReport

__all__ = ["CityReport", "ModelCard", "WardReport", "write_city", "write_reports"]
