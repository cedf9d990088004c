from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from annotator.ui.theme import DARK, LIGHT, Colours

AA = 4.5
GROUNDS = ("paper", "chrome", "chosen", "hover")
TEXTS = ("text", "quiet", "accent", "passed", "failed", "flagged")


def luminance(colour: str) -> float:
    """Return the relative luminance as WCAG 2 defines it."""
    parts = QColor(colour).getRgbF()[:3]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_every_ground(scheme: Colours):
    poor = {
        (text, ground): round(contrast(getattr(scheme, text), getattr(scheme, ground)), 2)
        for text in TEXTS
        for ground in GROUNDS
        if contrast(getattr(scheme, text), getattr(scheme, ground)) < AA
    }
    assert poor == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_buttons_and_selections_are_readable(scheme: Colours):
    assert contrast(scheme.passed, scheme.passed_ground) >= AA
    assert contrast(scheme.failed, scheme.failed_ground) >= AA
    assert contrast(scheme.on_accent, scheme.accent) >= AA
    assert contrast(scheme.text, scheme.selection) >= AA


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_controls_stand_out(scheme: Colours):
    assert contrast(scheme.control_border, scheme.paper) >= 3
    assert contrast(scheme.control_border, scheme.chrome) >= 3
