#!/bin/sh
# Makes .venv with everything the program and its tests need, on a machine that has Python 3.11 or later.
# Debian and its kin: what the system lacks is installed when this runs as root; otherwise the command to run is named.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

say() { echo "set-up: $*" >&2; }

# package:library, as Qt needs them. Without the first group nothing of Qt starts; the second is for a window on an X screen.
qt_libraries="libgl1:libGL.so.1 libegl1:libEGL.so.1 libxkbcommon0:libxkbcommon.so.0 libdbus-1-3:libdbus-1.so.3
  libfontconfig1:libfontconfig.so.1 libfreetype6:libfreetype.so.6 libglib2.0-0:libgthread-2.0.so.0 libx11-6:libX11.so.6"
window_libraries="libxcb-cursor0:libxcb-cursor.so.0 libxcb-icccm4:libxcb-icccm.so.4 libxcb-image0:libxcb-image.so.0
  libxcb-keysyms1:libxcb-keysyms.so.1 libxcb-render-util0:libxcb-render-util.so.0 libxcb-shape0:libxcb-shape.so.0
  libxcb-xkb1:libxcb-xkb.so.1 libxkbcommon-x11-0:libxkbcommon-x11.so.0"

without_library() { # prints the packages of "package:library" pairs whose library the system does not have
  for pair in "$@"; do
    case "$known_libraries" in
      *"${pair#*:} "*) ;;
      *) printf '%s ' "${pair%%:*}" ;;
    esac
  done
}

japanese_font() {
  find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
    \( -iname '*cjk*' -o -iname 'ipa*' -o -iname 'vl-*gothic*' -o -iname 'takao*' \) 2>/dev/null | grep -q .
}

system_packages() { # finds what is missing: `needed` stops the set-up, `wanted` is only better to have
  known_libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
  needed=$(without_library $qt_libraries)
  wanted=$(without_library $window_libraries)
  "$python" -c 'import ensurepip, venv' 2>/dev/null || needed="python3-venv $needed"
  japanese_font || wanted="${wanted}fonts-ipaexfont-gothic"
}

install_system_packages() {
  system_packages
  [ -n "$needed$wanted" ] || return 0
  command="apt-get install --no-install-recommends $needed$wanted"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing $needed$wanted"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $command -qq -y -o Dpkg::Use-Pty=0 >/dev/null
    system_packages
    [ -z "$needed" ] || { say "still missing: $needed"; exit 1; }
  elif [ -n "$needed" ]; then
    say "the system lacks what Annotator needs. Run this, then make again:"
    say "  sudo $command"
    exit 1
  else
    say "going on; a window on a screen and Japanese text also need:"
    say "  sudo $command"
  fi
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { say "$python is older than Python 3.11"; exit 1; }
if [ "$(uname -s)" = Linux ]; then
  install_system_packages
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  say "making .venv"
  "$python" -m venv --clear .venv
fi
say "installing the locked packages into .venv"
pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet --quiet "$@"; }
pip install --require-hashes --requirement requirements-dev.lock
pip install --no-deps --no-build-isolation --editable .
