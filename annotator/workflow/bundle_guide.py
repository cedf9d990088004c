"""The page in a bundle: how to begin, in each language, on one sheet that needs no network."""

from __future__ import annotations

from html import escape
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from annotator.i18n import LANGUAGES, N_, _, ngettext, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.packs.values import PackManifest

GUIDE_NAME: Final = "START-HERE.html"

_INSTALLING: Final = {
    ".exe": N_("Windows: open {file}. It installs for you alone and asks for no administrator."),
    ".dmg": N_("macOS: open {file} and draw Annotator into Applications. Start it, then open {pack}."),
    ".deb": N_("Debian, Ubuntu: open {file}, or type: sudo apt install ./{file} – then open {pack}."),
    ".run": N_("Linux: type: sh {file} – no administrator is needed."),
}

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.6 "Segoe UI", "Yu Gothic UI", "Hiragino Sans", "Noto Sans CJK JP", sans-serif; max-width: 44em;
  margin: 2em auto; padding: 0 1em; color: #1b1f24; background: #fff }}
h1 {{ font-size: 1.35em; margin: 0 0 .3em }} section + section {{ border-top: 1px solid #ccd; margin-top: 1.5em;
  padding-top: 1.5em }} li {{ margin: .3em 0 }} b {{ overflow-wrap: anywhere }}
@media print {{ body {{ font-size: 11pt; margin: 0 }} }}
</style>
</head>
<body>
{sections}
</body>
</html>
"""


def guide(manifest: PackManifest, pack: str, installers: Sequence[str]) -> str:
    """Return the page.

    Args:
        manifest: what the pack says of itself.
        pack: the pack's file name.
        installers: the installers' file names.
    """
    sections = []
    for code in LANGUAGES:
        with speaking(code):
            title, facts = _title(manifest), escape(_facts(manifest))
            steps = "\n".join(f"<li>{step}</li>" for step in _steps(pack, installers))
        sections.append(
            f'<section lang="{code}">\n<h1>{escape(title)}</h1>\n<p>{facts}</p>\n<ol>\n{steps}\n</ol>\n</section>'
        )
    title = " – ".join((manifest.study.name or "Annotator", manifest.reviewer.name))
    return _PAGE.format(language=LANGUAGES[0], title=escape(title), sections="\n".join(sections))


def _title(manifest: PackManifest) -> str:
    return _("How to begin: {study}").format(study=manifest.study.name or "Annotator")


def _facts(manifest: PackManifest) -> str:
    count = manifest.deliverables
    facts = [
        _("For {name}.").format(name=manifest.reviewer.name),
        ngettext("{count} deliverable to grade.", "{count} deliverables to grade.", count).format(count=count),
    ]
    if manifest.options.deadline:
        facts.append(_("The last day is {day}.").format(day=manifest.options.deadline))
    return " ".join(facts)


def _steps(pack: str, installers: Sequence[str]) -> Iterator[str]:
    names = {"pack": f"<b>{escape(pack)}</b>"}
    yield escape(_("Keep these files together in one folder on your disk."))
    for name in installers:
        text = escape(_(_INSTALLING[PurePath(name).suffix.lower()]))
        yield text.format(file=f"<b>{escape(name)}</b>", **names)
    yield escape(
        _("The first start opens {pack}. Should it not, double-click that file, or drop it into the window.")
    ).format(**names)
    yield escape(_("Read the instructions; F1 shows them again. Then grade: everything is on your disk at once."))
    yield escape(_("No account and no network are needed, and nothing is sent by itself."))
    yield escape(_("When you are done, choose Send to coordinator, and mail the one file that it makes."))
