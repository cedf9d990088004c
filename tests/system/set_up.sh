#!/bin/sh
# What the system tests need beside Python, on Debian and its kin: installed when this runs as root, otherwise named.
set -eu
missing=
for package in dbus gnome-keyring debootstrap xvfb x11-utils nsis wine wine64; do
  dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
command="apt-get install --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
  echo "set-up: installing$missing" >&2
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $command -qq -y -o Dpkg::Use-Pty=0 >/dev/null
else
  echo "set-up: the system tests also need: sudo $command" >&2
fi
