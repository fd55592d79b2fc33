# shellcheck shell=bash
# Builds what packaging/run starts. Needs say.sh, packages.sh, jdk.sh; ROOT is the project's folder.
#
# What runs lies in target/run: a copy of the jar, replaced as a whole, never written to in place, because a local
# cloud that an earlier build started goes on running from it. Its manifest names the libraries, so that one left
# over in target/lib from an older pom.xml is not loaded.

RUN_FOLDER="$ROOT/target/run"
RUN_STAMP="$RUN_FOLDER/built"
RUN_JAR="$RUN_FOLDER/slipway.jar"

# build_needed: whether a source is newer than what was built. Folders count too: a removed file shows only there.
build_needed() {
  [ -f "$RUN_STAMP" ] && [ -f "$RUN_JAR" ] && [ -d "$RUN_FOLDER/lib" ] || return 0
  local source
  for source in pom.xml .mvn src/main stacks client api; do
    [ -e "$ROOT/$source" ] || continue
    [ -z "$(find "$ROOT/$source" -newer "$RUN_STAMP" -print 2>/dev/null)" ] || return 0
  done
  return 1
}

maven() {
  mvn --batch-mode --no-transfer-progress -Dstyle.color=never --file "$ROOT/pom.xml" "$@"
}

# build_if_needed: one process builds, others wait for it and then find nothing to do.
build_if_needed() {
  build_needed || return 0
  mkdir -p "$RUN_FOLDER" 2>/dev/null || true
  [ -w "$RUN_FOLDER" ] \
    || fail "cannot build: $ROOT/target is not yours to write to. Copy the project to a folder of yours, or have its owner run packaging/run once"
  exec 8>"$RUN_FOLDER/lock"
  lock 8
  if build_needed; then
    build
  fi
  exec 8>&-
}

build() {
  local started=$SECONDS
  ensure "build Slipway" "${BUILD_NEEDS[@]}"
  say "building (sources are newer than what was built)"
  # Taken before the build, so that a file saved while it runs is built the next time.
  touch "$RUN_FOLDER/building"
  # Maven resets a terminal's colour even where it is told that there is none.
  maven --quiet -Dfast -Dmaven.test.skip=true package 2>&1 8>&- | sed -u $'s/\e\\[0*m//g' >&2 \
    || fail "the build failed: Maven's message is above"
  ln -sfn ../lib "$RUN_FOLDER/lib"
  cp "$ROOT"/target/slipway-*.jar "$RUN_JAR.new"
  mv "$RUN_JAR.new" "$RUN_JAR"
  touch -r "$RUN_FOLDER/building" "$RUN_STAMP"
  rm "$RUN_FOLDER/building"
  say "built in $((SECONDS - started)) s"
}
