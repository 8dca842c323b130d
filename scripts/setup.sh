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

trap 'say "stopped; the same make command goes on where it stopped"; trap - INT TERM; exit 130' INT TERM

if command -v flock >/dev/null 2>&1; then # two makes at once in one folder wait for each other
    exec 9<Makefile
    flock -n 9 || { say "another make is setting up here; waiting for it"; flock 9; }
fi

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

install_or_go_on() { # command package what: a part of the tests has need of it, not whoever runs Liêm
    command -v "$1" >/dev/null 2>&1 && return
    if [ "$(id -u)" = 0 ]; then
        install_or_tell "$2"
    else
        say "tests of $3 are skipped without it. Run:  sudo apt-get install -y $2"
    fi
}

command -v "$python" >/dev/null 2>&1 || install_or_tell python3 python3-venv
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1). Set PYTHON=/path/to/python3.11"
    exit 2
}

pip_install() { # its own warnings are about this machine's settings; its errors are shown
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input "$@" || {
        say "the packages could not be installed; the reason stands above (no network, a full disk?)."
        say "Nothing is broken: give the same make command again."
        exit 2
    }
}

# A moved folder or another Python needs the commands in .venv/bin made anew.
fingerprint=$( { cat requirements/core.txt requirements/"$kind".txt pyproject.toml scripts/setup.sh; pwd; "$python" -V; } |
    cksum | tr ' ' -)
stamp="$venv/.$kind-$fingerprint"
if [ ! -f "$stamp" ] || ! "$venv/bin/python" -c '' 2>/dev/null; then
    "$python" -c 'import ensurepip' 2>/dev/null || install_or_tell python3-venv
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
        [ "$("$venv/bin/python" -V)" != "$("$python" -V)" ]; then # absent, half made, or of another Python
        say "making $venv"
        "$python" -m venv --clear "$venv" || { say "$venv could not be made; the reason stands above."; exit 2; }
    fi
    say "installing the locked packages ($kind); the first time takes about a minute"
    pip_install --require-hashes -r "requirements/$kind.txt"
    pip_install --no-build-isolation --no-deps -e .
    "$venv/bin/python" -m compileall -q src >/dev/null # the first start, and an account that may not write here
    rm -f "$venv"/."$kind"-*
    : >"$stamp"
fi

if [ "$kind" = dev ]; then # the browser journeys need a browser, and fonts with every Vietnamese letter
    missing=""
    command -v chromium >/dev/null 2>&1 || missing="chromium"
    fc-list 2>/dev/null | grep -qiE 'Liberation ?(Sans|Serif)|DejaVu|Noto' || missing="$missing fonts-liberation2"
    "$venv/bin/python" -m playwright --version >/dev/null 2>&1 || missing="$missing libatomic1" # for what drives it
    # a real mail server for the tests of the mailbox
    if ! [ -x /usr/sbin/dovecot ] || ! [ -e /usr/lib/dovecot/lmtp ]; then
        missing="$missing dovecot-imapd dovecot-lmtpd"
        # the tests start their own, without privileges; the package must not open a mail server on this machine
        [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && systemctl mask --quiet dovecot.service dovecot.socket || true
    fi
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install_or_tell $missing
    install_or_go_on java openjdk-17-jre-headless "the Spark engine"
    install_or_go_on pdftoppm poppler-utils "printed posters"
fi
