"""A model's opinion in the window: never before the reviewer's own."""
