from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.blinding import Aliases, Named

ALIASES = Aliases("secret", "study")
JOB = {
    "id": "bench:gpt-x:1",
    "title": "Letter",
    "brief": "Write it.",
    "metadata": {"by": "gpt-x"},
    "x-unknown": "gpt-x",
    "deliverables": [
        {
            "id": "bench:gpt-x:1/2",
            "model": "gpt-x",
            "served_model": "gpt-x-2026",
            "attempt": 2,
            "arm": "feedback",
            "parent": "bench:gpt-x:1/1",
            "content": "Dear client",
            "prompt": [{"role": "gpt-x"}],
            "usage": {"gpt-x": 1},
            "cost": {"amount": 1, "currency": "USD"},
            "metadata": {"by": "gpt-x"},
            "x-unknown": "gpt-x",
            "reviews": [
                {
                    "id": "r1",
                    "reviewer": "ada",
                    "verdict": "fail",
                    "metadata": {"by": "gpt-x"},
                    "interventions": [{"id": "i1", "kind": "I1", "result": "bench:gpt-x:1/3"}],
                }
            ],
        }
    ],
}


def test_nothing_that_tells_the_model_is_left_and_the_rest_is():
    blind = ALIASES.blinded(JOB)
    assert "gpt-x" not in repr(blind)
    assert blind["brief"] == "Write it."
    (deliverable,) = blind["deliverables"]
    assert (deliverable["content"], deliverable["attempt"]) == ("Dear client", 2)
    assert "arm" not in deliverable
    assert deliverable["reviews"][0]["verdict"] == "fail"
    assert JOB["deliverables"][0]["model"] == "gpt-x"


def test_the_keys_have_one_order_in_every_process():
    """Sets of texts are ordered otherwise in each process: two packs of the same jobs would differ."""
    told = "from tests.unit.domain.test_blinding import ALIASES, JOB; print(ALIASES.blinded(JOB))"
    said = {
        subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_references_lead_to_the_same_aliases():
    (deliverable,) = ALIASES.blinded(JOB)["deliverables"]
    assert deliverable["parent"] == ALIASES.alias(Named.DELIVERABLE, "bench:gpt-x:1/1")
    assert deliverable["reviews"][0]["interventions"][0]["result"] == ALIASES.alias(
        Named.DELIVERABLE, "bench:gpt-x:1/3"
    )


@given(st.text(), st.text())
def test_an_alias_is_stable_and_another_id_has_another(one, other):
    alias = ALIASES.alias(Named.DELIVERABLE, one)
    assert alias == Aliases("secret", "study").alias(Named.DELIVERABLE, one)
    assert (alias == ALIASES.alias(Named.DELIVERABLE, other)) == (one == other)
    assert alias != Aliases("other secret", "study").alias(Named.DELIVERABLE, one)
    assert alias != Aliases("secret", "other study").alias(Named.DELIVERABLE, one)
    assert alias.startswith("d-")
    assert len(alias) == 18
