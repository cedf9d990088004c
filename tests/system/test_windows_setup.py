"""The installer for Windows, compiled with a stand-in for the program and run under Wine."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = 'SilentInstall silent\nOutFile "{file}"\nSection\nSectionEnd\n'
BUILD = "import sys; sys.path.insert(0, 'packaging'); from pathlib import Path; from windows.setup import make_setup; "
BUILD += "print(make_setup(Path(sys.argv[1]), Path(sys.argv[2]), '1.2.3'))"
CLASSES = r"HKCU\Software\Classes"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Annotator"


@dataclass(frozen=True, slots=True)
class Windows:
    """What Wine takes for a computer."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables of a computer of its own, which offers to fetch nothing."""
        kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree=;mshtml="}
        return {**kept, **quiet, "WINEPREFIX": str(self.folder), "USER": "freelancer"}

    def run(self, *words: object, status: int = 0) -> str:
        """Run a program to the end of all that it started."""
        command = ["wine", *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, timeout=300, check=False)
        subprocess.run(["wineserver", "-w"], env=self.environment, check=True, timeout=300)
        said = done.stdout.decode(errors="replace")
        assert done.returncode == status, f"{command} ended {done.returncode}\n{said}\n{done.stderr!r}"
        return said

    def has_key(self, key: str) -> bool:
        """Return whether the registry has a key."""
        command = ["wine", "reg", "query", key]
        return subprocess.run(command, env=self.environment, capture_output=True, check=False).returncode == 0

    @property
    def local(self) -> Path:
        """The folder of a user's local data."""
        (found,) = self.folder.glob("drive_c/users/[!P]*/AppData/Local")
        return found


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    windows = Windows(tmp_path_factory.mktemp("wine"))
    windows.run("wineboot", "--init")
    return windows


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile the installer around a program that does nothing."""
    folder = tmp_path_factory.mktemp("setup")
    program = folder / "program"
    (program / "_internal" / "resources").mkdir(parents=True)
    (program / "_internal" / "resources" / "ファイル.txt").write_text("resource", encoding="utf-8")
    (program / "LICENSE.txt").write_text("licence", encoding="utf-8")
    for name in ("annotator.exe", "annotator-cli.exe"):
        script = folder / "stand-in.nsi"
        script.write_text(STAND_IN.format(file=program / name), encoding="utf-8")
        subprocess.run(["makensis", "-V1", str(script)], check=True)
    (folder / "dist").mkdir()
    command = [sys.executable, "-c", BUILD, str(program), str(folder / "dist")]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Path(done.stdout.strip())


def test_it_installs_silently_for_the_user_and_again_over_itself_and_goes(windows, setup):
    program = windows.local / "Programs" / "Annotator"
    pack = setup.with_name("評価 of letters.annotator")
    pack.write_bytes(b"pack")
    for _time in range(2):
        windows.run(setup, "/S")
        assert {path.name for path in program.iterdir()} == {
            "_internal", "annotator.exe", "annotator-cli.exe", "LICENSE.txt", "uninstall.exe",
        }  # fmt: skip
        assert (program / "_internal" / "resources" / "ファイル.txt").read_text(encoding="utf-8") == "resource"
    windows.run(program / "annotator-cli.exe")
    assert "Annotator.Pack" in windows.run("reg", "query", rf"{CLASSES}\.annotator", "/ve")
    assert "annotator.exe" in windows.run("reg", "query", rf"{CLASSES}\Annotator.Result\shell\open\command", "/ve")
    assert "1.2.3" in windows.run("reg", "query", UNINSTALL, "/v", "DisplayVersion")
    assert list(windows.folder.rglob("Start Menu/**/Annotator.lnk"))
    note = (windows.local / "Annotator" / "waiting-pack").read_bytes().decode("utf-16")
    assert note.endswith(pack.name)

    windows.run(program / "uninstall.exe", "/S")
    assert not program.exists()
    assert not any(map(windows.has_key, (UNINSTALL, rf"{CLASSES}\.annotator", rf"{CLASSES}\Annotator.Result")))
    assert not list(windows.folder.rglob("Annotator.lnk"))
    assert (windows.local / "Annotator").is_dir()


def test_it_does_not_touch_a_folder_of_somebody_else(windows, setup):
    other = windows.folder / "drive_c" / "Other"
    other.mkdir()
    (other / "letter.txt").write_text("mine", encoding="utf-8")
    windows.run(setup, "/S", r"/D=C:\Other", status=1)
    assert [path.name for path in other.iterdir()] == ["letter.txt"]
