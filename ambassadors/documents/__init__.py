"""Printed documents of the scheme: plain words in, sheets for page and paper out; no database behind them."""

from ambassadors.documents.service import (
    HoursStatement,
    ServiceRecord,
    VisitHours,
    certificate_pdf,
    hours_statement_pdf,
)
from ambassadors.documents.sheets import Fact, Part, Sheet
from ambassadors.documents.visit_pack import Visitor, VisitPack, visit_pack_pdf, visit_sheet

__all__ = [
    "Fact",
    "HoursStatement",
    "Part",
    "ServiceRecord",
    "Sheet",
    "VisitHours",
    "VisitPack",
    "Visitor",
    "certificate_pdf",
    "hours_statement_pdf",
    "visit_pack_pdf",
    "visit_sheet",
]
