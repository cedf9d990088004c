"""A Debian 12 that holds its base and nothing else, in a folder, and what runs in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

USER: Final = "freelancer"
HOME: Final = f"/home/{USER}"
_SOCKETS: Final = "/tmp/.X11-unix"
_ENTER: Final = """
root=$1 who=$2
shift 2
mkdir -p "$root/tmp/.X11-unix"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
[ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
exec chroot --userspec="$who" "$root" env -i "$@"
"""
"""Mounts vanish with the process, for it has a mount table of its own."""

_PASSING: Final = ("dev", "proc", "sys", "tmp", "run", "var/cache", "var/log", "var/lib/apt", "var/lib/dpkg")


@dataclass(frozen=True, slots=True)
class BareSystem:
    """The system; nothing in it has a network unless it is given one."""

    root: Path

    def command(
        self, *words: object, user: str = USER, has_network: bool = False, variables: Sequence[str] = ()
    ) -> list[str]:
        """Return the command that runs another one in the system; what it starts ends with it."""
        home = HOME if user == USER else "/root"
        given = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", f"HOME={home}", "LANG=C.UTF-8"]
        apart = ["--mount", "--pid", "--fork", "--kill-child", *(() if has_network else ("--net",))]
        return ["unshare", *apart, "sh", "-ec", _ENTER, "sh", str(self.root), user, *given, *variables,
                *map(str, words)]  # fmt: skip

    def run(self, *words: object, **how: object) -> str:
        """Run a command, show it, and return what it said; fail with that if it failed."""
        sys.stdout.write(f"bare$ {' '.join(map(str, words))}\n")
        command = self.command(*words, **how)  # type: ignore[arg-type]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600, check=False)
        assert done.returncode == 0, f"{words} ended {done.returncode}\n{done.stdout[-6000:]}\n{done.stderr[-6000:]}"
        return done.stdout

    def install(self, *packages: object, how: str = "install") -> None:
        """Install packages (or "satisfy" dependencies) and what they depend on, nothing that they only recommend."""
        install = ("apt-get", how, "--yes", "-qq", "--no-install-recommends")
        self.run(*install, *packages, user="root", has_network=True, variables=["DEBIAN_FRONTEND=noninteractive"])

    def take(self, file: Path, place: str = "/srv") -> str:
        """Bring a file into the system; return where it is there."""
        folder = self.root / place.lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, folder)
        os.chmod(folder / file.name, 0o755)  # noqa: PTH101
        return f"{place}/{file.name}"

    def files(self) -> set[str]:
        """Return every file, link and folder, but for what passes: caches, logs, lists of packages."""
        return {
            name for path in _walk(self.root) if not (name := str(path.relative_to(self.root))).startswith(_PASSING)
        }

    def copy(self, root: Path) -> BareSystem:
        """Return another system that starts as this one is."""
        subprocess.run(["cp", "-a", str(self.root), str(root)], check=True)
        return BareSystem(root)


def _walk(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        yield Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))


def make_bare_system(root: Path) -> BareSystem:
    """Fetch the base of Debian 12 into a folder; who works there is a user without rights."""
    subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(root)], check=True, stdout=subprocess.DEVNULL)
    system = BareSystem(root)
    for name in ("hosts", "resolv.conf"):
        shutil.copy(f"/etc/{name}", root / "etc" / name)
    system.run("useradd", "--create-home", "--shell", "/bin/sh", USER, user="root")
    system.run("chown", USER, "/srv", user="root")
    system.run("apt-get", "update", "-qq", user="root", has_network=True)
    return system
