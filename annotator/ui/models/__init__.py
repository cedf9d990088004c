"""Qt models: read-only mirrors of values, one a file."""
