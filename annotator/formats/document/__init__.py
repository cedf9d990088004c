"""The document `annotator/1`, jobs in and annotations out, as JSON or JSONL: read and written as streams, exactly."""
