"""The timesheet on paper and in files."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.workflow.sheets import TimesheetLine

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARGIN_MM: Final = 18.0


def timesheet_csv(lines: Sequence[TimesheetLine]) -> bytes:
    """Return the lines as CSV that a spreadsheet opens as it stands: UTF-8 with its mark, minutes with two decimals."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("Day"), _("Study"), _("Measured minutes"), _("Corrected minutes")])
    for line in lines:
        writer.writerow([line.day.isoformat(), _plain(line.study_name), *_minutes(line)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def timesheet_html(lines: Sequence[TimesheetLine], title: str, reviewer: str) -> str:
    """Return the lines as a page to be printed."""
    heads = "".join(f"<th align='left'>{escape(each)}</th>" for each in (_("Day"), _("Study")))
    heads += "".join(f"<th align='right'>{escape(each)}</th>" for each in (_("Measured"), _("Corrected")))
    rows = "".join(
        f"<tr><td>{line.day.isoformat()}</td><td>{escape(line.study_name)}</td>"
        + "".join(f"<td align='right'>{minutes}</td>" for minutes in _minutes(line))
        + "</tr>"
        for line in lines
    )
    total = _("Total: {measured} minutes measured, {corrected} corrected").format(
        measured=f"{sum(line.measured_seconds for line in lines) / 60:.2f}",
        corrected=f"{sum(line.corrected_seconds for line in lines) / 60:.2f}",
    )
    return (
        f"<h2>{escape(title)}</h2><p>{escape(reviewer)}</p>"
        f"<table width='100%' cellpadding='4' border='1' style='border-collapse: collapse'>"
        f"<tr>{heads}</tr>{rows}</table>"
        f"<p><b>{escape(total)}</b></p>"
    )


def timesheet_pdf(html: str) -> bytes:
    """Return a page as a PDF of A4 sheets."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(html)
    document.print_(writer)
    del writer  # it writes the end of the file when it goes
    return bytes(buffer.data().data())


def _minutes(line: TimesheetLine) -> tuple[str, str]:
    return f"{line.measured_seconds / 60:.2f}", f"{line.corrected_seconds / 60:.2f}"


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
