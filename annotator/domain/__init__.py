"""What the program is about: jobs, rubrics, reviews and spans, as frozen values and pure functions (standard library only)."""
