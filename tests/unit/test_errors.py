from __future__ import annotations

import pytest

from annotator.errors import DomainError, KnownError


def test_a_known_error_reads_as_its_three_sentences():
    error = KnownError("The file was not written.", safe="Your review is stored.", hint="Choose another folder.")

    assert str(error) == "The file was not written. Your review is stored. Choose another folder."
    assert (error.what, error.safe, error.hint) == error.args


def test_a_known_error_leaves_out_an_empty_sentence():
    assert str(KnownError("No disk.", safe="", hint="Plug it in.")) == "No disk. Plug it in."


def test_a_broken_rule_is_no_known_error():
    with pytest.raises(ValueError, match="span"):
        raise DomainError("span 3-2 is empty")
    assert not issubclass(DomainError, KnownError)
