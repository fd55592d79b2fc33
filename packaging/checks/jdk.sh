#!/usr/bin/env bash
# Checks packaging/lib/jdk.sh: what it finds, and that what it downloads is whole and the pinned archive or nothing.
# The archive comes from a server of this check's own, on loopback.
# shellcheck disable=SC2317 # the functions that replace others here are called by what is checked
set -euo pipefail

PACKAGING="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
# shellcheck source=packaging/checks/lib.sh
. "$PACKAGING/checks/lib.sh"
# shellcheck source=packaging/lib/say.sh
. "$PACKAGING/lib/say.sh"
# shellcheck source=packaging/lib/packages.sh
. "$PACKAGING/lib/packages.sh"
# shellcheck source=packaging/lib/jdk.sh
. "$PACKAGING/lib/jdk.sh"

# A JDK as far as the scripts look at one.
fake_jdk() { # FOLDER VERSION
  mkdir -p "$1/bin"
  printf '#!/bin/sh\necho fake\n' | tee "$1/bin/java" >"$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
  printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
}

mkdir "$WORK/served" "$WORK/served/release"
fake_jdk "$WORK/archive/jdk-25.0.4+7" 25.0.4
tar -czf "$WORK/served/release/jdk.tar.gz" -C "$WORK/archive" jdk-25.0.4+7
hash="$(sha256 "$WORK/served/release/jdk.tar.gz")"

# Serves the folder on a free port. /cut/… announces more than it sends and hangs up; /moved/… redirects.
cat >"$WORK/server.py" <<'PYTHON'
import functools, http.server, sys

class Stub(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/cut/"):
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            self.wfile.write(b"x" * 5000)
            self.close_connection = True
        elif self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/moved"))
            self.end_headers()
        else:
            super().do_GET()

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Stub, directory=sys.argv[1]))
print(server.server_address[1], flush=True)
server.serve_forever()
PYTHON
mkfifo "$WORK/port"
python3 "$WORK/server.py" "$WORK/served" >"$WORK/port" 2>"$WORK/server.log" &
SERVER=$!
read -r port <"$WORK/port"
export SLIPWAY_JDK_ORIGIN="http://127.0.0.1:$port"
export XDG_CACHE_HOME="$WORK/cache"
export HOME="$WORK/home"
unset JAVA_HOME

# The pins are for real machines; what is served here has a hash of its own. Only this shell replaces them.
real_pin="$(declare -f jdk_pin)"
jdk_pin() { echo "release/jdk.tar.gz $hash"; }

test_that "a download is unpacked into the cache under its release, and nothing else is left there"
expect_output "$WORK/cache/slipway/jdk-$JDK_RELEASE" download_jdk
expect "$(ls "$WORK/cache/slipway")" "jdk-$JDK_RELEASE"
expect "$(jdk_major "$WORK/cache/slipway/jdk-$JDK_RELEASE")" 25

test_that "a download that follows a redirect is the same"
rm -rf "$WORK/cache"
jdk_pin() { echo "moved/release/jdk.tar.gz $hash"; }
expect_output "$WORK/cache/slipway/jdk-$JDK_RELEASE" download_jdk

test_that "an archive with another hash is refused, with both hashes, and not kept"
rm -rf "$WORK/cache"
eval "$real_pin"
pinned="$(jdk_pin "$(uname -m)")"
mkdir -p "$WORK/served/$(dirname "${pinned% *}" | sed 's/%2B/+/')"
cp "$WORK/served/release/jdk.tar.gz" "$WORK/served/$(printf '%s' "${pinned% *}" | sed 's/%2B/+/')"
expect_failure "its SHA-256 is $hash, not ${pinned#* }; nothing was kept" download_jdk
expect "$(ls -A "$WORK/cache/slipway")" ""

test_that "a download that breaks off is refused and not kept"
jdk_pin() { echo "cut/jdk.tar.gz $hash"; }
expect_failure "the download failed" download_jdk
expect "$(ls -A "$WORK/cache/slipway")" ""

test_that "an archive that is not there is refused"
jdk_pin() { echo "missing.tar.gz $hash"; }
expect_failure "the download failed" download_jdk
expect "$(ls -A "$WORK/cache/slipway")" ""

test_that "a download that is interrupted leaves nothing"
mkfifo "$WORK/served/endless"
jdk_pin() { echo "endless $hash"; }
set -m # a process group of its own, so that the signal reaches all of it, as Ctrl-C does
download_jdk >"$WORK/out" 2>&1 &
interrupted=$!
set +m
until_true "ls -d '$WORK/cache/slipway'/download.*/"
kill -TERM -- "-$interrupted"
wait "$interrupted" || true
until_true "[ -z \"\$(ls -A '$WORK/cache/slipway')\" ]"

test_that "another origin is taken from this machine only"
for origin in https://example.org http://10.0.0.1/x http://127.0.0.1.example.org http://localhost@example.org "http://127.0.0.1/ x"; do
  SLIPWAY_JDK_ORIGIN="$origin" expect_failure "only an http address of this machine is taken" jdk_origin
done
SLIPWAY_JDK_ORIGIN="http://[::1]:8000/base" expect_output "http://[::1]:8000/base" jdk_origin
SLIPWAY_JDK_ORIGIN="" expect_output "$JDK_ORIGIN" jdk_origin

test_that "there is a pin for x86-64 and for arm64, and for no other machine"
eval "$real_pin"
for machine in x86_64 aarch64; do
  jdk_pin "$machine" | grep -Eq '^jdk-25[^ ]*_linux_[^ ]*\.tar\.gz [0-9a-f]{64}$' || not_met "the pin for $machine is $(jdk_pin "$machine")"
done
! jdk_pin riscv64 >/dev/null || not_met "there is a pin for riscv64"
expect "$(jdk_pin x86_64 | grep -c _x64_)$(jdk_pin aarch64 | grep -c _aarch64_)" 11

test_that "JAVA_HOME wins where it is 25 or newer"
fake_jdk "$WORK/jdk26" 26.0.1
JAVA_HOME="$WORK/jdk26" expect_output "$WORK/jdk26" find_jdk

test_that "a JAVA_HOME that is older, a JRE, or no folder at all is passed over"
jdk_places() { printf '%s\n' "$WORK/jdk17" "$WORK/jdk26" "$WORK/jdk25 with space" "$WORK/nowhere"; }
fake_jdk "$WORK/jdk17" 17.0.15
fake_jdk "$WORK/jdk25 with space" 25
fake_jdk "$WORK/jre" 25
rm "$WORK/jre/bin/javac"
for home in "$WORK/jdk17" "$WORK/jre" "$WORK/nowhere" ""; do
  JAVA_HOME="$home" expect_output "$WORK/jdk25 with space" find_jdk
done

test_that "nothing is found where there is none"
jdk_places() { printf '%s\n' "$WORK/jdk17" "$WORK/jre"; }
expect_output "" find_jdk

summary
