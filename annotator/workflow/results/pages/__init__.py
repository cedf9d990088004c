"""What the results say, page by page: tables, notes and figures that window and report show alike."""
