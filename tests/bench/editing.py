"""The live word diff: how much of the window's thread each update takes while somebody types in a text of 100 kB."""

from __future__ import annotations

import os
import random
import sys
from difflib import SequenceMatcher
from statistics import median
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false;qt.qpa.*=false")

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from annotator.domain.ids import DeliverableId, InterventionId, ReviewRef, StudyId
from annotator.domain.review import Intervention
from annotator.domain.segmentation import words
from annotator.ui import theme
from annotator.ui.editing.changes import Changes
from annotator.ui.editing.costing import Costing
from annotator.ui.editing.draft import Draft
from annotator.ui.editing.places import MarkedPlaces
from annotator.ui.editing.texts import DiffLook, EditTexts
from annotator.workflow.comparing import compare

GOAL_MS = 25
BYTES = 100_000
EDITED = 0.05
SIZE = (900, 760)
KEY_EVERY_S = 0.06
REF = ReviewRef(StudyId("study"), DeliverableId("job/1"))
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "ve", "wi", "yo"]
KANJI = "納品物価格表会議決定年賀状早割受付店頭校了掲示冷蔵庫総務営業製造部門評価基準確認必要資料期限担当"
PARTICLES = "はがをにでとの"


def vocabulary(language: str, chance: random.Random) -> list[str]:
    """Return some thousand words, as many as a text of this size has."""
    if language == "ja":
        return [
            "".join(chance.choices(KANJI, k=chance.randint(1, 3))) + chance.choice(PARTICLES) for _word in range(3000)
        ]
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _word in range(3000)]


def made_text(language: str, chance: random.Random, length: int = BYTES) -> list[str]:
    """Return the words of a text of about so many bytes in UTF-8, in paragraphs."""
    known = vocabulary(language, chance)
    gap, stop = ("", "。") if language == "ja" else (" ", ". ")
    made: list[str] = []
    size = 0
    while size < length:
        for _sentence in range(chance.randint(2, 5)):
            sentence = [chance.choice(known) + gap for _word in range(chance.randint(6, 14))]
            made += [*sentence, stop]
            size += sum(len(piece.encode()) for piece in sentence) + len(stop.encode())
        made.append("\n\n")
    return made


def edited(pieces: list[str], chance: random.Random) -> str:
    """Return the text with one word in twenty replaced, taken out or doubled."""
    out: list[str] = []
    for piece in pieces:
        if piece.isspace() or chance.random() >= EDITED:
            out.append(piece)
        else:
            out += chance.choice(([], [piece, piece], ["changed " if piece.isascii() else "変更後"]))
    return "".join(out)


class Bench(QObject):
    """An editor with its live diff, and a clock on the work that an update costs the window's thread."""

    def __init__(self, original: str, text: str, language: str) -> None:
        super().__init__()
        self.texts = EditTexts()
        self.draft = Draft(self.texts.editor, self)
        self.costing = Costing(lambda: self.draft.text, self)
        self.updates: list[float] = []
        self._began = 0.0
        self.costing.compared.connect(self._begin)
        self.changes = Changes(self.texts, self.draft, self.costing, MarkedPlaces(), lambda _act: "")
        self.costing.compared.connect(self._end)
        self.draft.typed.connect(self.costing.note_typing)
        self.texts.resize(*SIZE)
        self.texts.show()
        self.texts.begin_text(original, language)
        self.costing.begin(original, language)
        self.draft.show(REF, original, Intervention(InterventionId("i"), "I5", is_primary=True, content=text))
        self.texts.end_text()
        self.costing.compare_anew()

    def _begin(self) -> None:
        self._began = thread_time()

    def _end(self) -> None:
        self.updates.append((thread_time() - self._began) * 1000)

    @property
    def is_calm(self) -> bool:
        return self.costing.comparing.is_idle and self.texts.colours.is_done

    def type_keys(self, application: QApplication, count: int) -> float:
        """Type so many keys at the speed of a fast hand; return the longest time the window stood still."""
        editor, longest = self.texts.editor, 0.0
        cursor = editor.textCursor()
        for number in range(count):
            if number % 10 == 0:  # in another place from time to time
                cursor.setPosition(editor.document().characterCount() * (number // 10 + 1) // (count // 10 + 2))
                editor.setTextCursor(cursor)
                application.processEvents()  # Qt lays out all that lies between: not what is measured here
            began = perf_counter()
            QTest.keyClick(editor, "abcdefgh "[number % 9])
            longest = max(longest, perf_counter() - began)
            while perf_counter() - began < KEY_EVERY_S:
                turn = perf_counter()
                application.processEvents()
                longest = max(longest, perf_counter() - turn)
        return longest * 1000

    def wait(self, application: QApplication) -> None:
        """Wait until everything is compared, measured and coloured."""
        end = perf_counter() + 60
        while not self.is_calm:
            application.processEvents()
            if perf_counter() > end:
                raise TimeoutError("the comparison did not come")


def naive_ms(text: str) -> float:
    """Return what an update would cost that puts the whole text into the view."""
    view = QPlainTextEdit()
    view.resize(*SIZE)
    view.show()
    began = thread_time()
    view.setPlainText(text)
    view.repaint()
    took = (thread_time() - began) * 1000
    view.deleteLater()
    return took


def measure_diff(language: str, original: str, text: str) -> None:
    """Compare once, and a tenth of it beside difflib: on the words alone, for with the spaces it takes minutes."""
    began = perf_counter()
    found = compare(original, text)
    whole = (perf_counter() - began) * 1000
    part, changed = original[: len(original) // 10], text[: len(text) // 10]
    began = perf_counter()
    compare(part, changed)
    ours = (perf_counter() - began) * 1000
    old, new = ([word for word in words(each) if word.isalnum()] for each in (part, changed))
    began = perf_counter()
    SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    theirs = (perf_counter() - began) * 1000
    size, changed_words = len(original.encode()), found.changed_words
    print(
        f"{language}: word diff of {size:,} bytes, {changed_words:,} words changed: {whole:.0f} ms, in a process "
        f"of its own; a tenth of it {ours:.1f} ms, difflib {theirs:.1f} ms (ratio {ours / theirs:.2f})",
        flush=True,
    )


def measure(application: QApplication, language: str, *, is_quick: bool) -> None:
    """Type into an edited text, with the changes inline and side by side."""
    chance = random.Random(language)
    pieces = made_text(language, chance)
    original, text = "".join(pieces), edited(pieces, chance)
    measure_diff(language, original, text)
    bench = Bench(original, text, language)
    bench.wait(application)
    first = bench.updates[0]
    baseline = median(naive_ms(text) for _time in range(5))
    for look in DiffLook:
        bench.changes.show_look(look)
        bench.wait(application)
        bench.updates.clear()
        longest = bench.type_keys(application, 40 if is_quick else 200)
        bench.wait(application)
        worst = max(bench.updates)
        print(
            f"  {look.value}: {len(bench.updates)} updates, work of the window's thread per update: median "
            f"{median(bench.updates):.1f} ms, most {worst:.1f} ms (goal {GOAL_MS} ms); "
            f"putting in the whole text {baseline:.1f} ms (ratio {median(bench.updates) / baseline:.2f}); "
            f"longest stall while typing {longest:.1f} ms",
            flush=True,
        )
    print(f"  the first comparison, with everything to be shown: {first:.1f} ms")
    bench.costing.comparing.close()


def main() -> int:
    """Measure and print."""
    application = QApplication(sys.argv[:1])
    theme.apply("light")
    theme.use_fonts("en")
    for language in ("en", "ja"):
        measure(application, language, is_quick="--quick" in sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
