"""Runs in Argilla's own environment: settings and records by its loaders; prints what they hold."""

import json
import sys
from pathlib import Path

import argilla


class Offline(argilla.Argilla):
    """A client that asks no server whether it is there."""

    def _validate_connection(self) -> None:
        return


client = Offline(api_url="http://127.0.0.1:9", api_key="unused")
argilla.Argilla._set_default(client)
settings = argilla.Settings.from_json(sys.argv[2])
dataset = argilla.Dataset(name="study", settings=settings, client=client)
with Path(sys.argv[1]).open(encoding="utf-8") as stream:
    records = [argilla.Record.from_dict(each, dataset=dataset) for each in json.load(stream)]
responses = [response for record in records for response in record.responses]
known = {question.name: set(getattr(question, "labels", None) or ()) for question in settings.questions}
spans = [
    [record.fields["deliverable"][span["start"] : span["end"]], span["label"] in known["spans"]]
    for record in records
    for response in record.responses
    if response.question_name == "spans"
    for span in response.value
]
answer = {
    "records": len(records),
    "statuses": sorted({response.status.value for response in responses}),
    "unknown": [each.question_name for each in responses if each.question_name not in known],
    "spans": spans,
}
sys.stdout.write(json.dumps(answer))
