"""The style of the assessment pane; $names are the colours of theme.py."""

from __future__ import annotations

from typing import Final

SHEET: Final = """
#assessment, #assessmentContent, #assessment QScrollArea, #foot { background: $chrome; }
#foot { border-top: 1px solid $border; }
#groupTitle { color: $quiet; font-weight: 600; padding-top: 4px; }
#sectionTitle { color: $text; font-weight: 600; }
#criterionNumber, #criterionExample, #criterionReason, #tagQuote, #noCriteria, #hint { color: $quiet; }
#criterionText { color: $text; }
#markSign { color: $quiet; font-size: 17px; font-weight: 600; min-width: 18px; }
#markSign[mark="pass"] { color: $passed; }
#markSign[mark="fail"] { color: $failed; }
#lockedNotice { color: $text; background: $chosen; border: 1px solid $border; border-radius: 4px; padding: 6px; }
#concerns { color: $text; background: $paper; border: 1px solid $flagged; border-radius: 4px; padding: 6px; }
#ruleAnswer { color: $quiet; }
#ruleAnswer[disagrees="true"] { color: $flagged; font-weight: 600; }
#question { color: $text; font-weight: 600; }
#assessment QPlainTextEdit { background: $paper; color: $text; border: 1px solid $control_border; border-radius: 4px;
  selection-background-color: $selection; selection-color: $text; }
#assessment QPlainTextEdit:focus { border: 2px solid $accent; }
#assessment QToolButton { color: $quiet; background: transparent; border: 1px solid transparent; border-radius: 4px;
  padding: 1px 4px; }
#assessment QToolButton:hover { background: $hover; }
#assessment QToolButton:focus { border-color: $accent; }
#assessment QToolButton:checked { color: $accent; }
#assessment QToolButton#tag_strength, #assessment QToolButton#evidence { color: $text; }
#assessment QToolButton#tag_gap { color: $text; }
#assessment QToolButton::menu-indicator { image: none; }
#assessment QPushButton { color: $text; background: $paper; border: 1px solid $control_border; border-radius: 5px;
  padding: 5px 6px; }
#assessment QPushButton:hover { background: $hover; }
#assessment QPushButton:focus { border: 2px solid $accent; padding: 4px 5px; }
#assessment QPushButton:disabled { color: $quiet; }
#assessment QPushButton[compact="true"] { padding: 2px 3px; }
#assessment QPushButton:checked { background: $chosen; border: 2px solid $accent; padding: 4px 5px; }
#assessment QPushButton[compact="true"]:checked { padding: 1px 2px; }
#assessment QPushButton#verdict_pass, #assessment QPushButton#mark_pass { color: $passed; }
#assessment QPushButton#verdict_fail, #assessment QPushButton#mark_fail { color: $failed; }
#assessment QPushButton#verdict_pass:checked, #assessment QPushButton#mark_pass:checked { background: $passed_ground;
  border-color: $passed; }
#assessment QPushButton#verdict_fail:checked, #assessment QPushButton#mark_fail:checked { background: $failed_ground;
  border-color: $failed; }
#assessment QPushButton#done { color: $on_accent; background: $accent; border-color: $accent; font-weight: 600; }
#assessment QPushButton#done:focus { border: 2px solid $text; }
#acceptance[focused="true"] #question, #verdict[focused="true"] #question { color: $accent; }
#tagPicker { background: $paper; border: 1px solid $control_border; }
#tagPicker QListView { background: $paper; color: $text; border: none; selection-background-color: $chosen;
  selection-color: $text; }
"""
