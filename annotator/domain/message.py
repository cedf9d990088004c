"""What is said to a model, turn by turn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation; `role` is system, user or assistant."""

    role: str
    content: str

    def as_json(self) -> dict[str, str]:
        """Return the message as it is sent and stored."""
        return {"role": self.role, "content": self.content}
