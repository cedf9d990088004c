"""Asking models: values in, streamed text out. One module imports the client; a key is readable in keys.py alone."""
