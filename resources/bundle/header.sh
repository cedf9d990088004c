#!/bin/sh
# Annotator and a work pack in one file: installs the program for the user who runs it, and lets its first start open the pack.
# Options are those of the installer inside, which is unchanged: --target DIR, --no-start, --quiet, --uninstall, --help.
set -eu
first_line=@LINES@
installer_bytes=@INSTALLER_BYTES@
pack_bytes=@PACK_BYTES@
payload_sha256=@SHA256@
pack_name=@PACK@

stop() { echo "Annotator was not installed: $*" >&2; exit 1; }

found=$(tail -n "+$first_line" "$0" | sha256sum | cut -d ' ' -f 1)
[ "$found" = "$payload_sha256" ] || stop "the file is damaged. Fetch it again."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tail -n "+$first_line" "$0" | head -c "$installer_bytes" >"$folder/installer.run" || stop "the disk did not take it."
for option in "$@"; do
  case $option in
    --uninstall | --help | -h) sh "$folder/installer.run" "$@"; exit 0 ;;
  esac
done
received=${XDG_DATA_HOME:-$HOME/.local/share}/Annotator/received
mkdir -p "$received"
tail -c "$pack_bytes" "$0" >"$received/$pack_name" || stop "the disk did not take it."
sh "$folder/installer.run" --pack "$received/$pack_name" "$@"
exit 0
