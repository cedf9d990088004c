"""Active time: measured while one works, asked about when nobody does, corrected with a reason."""
