#!/bin/sh
# Makes the disk image from the application: dmg.sh Annotator.app Annotator.dmg
# With SIGN_IDENTITY the application is signed; with NOTARY_PROFILE as well it is notarised. Without them it is signed ad hoc.
set -eu
app=$1 image=$2
codesign --force --deep --options runtime --sign "${SIGN_IDENTITY:--}" "$app"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
rm -f "$image"
hdiutil create -volname Annotator -srcfolder "$folder" -format UDZO "$image"
if [ -n "${SIGN_IDENTITY:-}" ] && [ -n "${NOTARY_PROFILE:-}" ]; then
  codesign --force --sign "$SIGN_IDENTITY" "$image"
  xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$image"
fi
