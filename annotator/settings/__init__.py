"""What the user can set: one schema, and a file that holds only what was changed."""
