"""Writing what the results window saves, off its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.errors import KnownError
from annotator.files import write_whole
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def written(path: Path, make: Callable[[], bytes], _workbench: object) -> Path:
    """Make a file's content, write it whole, and return where it is.

    Raises:
        KnownError: it could not be made or written.
    """
    content = make()
    try:
        write_whole(path, content)
    except OSError as error:
        raise KnownError(
            _("The file was not saved: {reason}.").format(reason=error.strerror or error),
            safe=_("Nothing was changed."),
            hint=_("Choose another place."),
        ) from error
    return path
