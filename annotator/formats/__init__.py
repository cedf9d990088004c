"""The shapes in which texts come in and go out: documents, Markdown, other tools' files; no Qt, no database."""
