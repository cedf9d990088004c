"""The words of drafted messages, in the languages of jobs: a message speaks the job's language, not the window's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.domain.review import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FeedbackWords:
    """The sentences of one language. `opening`, `own` and `closing` are keyed by the kind of intervention.

    `own` is what the reviewer fills in: a heading, and lines that are begun.
    """

    opening: Mapping[str, str]
    own: Mapping[str, str]
    closing: Mapping[str, str]
    failed: str
    pitfalls: str
    gaps: str
    why: str
    in_deliverable: str
    in_brief: str
    absent: str
    in_file: str
    outside: str
    quoted: str
    labelled: str
    severities: Mapping[Severity, str]


ENGLISH: Final = FeedbackWords(
    opening={
        "I1": "Thank you for the delivery. It does not meet the brief yet. Please correct the points below.",
        "I2": "Thank you for the delivery. Please do the work again by the brief as it is put more clearly here.",
        "I3": "Thank you for the delivery. Here is information that was missing. Please do the work again with it.",
        "I4": "Thank you for the delivery. Please do the work again in the steps below.",
    },
    own={
        "I2": "The brief, put more clearly:\n\n- ",
        "I3": "Information:\n\n- ",
        "I4": "Steps:\n\n1. ",
    },
    closing={
        "I1": "Please deliver the whole work again, and leave as it is what is not named here.",
        "I2": "Please deliver the whole work.",
        "I3": "Please deliver the whole work.",
        "I4": "Please deliver the whole work.",
    },
    failed="Requirements that are not met:",
    pitfalls="Problems that must not occur, and do:",
    gaps="What is missing or wrong:",
    why="Why: {note}",
    in_deliverable="In your text: {quote}",
    in_brief="In the brief: {quote}",
    absent="It is nowhere in the delivery.",
    in_file="In the file {file}",
    outside="Checked: {text}",
    quoted="“{quote}”",
    labelled="{label} ({severity})",
    severities={Severity.CRITICAL: "critical", Severity.MAJOR: "major", Severity.MINOR: "minor"},
)

JAPANESE: Final = FeedbackWords(
    opening={
        "I1": "納品ありがとうございます。依頼内容を満たしていない点がありますので、以下の修正をお願いします。",
        "I2": "納品ありがとうございます。依頼内容を以下のとおり明確にしましたので、これに沿って作り直してください。",
        "I3": "納品ありがとうございます。不足していた情報をお伝えしますので、これを使って作り直してください。",
        "I4": "納品ありがとうございます。以下の手順で作り直してください。",
    },
    own={
        "I2": "依頼内容（明確にしたもの）:\n\n- ",
        "I3": "追加の情報:\n\n- ",
        "I4": "手順:\n\n1. ",
    },
    closing={
        "I1": "修正後の全体を納品してください。ここに挙げていない箇所は、そのままにしてください。",
        "I2": "全体を納品してください。",
        "I3": "全体を納品してください。",
        "I4": "全体を納品してください。",
    },
    failed="満たされていない項目:",
    pitfalls="起きてはならない問題で、起きているもの:",
    gaps="問題点:",
    why="理由: {note}",
    in_deliverable="該当箇所: {quote}",
    in_brief="依頼文: {quote}",
    absent="納品物のどこにも見当たりません。",
    in_file="ファイル {file}",
    outside="確認結果: {text}",
    quoted="「{quote}」",
    labelled="{label}（{severity}）",
    severities={Severity.CRITICAL: "致命的", Severity.MAJOR: "重大", Severity.MINOR: "軽微"},
)
