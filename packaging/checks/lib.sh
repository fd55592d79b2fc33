# shellcheck shell=bash
# What the checks of the scripts share: a folder of their own, expectations, a closing line. Each test goes on after
# an expectation that was not met; the closing line and the exit status tell.

WORK="$(mktemp -d)"
SERVER=""
TESTS=0
TESTS_FAILED=0
CURRENT=""
CURRENT_FAILED=no

trap 'finish_checks' EXIT

finish_checks() {
  [ -z "$SERVER" ] || kill "$SERVER" 2>/dev/null || true
  rm -rf "$WORK"
}

# test_that SENTENCE: begins a test.
test_that() {
  CURRENT="$1"
  CURRENT_FAILED=no
  TESTS=$((TESTS + 1))
}

not_met() {
  [ "$CURRENT_FAILED" = yes ] || TESTS_FAILED=$((TESTS_FAILED + 1))
  CURRENT_FAILED=yes
  printf 'not met: %s\n  %s\n' "$CURRENT" "$*"
}

# expect GOT WANTED
expect() {
  [ "$1" = "$2" ] || not_met "got \"$1\", wanted \"$2\""
}

# expect_output WANTED COMMAND...: the command succeeds and prints exactly that.
expect_output() {
  local wanted="$1" got
  shift
  if got="$("$@" 2>"$WORK/stderr")"; then
    expect "$got" "$wanted"
  else
    not_met "$1 failed: $(cat "$WORK/stderr")"
  fi
}

# expect_failure WORDS COMMAND...: the command fails, prints nothing, and its message holds the words.
expect_failure() {
  local words="$1" got
  shift
  if got="$("$@" 2>"$WORK/stderr")"; then
    not_met "$1 succeeded"
  fi
  [ -z "$got" ] || not_met "$1 printed \"$got\""
  grep -F -- "$words" "$WORK/stderr" >/dev/null || not_met "$1 said \"$(cat "$WORK/stderr")\", wanted \"$words\""
}

# until_true CONDITION: waits for it, 10 s at most.
until_true() {
  local tries
  for tries in $(seq 200); do
    ! eval "$1" >/dev/null 2>&1 || return 0
    sleep 0.05
  done
  not_met "waited 10 s ($tries tries) in vain for $1"
}

# summary: the closing line.
summary() {
  printf '%s: %d passed, %d failed\n' "$(basename "$0" .sh)" $((TESTS - TESTS_FAILED)) "$TESTS_FAILED"
  [ "$TESTS_FAILED" = 0 ]
}
