"""Keys for servers: in the operating system's keychain, or in memory until the program ends; never in a file of ours.

The keychain may ask its owner something and takes its time: nothing here is called on the window's thread.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from annotator.errors import DomainError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "Annotator"
ENVIRONMENT: Final = "OPENAI_API_KEY"
"""The variable that the command line takes a key from."""

_KEYCHAINS: Final = (
    "keyring.backends.macOS",
    "keyring.backends.Windows",
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
)
"""The back ends that are a keychain. All others are refused: some write plain files."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that shows itself to nobody who does not ask for it by name."""

    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what no header can carry."""
        if not self.secret or not self.secret.isascii() or any(letter <= " " for letter in self.secret):
            raise DomainError("a key is a word of plain letters")  # the word itself is not quoted

    def __str__(self) -> str:
        """Return dots: this may end in a log."""
        return "•••"


class Kept(Enum):
    """Where a key is."""

    KEYCHAIN = "keychain"
    SESSION = "session"


class Keys:
    """The keys by server (scheme, host and port): all models on one server share one, and no other server gets it."""

    def __init__(self) -> None:
        self._session: dict[str, ApiKey] = {}
        self._lock = threading.Lock()

    def get(self, origin: str) -> ApiKey | None:
        """Return the key for a server, `None` if there is none."""
        with self._lock:
            if origin in self._session:
                return self._session[origin]
        keychain = _keychain()
        if keychain is None:
            return None
        from keyring.errors import KeyringError  # noqa: PLC0415 -- it takes as long to import as the window to appear

        try:
            secret = keychain.get_password(SERVICE, origin)
        except KeyringError:  # locked and not opened: as good as empty
            return None
        return ApiKey(secret) if secret else None

    def keep(self, origin: str, key: ApiKey) -> Kept:
        """Keep a key for a server; return where: without a keychain it is gone when the program ends."""
        keychain = _keychain()
        if keychain is not None:
            from keyring.errors import KeyringError  # noqa: PLC0415

            try:
                keychain.set_password(SERVICE, origin, key.secret)
            except KeyringError:
                pass
            else:
                with self._lock:
                    self._session.pop(origin, None)
                return Kept.KEYCHAIN
        self.lend(origin, key)
        return Kept.SESSION

    def lend(self, origin: str, key: ApiKey) -> None:
        """Use a key until the program ends."""
        with self._lock:
            self._session[origin] = key

    def forget(self, origin: str) -> None:
        """Have no key for a server any more."""
        with self._lock:
            self._session.pop(origin, None)
        keychain = _keychain()
        if keychain is None:
            return
        from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

        try:
            keychain.delete_password(SERVICE, origin)
        except (PasswordDeleteError, KeyringError):
            return  # there was none, or the keychain stays closed

    @staticmethod
    def has_keychain() -> bool:
        """Return whether this computer has a keychain that can be used."""
        return _keychain() is not None


def _keychain() -> KeyringBackend | None:
    """Return the system's keychain; a back end that writes files is none, whatever a configuration says."""
    import keyring  # noqa: PLC0415 -- it looks for back ends among all installed packages
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

    chosen = keyring.get_keyring()
    candidates = list(chosen.backends) if isinstance(chosen, ChainerBackend) else [chosen]
    return next((each for each in candidates if type(each).__module__ in _KEYCHAINS), None)
