#!/usr/bin/env bash
# Checks packaging/run on a project of its own, with stand-ins for Maven and the JDK: when it builds, what it starts,
# what it says where.
set -euo pipefail

PACKAGING="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
# shellcheck source=packaging/checks/lib.sh
. "$PACKAGING/checks/lib.sh"

PROJECT="$WORK/a project"
mkdir -p "$PROJECT/src/main/java" "$PROJECT/stacks" "$PROJECT/client" "$PROJECT/api" "$WORK/bin" "$WORK/jdk/bin"
cp -R "$PACKAGING" "$PROJECT/packaging"
touch "$PROJECT/pom.xml" "$PROJECT/src/main/java/Main.java" "$PROJECT/stacks/network.yaml"
export BUILDS="$WORK/builds" PROJECT

# Maven: notes that it ran, fails on demand, leaves a jar and a library.
cat >"$WORK/bin/mvn" <<'SCRIPT'
#!/usr/bin/env bash
echo "the words of the build"
echo "$JAVA_HOME: $*" >>"$BUILDS"
[ ! -e "$PROJECT/broken" ] || exit 1
sleep 0.3
mkdir -p "$PROJECT/target/lib"
echo jar >"$PROJECT/target/slipway-1.jar"
SCRIPT
# The JVM: prints its arguments, the options aside, and the folder it was started in.
cat >"$WORK/jdk/bin/java" <<'SCRIPT'
#!/usr/bin/env bash
case " $* " in
  *" -XX:AOTCacheOutput="*) exit 0 ;;
esac
until [ "$1" = -cp ]; do shift; done
printf '%s|' "$@"
pwd
SCRIPT
cp "$WORK/jdk/bin/java" "$WORK/jdk/bin/javac"
echo 'JAVA_VERSION="25.0.4"' >"$WORK/jdk/release"
chmod +x "$WORK/bin/mvn" "$WORK/jdk/bin/java" "$WORK/jdk/bin/javac"
export PATH="$WORK/bin:$PATH" JAVA_HOME="$WORK/jdk"
unset DISPLAY WAYLAND_DISPLAY

builds() { grep -c . "$BUILDS" 2>/dev/null || true; }
started() { echo "-cp|$PROJECT/target/run/slipway.jar|slipway.app.Main|$1$(pwd)"; }
run() { "$PROJECT/packaging/run" "$@"; }
# Sources count as newer by their time, so each change must be one clock tick later than the build.
change() { until_true "touch '$1' && [ '$1' -nt '$PROJECT/target/run/built' ]"; }

test_that "the first start builds without checks, with the JDK in JAVA_HOME, and hands the arguments over as they are"
cd "$WORK"
expect_output "$(started "deploy|--from|a b||")" run deploy --from "a b" ""
expect "$(builds)" 1
grep -E "^$WORK/jdk: .*-Dfast.* package$" "$BUILDS" >/dev/null || not_met "Maven was told: $(cat "$BUILDS")"
grep -F "slipway: building (sources are newer than what was built)" "$WORK/stderr" >/dev/null || not_met "it does not say that it builds"

test_that "the second start builds nothing and says nothing"
expect_output "$(started "status|")" run status
expect "$(builds)" 1
expect "$(cat "$WORK/stderr")" ""

test_that "a source that changes, appears or goes is built"
n=1
for source in pom.xml src/main/java/Main.java stacks/network.yaml client/new.rb; do
  change "$PROJECT/$source"
  expect_output "$(started "status|")" run status
  n=$((n + 1))
  expect "$(builds)" $n
done
until_true "[ \$(date +%s%N) -gt \$(date -r '$PROJECT/target/run/built' +%s%N) ]"
rm "$PROJECT/client/new.rb"
expect_output "$(started "status|")" run status
expect "$(builds)" $((n + 1))

test_that "two starts at once build once"
change "$PROJECT/pom.xml"
before="$(builds)"
run one >"$WORK/one" 2>/dev/null &
first=$!
run two >"$WORK/two" 2>/dev/null &
second=$!
wait "$first" || not_met "the first failed"
wait "$second" || not_met "the second failed"
expect "$(cat "$WORK/one" "$WORK/two")" "$(started "one|")"$'\n'"$(started "two|")"
expect "$(builds)" $((before + 1))

test_that "a build that fails is said, starts nothing, and is tried again the next time"
change "$PROJECT/pom.xml"
touch "$PROJECT/broken"
expect_failure "the build failed: Maven's message is above" run status
grep -F "the words of the build" "$WORK/stderr" >/dev/null || not_met "Maven's message is not above"
rm "$PROJECT/broken"
expect_output "$(started "status|")" run status

test_that "the console without a display is refused in one line that names commands which need none"
expect_failure "the console needs a display, and there is none (DISPLAY is not set); these need none: packaging/run deploy, status" run
expect "$(grep -c . "$WORK/stderr")" 1

test_that "the console with a display is started"
DISPLAY=:99 expect_output "$(started "")" run

test_that "who may not write starts what is built, and is told what to do where it is not"
if [ "$(id -u)" = 0 ]; then
  chmod 755 "$WORK" # the other user must get in
  as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
  expect_output "$(started "status|")" as_nobody "$PROJECT/packaging/run" status
  change "$PROJECT/pom.xml"
  expect_failure "cannot build: $PROJECT/target is not yours to write to." as_nobody "$PROJECT/packaging/run" status
fi

summary
