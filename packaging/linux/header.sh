#!/bin/sh
# Installs Annotator @VERSION@ for the user who runs it: no administrator, no network. The program itself follows this text.
set -eu
payload_line=@LINES@
payload_sha256=@SHA256@
version=@VERSION@

usage() {
  cat <<END
Installs Annotator $version for you alone.

  sh $(basename "$0") [--target DIR] [--pack FILE] [--no-start] [--quiet]
  sh $(basename "$0") --uninstall

  --target DIR  the program's folder (default: ~/.local/opt/annotator)
  --pack FILE   open this work pack at the first start
  --no-start    do not start the program afterwards
  --quiet       say nothing unless something goes wrong
  --uninstall   remove the program; your work stays
END
}

say() { [ -n "$quiet" ] || echo "$*"; }
stop() { echo "Annotator was not installed: $*" >&2; exit 1; }

data=${XDG_DATA_HOME:-$HOME/.local/share}
binaries=$HOME/.local/bin
target=$HOME/.local/opt/annotator
pack= start=yes quiet= uninstall=
while [ $# -gt 0 ]; do
  case $1 in
    --target) target=$2; shift ;;
    --pack) pack=$2; shift ;;
    --no-start) start= ;;
    --quiet) quiet=yes ;;
    --uninstall) uninstall=yes ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

if [ -n "$uninstall" ]; then
  [ -x "$target/uninstall" ] || { echo "There is no Annotator in $target." >&2; exit 1; }
  exec "$target/uninstall"
fi

[ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] || stop "it needs Linux on a 64-bit PC."
[ ! -e "$target" ] || [ -x "$target/uninstall" ] || stop "$target is there already and is not Annotator."
here=$(cd "$(dirname "$0")" && pwd)
[ -n "$pack" ] || for each in "$here"/*.annotator; do [ ! -f "$each" ] || pack=$each; done
found=$(tail -n "+$payload_line" "$0" | sha256sum | cut -d ' ' -f 1)
[ "$found" = "$payload_sha256" ] || stop "the file is damaged. Fetch it again."

say "Installing Annotator $version into $target"
mkdir -p "$(dirname "$target")"
fresh=$(mktemp -d "$(dirname "$target")/.annotator.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
tail -n "+$payload_line" "$0" | tar -xz -C "$fresh" || stop "the disk did not take it."
[ ! -e "$target" ] || "$target/uninstall" >/dev/null
mv "$fresh/program" "$target"

# Every file outside the program's own folder is listed, so that it can be taken away again.
(cd "$fresh/share" && find . -type f | sed 's|^\./||') >"$target/shared-files"
while read -r file; do
  mkdir -p "$data/$(dirname "$file")"
  cp "$fresh/share/$file" "$data/$file"
done <"$target/shared-files"
entry=$data/applications/annotator.desktop
sed "s|^Exec=annotator|Exec=\"$target/annotator\"|" "$entry" >"$entry.new" && mv "$entry.new" "$entry"
mkdir -p "$binaries"
ln -sf "$target/annotator" "$binaries/annotator"

quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }
cat >"$target/uninstall" <<END
#!/bin/sh
# Removes Annotator; the workspace, settings and logs stay.
data=$(quoted "$data") target=$(quoted "$target") binaries=$(quoted "$binaries")
END
cat >>"$target/uninstall" <<'END'
while read -r file; do rm -f "$data/$file"; done <"$target/shared-files"
[ "$(readlink "$binaries/annotator")" != "$target/annotator" ] || rm -f "$binaries/annotator"
update() { command -v "$1" >/dev/null && "$@" >/dev/null 2>&1 || true; }
update update-desktop-database "$data/applications"
update update-mime-database "$data/mime"
# What was compiled from our entries alone goes with them; where others have theirs, it was compiled anew.
holds() { ls "$1"/*"$2" >/dev/null 2>&1; }
holds "$data/applications" .desktop || rm -f "$data/applications/mimeinfo.cache"
holds "$data/mime/packages" .xml || for each in aliases generic-icons globs globs2 icons magic mime.cache subclasses \
  treemagic types version XMLnamespaces; do rm -f "$data/mime/$each"; done
for each in applications mime icons metainfo man; do
  [ ! -d "$data/$each" ] || find "$data/$each" -depth -type d -empty -delete
done
rmdir "$binaries" 2>/dev/null
rm -rf "$target"
rmdir "$(dirname "$target")" 2>/dev/null
echo "Annotator is removed. Your work stays in $data/Annotator."
END
chmod 755 "$target/uninstall"
command -v update-desktop-database >/dev/null && update-desktop-database "$data/applications" >/dev/null 2>&1 || true
command -v update-mime-database >/dev/null && update-mime-database "$data/mime" >/dev/null 2>&1 || true

# The program carries what it needs but the graphics drivers' libraries, which only the system can have.
inside=$target/_internal
lacks=$(LD_LIBRARY_PATH=$inside ldd "$inside"/PySide6/Qt/lib/libQt6Gui.so.6 "$inside"/PySide6/Qt/plugins/platforms/*.so \
  2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | sort -u | tr '\n' ' ')
[ -z "$lacks" ] || echo "Annotator's window needs libraries that this system lacks: $lacks" >&2

if [ -n "$pack" ]; then # where the program looks at its first start
  mkdir -p "$data/Annotator"
  printf '%s\n' "$(cd "$(dirname "$pack")" && pwd)/$(basename "$pack")" >"$data/Annotator/waiting-pack"
fi
say "Done. Start it from the menu, or with $binaries/annotator; remove it with $target/uninstall"
if [ -n "$start" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  rm -rf "$fresh"
  trap - EXIT
  exec "$target/annotator"
fi
exit 0
