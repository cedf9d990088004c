#!/bin/sh
# Puts the certificate in $CERTIFICATE (base64 of a .p12) into a keychain of its own and prints what dmg.sh needs to sign.
set -eu
keychain=$RUNNER_TEMP/signing.keychain-db
password=$(uuidgen)
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
echo "$CERTIFICATE" | base64 --decode >"$RUNNER_TEMP/certificate.p12"
security import "$RUNNER_TEMP/certificate.p12" -P "$CERTIFICATE_PASSWORD" -A -t cert -f pkcs12 -k "$keychain" >&2
rm "$RUNNER_TEMP/certificate.p12"
security set-key-partition-list -S apple-tool:,apple: -k "$password" "$keychain" >/dev/null
security list-keychain -d user -s "$keychain"
echo "SIGN_IDENTITY=$(security find-identity -v -p codesigning "$keychain" | sed -n 's/.*"\(.*\)"/\1/p' | head -n 1)"
if [ -n "${APPLE_ID:-}" ]; then
  xcrun notarytool store-credentials annotator --apple-id "$APPLE_ID" --team-id "$APPLE_TEAM" --password "$APPLE_PASSWORD" >&2
  echo "NOTARY_PROFILE=annotator"
fi
