"""What `make package` leaves for Linux, installed where no Python is, used, and removed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator.workflow.bundling import make_bundle
from annotator.workflow.sheets import QueueFilter
from annotator.workflow.workspaces import open_workspace
from tests.system.bare_system import HOME, BareSystem, make_bare_system
from tests.unit.packs.travelling import Travels
from tests.virtual_screen import Screen, screen

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
JAPANESE = ("LANG=ja_JP.UTF-8",)
FONT = "fonts-ipaexfont-gothic"
DESKTOP = ("libgl1", "libegl1", "fonts-dejavu-core", "shared-mime-info", "desktop-file-utils")
"""What the package for one user expects of every desktop, or meets there."""

OTHERS = ("srv/", "usr/share/fonts/", "usr/share/doc/fonts-", "etc/alternatives/", "home/freelancer/.cache/fontconfig/")
"""Where the tests themselves leave something: installers, the font and its list; the demonstration goes to /srv too."""

PASSING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z")
"""Generated ids and times."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The program in a system of its own."""

    system: BareSystem
    before: set[str]
    command: str
    remove: Callable[[], object]

    def left(self) -> set[str]:
        """Return what is there now and was not there before, but for the folders that lead to it."""
        new = self.system.files() - self.before
        return {path for path in new if not any(other.startswith(f"{path}/") for other in new)}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BareSystem]:
    """The folder of the installers, built if those of this very checkout are not there, and a bare system."""
    root = tmp_path_factory.mktemp("bare") / "debian"
    with ThreadPoolExecutor() as both:
        system, dist = both.submit(make_bare_system, root), both.submit(_built)
        return dist.result(), system.result()


def _built() -> Path:
    stamp = ROOT / "build" / "frozen" / "annotator" / "_internal" / "resources" / "build.json"
    dist = ROOT / "dist"
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    is_there = stamp.is_file() and list(dist.glob("*.deb")) and list(dist.glob("*.run"))
    if not (is_there and json.loads(stamp.read_bytes())["commit"] == head.strip()):
        subprocess.run([sys.executable, "packaging/build.py", "frozen", "deb", "run"], cwd=ROOT, check=True)
    return dist


@pytest.fixture(scope="module")
def from_deb(prepared: tuple[Path, BareSystem]) -> Installed:
    """The package for Debian, with what it declares to need and nothing else."""
    dist, bare = prepared
    system = bare.copy(bare.root.with_name("deb"))
    (package,) = dist.glob("*.deb")
    depends = subprocess.run(["dpkg-deb", "--field", package, "Depends"], capture_output=True, text=True, check=True)
    system.install(depends.stdout.strip(), how="satisfy")
    before = system.files()
    system.run("dpkg", "--install", system.take(package), user="root")
    return Installed(system, before, "annotator", lambda: system.run("dpkg", "--purge", "annotator", user="root"))


@pytest.fixture(scope="module")
def from_run(prepared: tuple[Path, BareSystem]) -> Installed:
    """The installer for any distribution, run by a user without rights."""
    dist, bare = prepared
    system = bare.copy(bare.root.with_name("run"))
    system.install(*DESKTOP)
    before = system.files()
    (installer,) = dist.glob("*.run")
    place = system.take(installer)
    system.run("sh", place, "--no-start")
    return Installed(system, before, f"{HOME}/.local/bin/annotator", lambda: system.run("sh", place, "--uninstall"))


@pytest.fixture(params=["from_deb", "from_run"])
def installed(request: pytest.FixtureRequest) -> Installed:
    """The program, installed in one way and in the other."""
    return request.getfixturevalue(request.param)


@contextmanager
def started(system: BareSystem, *words: str, display: Screen, variables: tuple[str, ...] = ()) -> Iterator[None]:
    """Let a program run in the system, with a screen and without a network."""
    command = system.command(*words, variables=[f"DISPLAY={display.display}", *variables])
    process = subprocess.Popen(command)
    try:
        yield
        assert process.poll() is None, "it ended by itself"
    finally:
        process.kill()  # what it started dies with it
        process.wait()


