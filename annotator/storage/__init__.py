"""The workspace's database: SQLAlchemy lives here and rows never leave; functions take a session and never commit."""
