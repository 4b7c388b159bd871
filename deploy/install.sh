#!/bin/sh
# Installs Ask the Leaflet from this bundle, without a network; runbook.md says the rest.
#
#   sh install.sh [FOLDER]              installs or updates in FOLDER, else in /opt/askleaflet
#   sh install.sh --roll-back [FOLDER]  goes back to the version before
#
# FOLDER/versions/  each version in an environment of its own
# FOLDER/current    the version that is served; FOLDER/previous the one before
# FOLDER/site/      settings and leaflets: made once, and never changed from here
#
# It needs Python 3.11 or newer with venv; PYTHON=/path/to/python3 names another than python3.
set -eu
umask 022
unset PYTHONPATH PYTHONHOME

say() { echo "askleaflet: $*"; }
fail() {
    say "$*" >&2
    exit 1
}

# Puts a link there in one step: there is always a current version.
point() {
    ln -s "$2" "$root/$1.new.$$"
    "$python" -I -c 'import os, sys; os.replace(*sys.argv[1:])' "$root/$1.new.$$" "$root/$1"
}

# Makes version $1 the current one.
switch_to() {
    before=$(readlink "$root/current" || true)
    if [ "$before" != "$1" ]; then
        if [ -n "$before" ]; then point previous "$before"; fi
        point current "$1"
    fi
    say "current is $1, previous is $(readlink "$root/previous" || echo none). Restart the service."
}

# Whether version $1 serves what is in site/; it says what staff should see to.
check() { (cd "$root/site" && "$root/$1/bin/askleaflet" check); }

expect_whole_bundle() {
    sha256sum -c SHA256SUMS >/dev/null || fail "the bundle is damaged. Copy it here again."
    sum=$(sha256sum SHA256SUMS)
    say "the bundle is whole. The SHA-256 of its SHA256SUMS is ${sum%% *}"
}

expect_python() {
    ask='import platform, sys; print(platform.system(), platform.machine(), "%d.%d" % sys.version_info[:2])'
    machine=$("$python" -I -c "$ask") || fail "there is no '$python' here. Install Python 3.11 or newer."
    grep -qxF "$machine" MADE_FOR ||
        fail "this is $machine; the bundle is made for $(tr '\n' ',' <MADE_FOR) see PYTHON= in install.sh."
}

# The environment, from the wheels alone. What was broken off is made anew.
make_version() {
    folder="$root/$1"
    if [ -e "$folder/complete" ]; then return; fi
    rm -rf "$folder"
    "$python" -I -m venv "$folder" || fail "this Python has no venv. On Debian: apt install python3-venv."
    "$folder/bin/python" -I -m pip --isolated --disable-pip-version-check install --quiet --no-cache-dir \
        --no-index --find-links wheels --require-hashes --no-deps -r requirements.lock
    cp sbom.cdx.json "$folder"
    touch "$folder/complete"
}

make_site() {
    if [ ! -e "$root/site" ]; then
        rm -rf "$root/site.new"
        mkdir "$root/site.new"
        cp -R corpus "$root/site.new/corpus"
        cp settings.toml "$root/site.new/askleaflet.toml"
        # The service reads them under another name, however the bundle was carried here.
        chmod -R a+rX,go-w "$root/site.new"
        mv "$root/site.new" "$root/site"
    fi
}

roll_back() {
    back=$(readlink "$root/previous") || fail "there is no version before."
    # The way back is open, whatever it finds.
    check "$back" || say "see to the faults above."
    switch_to "$back"
}

install_bundle() {
    cd "$(dirname "$0")"
    expect_whole_bundle
    expect_python
    sum=$(sha256sum SHA256SUMS | cut -c 1-12)
    version="versions/$(cat VERSION)-$sum"
    mkdir -p "$root/versions"
    make_version "$version"
    make_site
    check "$version" || fail "nothing is changed: see to the faults above and run this again."
    switch_to "$version"
}

python=${PYTHON:-python3}
what=install_bundle
if [ "${1-}" = --roll-back ]; then
    what=roll_back
    shift
fi
root=${1:-/opt/askleaflet}
case $root in -*) fail "there is no option $root." ;; /*) ;; *) root=$PWD/$root ;; esac
"$what"
