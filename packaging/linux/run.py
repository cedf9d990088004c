"""The installer for any distribution: a shell script with the program behind it, for one user, without rights."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from linux.files import put_shared_files

HEADER = Path(__file__).resolve().parent / "header.sh"


def make_run(program: Path, dist: Path, version: str) -> Path:
    """Return the installer made from the frozen program."""
    root = program.parents[1] / "run"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    shutil.copytree(program, root / "program", symlinks=True)
    put_shared_files(root / "share", version)
    archive = root / "payload.tar.gz"
    command = ["tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--gzip"]
    command += ["--file", str(archive), "--directory", str(root), "program", "share"]
    subprocess.run(command, check=True)
    payload = archive.read_bytes()
    header = HEADER.read_text(encoding="utf-8")
    lines = header.count("\n") + 1
    for name, value in (("LINES", str(lines)), ("SHA256", sha256(payload).hexdigest()), ("VERSION", version)):
        header = header.replace(f"@{name}@", value)
    target = dist / f"annotator-{version}-linux-x86_64.run"
    target.write_bytes(header.encode() + payload)
    target.chmod(0o755)
    shutil.rmtree(root)
    return target