def wait_until(holds: Callable[[], object], seconds: float = 300) -> None:
    """Look again and again."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        pause.wait(0.1)


def is_painted(display: Screen) -> bool:
    """Return whether the screen shows more than plain areas."""
    colours = display.picture().getcolors(1 << 20)
    return len(colours or ()) > 1000


def but_for_times(document: Path) -> object:
    """Return what a document holds but for generated ids, times, and how long something took."""

    def kept(pairs: list[tuple[str, object]]) -> dict[str, object]:
        return {name: value for name, value in pairs if name not in {"time", "active_seconds"}}

    return json.loads(PASSING.sub("", document.read_text(encoding="utf-8")), object_pairs_hook=kept)


def test_the_program_says_of_itself_that_it_is_whole(installed):
    assert not list(installed.system.root.glob("usr/bin/python*"))
    said = installed.system.run(installed.command, "--self-test")
    sys.stdout.write(said)
    assert said.count("ok  ") == len(said.splitlines()) > 10


def test_its_window_paints_japanese_with_the_recommended_font(installed, tmp_path):
    installed.system.install(FONT)
    with screen() as display:
        words = (installed.command, "demo", "--output", "/srv/demo")
        with started(installed.system, *words, display=display, variables=JAPANESE):
            wait_until(lambda: "Sample jobs" in display.titles())
            wait_until(lambda: is_painted(display))
            picture = tmp_path / "window.png"
            display.picture().save(picture)
            sys.stdout.write(f"{picture}\n{display.titles()}\n")


def test_its_demonstration_does_what_that_of_the_checkout_does(installed, tmp_path):
    installed.system.run(installed.command, "demo", "--headless", "--output", "/srv/demo")
    command = [sys.executable, "-m", "annotator", "demo", "--headless", "--output", str(tmp_path)]
    subprocess.run(command, check=True, env={**os.environ, "LANG": "C.UTF-8"}, capture_output=True)
    here, there = (path / "annotations.json" for path in (tmp_path, installed.system.root / "srv" / "demo"))
    assert but_for_times(there) == but_for_times(here)
    assert there.with_name("screenshot.png").stat().st_size > 10_000


def test_what_is_removed_leaves_the_work_alone(installed):
    installed.system.run(installed.command, "import", "/srv/demo/annotations.json")
    installed.remove()
    left = {path for path in installed.left() if not path.startswith(OTHERS)}
    sys.stdout.write("\n".join(sorted(left)) + "\n")
    assert f"{HOME[1:]}/.local/share/Annotator/workspace/annotator.sqlite" in left
    assert [path for path in left if "/Annotator/" not in path] == []


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of four jobs for somebody who never saw the program."""
    travels = Travels(tmp_path_factory.mktemp("coordinator"))
    travels.prepare()
    (packed,) = travels.pack("Mika O'Neill").packs
    travels.close()
    return packed.path


@pytest.mark.parametrize("kind", ["mika.run", "for Mika"])
def test_a_bundle_ends_in_the_first_job_of_its_pack_without_a_question(prepared, pack, tmp_path, kind):
    dist, bare = prepared
    system = bare.copy(tmp_path / "debian")
    system.install(*DESKTOP, FONT)
    workspace = system.root / HOME[1:] / ".local/share/Annotator/workspace"
    bundle = make_bundle(pack, list(dist.glob("*.run")), tmp_path / kind)
    files = [bundle.path] if bundle.path.is_file() else sorted(bundle.path.iterdir())
    (program,) = [place for file in files if (place := system.take(file, f"/srv/{kind}")).endswith(".run")]
    with screen() as display, started(system, "sh", program, "--quiet", display=display):
        wait_until(lambda: "Pilot" in display.titles())
        wait_until(lambda: is_painted(display))
        wait_until(lambda: any(b'"ref"' in file.read_bytes() for file in workspace.glob("annotator.sqlite*")))
        display.picture().save(tmp_path / "window.png")
        sys.stdout.write(f"{tmp_path / 'window.png'}\n{display.titles()}\n")
        assert len(re.findall(r"\d+x\d+\+", display.titles())) <= 4, "no dialog lies over the window"
    workbench = open_workspace(workspace)
    queue = workbench.entries(workbench.queue(QueueFilter()))
    assert len(queue) == 8
    assert workbench.place().ref == queue[0].ref
    workbench.close()
