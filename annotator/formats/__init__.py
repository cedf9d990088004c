"""The shapes in which texts come in and go out: documents, Markdown, other tools' files. Nothing here knows Qt or the database."""
