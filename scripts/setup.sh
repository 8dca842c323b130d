#!/bin/sh
# Makes .venv and installs the locked packages: `setup.sh core` to run Liêm, `setup.sh dev` to test it.
# Says the exact command where it lacks a system package and may not install it.
set -eu
kind="${1:-core}"
python="${PYTHON:-python3}"
venv=.venv
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"  # the build backend finds its own program there
export PATH

say() { printf 'liem: %s\n' "$*" >&2; }

install_or_tell() { # package…: install as root, otherwise name the command and stop
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing $*"
        export DEBIAN_FRONTEND=noninteractive
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
            { apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
    else
        say "a system package is missing. Run:  sudo apt-get install -y $*"
        say "then give the same make command again."
        exit 2
    fi
}

command -v "$python" >/dev/null 2>&1 || install_or_tell python3 python3-venv
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1). Set PYTHON=/path/to/python3.11"
    exit 2
}

fingerprint=$(cat requirements/core.txt requirements/"$kind".txt pyproject.toml scripts/setup.sh | cksum | tr ' ' -)
stamp="$venv/.$kind-$fingerprint"
if [ ! -f "$stamp" ]; then
    "$python" -c 'import ensurepip' 2>/dev/null || install_or_tell python3-venv
    [ -x "$venv/bin/python" ] || { say "making $venv"; "$python" -m venv "$venv"; }
    say "installing the locked packages ($kind); the first time takes about a minute"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.txt"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
    rm -f "$venv"/."$kind"-*
    : >"$stamp"
fi

if [ "$kind" = dev ]; then # the browser journeys need a browser, and fonts with every Vietnamese letter
    missing=""
    command -v chromium >/dev/null 2>&1 || missing="chromium"
    fc-list 2>/dev/null | grep -qiE 'Liberation ?(Sans|Serif)|DejaVu|Noto' || missing="$missing fonts-liberation2"
    # a real mail server for the tests of the mailbox
    if ! [ -x /usr/sbin/dovecot ] || ! [ -e /usr/lib/dovecot/lmtp ]; then
        missing="$missing dovecot-imapd dovecot-lmtpd"
        # the tests start their own, without privileges; the package must not open a mail server on this machine
        [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && systemctl mask --quiet dovecot.service dovecot.socket || true
    fi
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install_or_tell $missing
    # The Spark engine needs Java: to test it, not to run Liêm, so whoever may not install it goes on without.
    if ! command -v java >/dev/null 2>&1; then
        jre=openjdk-17-jre-headless
        if [ "$(id -u)" = 0 ]; then
            install_or_tell $jre
        else
            say "tests of the Spark engine are skipped without Java. Run:  sudo apt-get install -y $jre"
        fi
    fi
fi
