"""Document positions and displayed offsets, there and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.reading.positions import DocumentMap, units

texts = st.lists(st.text("ab😀日𠮷", max_size=8), min_size=1, max_size=6)


def filled(parts: list[str]) -> tuple[DocumentMap, int]:
    """A map of texts with one separator between two, as blocks have."""
    positions, at, offset = DocumentMap(), 0, 0
    for part in parts:
        at = positions.add(at, offset, part) + 1
        offset += len(part) + 1
    return positions, at


@given(texts, st.data())
def test_a_displayed_range_comes_back(parts, data):
    positions, _end = filled(parts)
    whole = "\n".join(parts)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    place = positions.document_range(start, end)
    if not whole[start:end].strip("\n"):
        assert place is None
        return
    back = positions.shown_range(*place)
    assert whole[slice(*back)] == whole[start:end].strip("\n")


@given(texts, st.data())
def test_a_break_moves_what_stands_behind_it(parts, data):
    positions, end = filled(parts)
    text = "".join(parts)
    place = data.draw(st.integers(max(0, end - 1 - units(parts[-1])), end - 1))
    last = parts[-1].encode("utf-16-le")
    inside = place - (end - 1 - units(parts[-1]))
    if last[2 * inside : 2 * inside + 2] and 0xDC <= last[2 * inside + 1] < 0xE0:
        return  # Qt never cuts a character in two
    positions.break_at(place)
    assert "".join(stretch.text for stretch in positions.stretches) == text
    for before, after in zip(positions.stretches, positions.stretches[1:], strict=False):
        assert before.end <= after.start
        assert before.end == before.start + units(before.text)


def test_a_picture_stands_for_its_whole_description():
    positions = DocumentMap()
    end = positions.add_picture(positions.add(0, 0, "see "), 4, "a chart")
    positions.add(end, 11, " here")
    assert positions.shown_range(4, 5) == (4, 11)
    assert positions.document_range(6, 8) == (4, 5)
    assert positions.position(6) == 4
