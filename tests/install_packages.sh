#!/bin/sh
# Installs the Debian packages of apt.txt that are missing; where it cannot, the tests that need them say so.
set -u
missing=""
for package in $(cat apt.txt); do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null \
        || echo "could not install:$missing (tests that need them will say so)"
else
    echo "not installed:$missing (tests that need them will say so; see apt.txt)"
fi
exit 0
