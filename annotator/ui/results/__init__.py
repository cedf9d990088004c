"""The results window: shows pages that a worker process computes and draws, and opens the deliverables behind a row."""
