# shellcheck shell=bash
# One line per phase, on standard error: standard output belongs to the command that is started in the end,
# so that eval "$(packaging/run local env)" and --output json work.

say() {
  printf 'slipway: %s\n' "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

# lock FILE-DESCRIPTOR: waits until this process alone holds the file open there. macOS ships no flock, but perl.
lock() {
  if command -v flock >/dev/null 2>&1; then
    flock "$1"
  else
    perl -MFcntl=:flock -e 'open(my $f, ">&=", $ARGV[0]) or die "$!\n"; flock($f, LOCK_EX) or die "$!\n"' "$1"
  fi
}
