#!/usr/bin/env bash
# Checks packaging/lib/packages.sh and apt-install, without touching this machine's packages: the PATH holds stand-ins
# for the package tools, which answer from files and write down what they are told.
# shellcheck disable=SC2317 # the functions that replace others here are called by what is checked
set -euo pipefail

PACKAGING="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
# shellcheck source=packaging/checks/lib.sh
. "$PACKAGING/checks/lib.sh"
# shellcheck source=packaging/lib/say.sh
. "$PACKAGING/lib/say.sh"
# shellcheck source=packaging/lib/packages.sh
. "$PACKAGING/lib/packages.sh"

BIN="$WORK/bin"
mkdir "$BIN"
for tool in bash sh cat sed grep tr id mktemp dirname env rm chmod find head ls; do
  ln -s "$(command -v "$tool")" "$BIN/$tool"
done
export BIN WORK

stand_in() { # NAME, its script on standard input
  { printf '#!%s\n' "$(command -v bash)"; cat; } >"$BIN/$1"
  chmod +x "$BIN/$1"
}

# A Debian where the packages named in the file "installed" are installed, and apt knows those in "known"; "apt-get
# update" makes it know those in "mirror".
debian() {
  rm -f "$BIN"/{apt-get,apt-cache,dpkg-query,sudo,dnf,pacman,zypper,brew,id} "$WORK"/{installed,known,mirror,told}
  touch "$WORK"/{installed,known,mirror,told}
  ln -s "$(command -v id)" "$BIN/id"
  stand_in dpkg-query <<'SCRIPT'
unknown=0
for word in "$@"; do
  case "$word" in -*|*'{'*) continue ;; esac
  if grep -qx "$word" "$WORK/installed"; then echo "$word:amd64 installed"; else unknown=1; fi
done
exit $unknown
SCRIPT
  stand_in apt-cache <<'SCRIPT'
if grep -qx "$2" "$WORK/known"; then printf '%s:\n  Installed: (none)\n  Candidate: 1.0\n' "$2"
else printf '%s:\n  Installed: (none)\n  Candidate: (none)\n' "$2"; fi
SCRIPT
  stand_in apt-get <<'SCRIPT'
echo "apt-get $* [$DEBIAN_FRONTEND]" >>"$WORK/told"
case " $* " in
  *" update "*) cat "$WORK/mirror" >>"$WORK/known" ;;
  *" install "*)
    seen=no
    for word in "$@"; do
      if [ $seen = yes ]; then
        case "$word" in -*) ;; *) grep -qx "$word" "$WORK/mirror" || exit 100 ;; esac
      fi
      [ "$word" != install ] || seen=yes
    done ;;
esac
SCRIPT
}

# user root|ordinary
user() {
  rm "$BIN/id"
  if [ "$1" = root ]; then stand_in id <<<'echo 0'; else stand_in id <<<'echo 1000'; fi
}

# Nothing is there by itself: only what dpkg says counts.
present() { return 1; }
in_bin() { PATH="$BIN" "$@"; }
need() { in_bin ensure "check" "$@"; }

test_that "nothing is asked of apt or sudo where every package is installed"
debian
user ordinary
printf '%s\n' ruby redis-server libgtk-3-0t64 >"$WORK/installed"
expect_output "" need ruby redis-server gtk3
expect "$(cat "$WORK/told")" ""

test_that "either name of a renamed package will do"
echo libgtk-3-0 >"$WORK/installed"
expect_output "" need gtk3

test_that "root installs what is missing, only that, without recommended packages and without an update"
debian
user root
echo ruby >"$WORK/installed"
printf '%s\n' ruby maven libgtk-3-0 | tee "$WORK/known" >"$WORK/mirror"
expect_output "" need ruby maven gtk3
grep -F "installing maven libgtk-3-0 (needed to check)" "$WORK/stderr" >/dev/null || not_met "it does not say what and why"
expect "$(grep -c update "$WORK/told")" 0
grep -E -- 'install -y --no-install-recommends maven libgtk-3-0 \[noninteractive\]$' "$WORK/told" >/dev/null || not_met "apt-get was told: $(cat "$WORK/told")"

test_that "lists that lack a package are updated first, and the name that they then know is taken"
debian
user root
printf '%s\n' maven libgtk-3-0t64 >"$WORK/mirror"
expect_output "" need maven gtk3
expect "$(sed 's/.* \(update\|install\) .*/\1/' "$WORK/told" | tr '\n' ' ')" "update install "
grep -F -- 'maven libgtk-3-0t64 [' "$WORK/told" >/dev/null || not_met "apt-get was told: $(cat "$WORK/told")"

test_that "an install that fails is tried once more after an update, and then says how to do it by hand"
debian
user root
echo maven >"$WORK/known"
expect_failure "By hand: apt-get update && apt-get install --no-install-recommends maven" need maven
expect "$(sed 's/.* \(update\|install\) .*/\1/' "$WORK/told" | tr '\n' ' ')" "install update install "

test_that "an ordinary user installs with sudo, which is said with what and why"
debian
user ordinary
echo maven | tee "$WORK/known" >"$WORK/mirror"
stand_in sudo <<'SCRIPT'
echo "sudo $1" >>"$WORK/told"
exec "$@"
SCRIPT
expect_output "" need maven
grep -F "installing maven (needed to check): with sudo, because apt-get works as root only" "$WORK/stderr" >/dev/null || not_met "it said: $(cat "$WORK/stderr")"
expect "$(head -n 1 "$WORK/told")" "sudo bash"

test_that "an ordinary user without sudo gets the exact command"
debian
user ordinary
printf '%s\n' maven libgtk-3-0t64 >"$WORK/known"
expect_failure "  apt-get update && apt-get install --no-install-recommends maven libgtk-3-0t64" need maven gtk3
expect "$(cat "$WORK/told")" ""

test_that "a thing that came otherwise than by a package counts"
debian
user ordinary
present() { [ "$1" = maven ]; }
expect_output "" need maven

test_that "other systems get their own command, and RubyGems' where Ruby's libraries come from there"
present() { [ "$1" = ruby ]; }
for line in \
  "dnf:  sudo dnf install maven redis" "pacman:  sudo pacman -S --needed maven valkey" \
  "zypper:  sudo zypper install maven redis" "brew:  brew install maven redis"; do
  debian
  rm "$BIN"/{apt-get,apt-cache,dpkg-query}
  stand_in "${line%%:*}" <<<'exit 0'
  expect_failure "${line#*:}" need ruby maven redis-server sinatra
  grep -Fx "  gem install --user-install sinatra" "$WORK/stderr" >/dev/null || not_met "${line%%:*}: no line for RubyGems"
done

test_that "every need has a package on every system"
for each in "${CONSOLE_NEEDS[@]}" "${LOCAL_NEEDS[@]}" "${BUILD_NEEDS[@]}" "${TEST_NEEDS[@]}" "${BENCH_NEEDS[@]}" certificates; do
  [ -n "$(debian_packages "$each")" ] || not_met "Debian: $each"
  for manager in dnf pacman zypper brew none; do
    [ -n "$(other_packages "$manager" "$each")" ] || not_met "$manager: $each"
  done
done
expect_failure 'no package is known for "nonsense"' debian_packages nonsense

summary
