"""Runs in spaCy's own environment: Prodigy's tokens as a document of spaCy's, its spans as spans of that."""

import json
import sys
from pathlib import Path

import spacy
from spacy.tokens import Doc

vocabulary = spacy.blank("xx").vocab
spans = []
with Path(sys.argv[1]).open(encoding="utf-8") as stream:
    for line in stream:
        task = json.loads(line)
        words = [token["text"] for token in task["tokens"]]
        document = Doc(vocabulary, words=words, spaces=[token["ws"] for token in task["tokens"]])
        assert document.text == task["text"]
        for span in task["spans"]:
            found = document.char_span(span["start"], span["end"], label=span["label"])
            assert (found.start, found.end - 1) == (span["token_start"], span["token_end"])
            spans.append(found.text)
sys.stdout.write(json.dumps(spans))
