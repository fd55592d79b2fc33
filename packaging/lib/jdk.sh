# shellcheck shell=bash
# Finds JDK 25 or newer and puts it into JAVA_HOME, or brings one. Needs say.sh and packages.sh.

JDK_WANTED=25

# Temurin's archive for Linux with glibc: address below JDK_ORIGIN, SHA-256. Both as Eclipse Adoptium publishes them
# in github.com/adoptium/containers, 25/jdk/ubuntu/noble/Dockerfile.
JDK_ORIGIN="https://github.com/adoptium/temurin25-binaries/releases/download"
JDK_RELEASE="25.0.4+7"

# jdk_pin MACHINE: "address sha256" for a machine as uname -m calls it.
jdk_pin() {
  case "$1" in
    x86_64 | amd64)
      echo "jdk-25.0.4%2B7/OpenJDK25U-jdk_x64_linux_hotspot_25.0.4_7.tar.gz" \
        "e58fcdcd637b25c03ca84cbbcefc70d11efb8f4b4cbd05decc9f661769d77f94"
      ;;
    aarch64 | arm64)
      echo "jdk-25.0.4%2B7/OpenJDK25U-jdk_aarch64_linux_hotspot_25.0.4_7.tar.gz" \
        "621f7196f0b682fb557da58bec89bd7dfe5419811fe1c0ba75c9cc8432f084c7"
      ;;
    *) return 1 ;;
  esac
}

# jdk_major FOLDER: the major version of the JDK there, 0 where there is none (a JRE cannot build). Reads the
# release file: asking the JVM itself costs a start.
jdk_major() {
  local version=""
  if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")"
  fi
  echo "${version:-0}"
}

# jdk_places: folders where a JDK may be, JAVA_HOME aside, one a line.
jdk_places() {
  local java place
  java="$(command -v java 2>/dev/null || true)"
  if [ -n "$java" ]; then
    java="$(readlink -f "$java" 2>/dev/null || echo "$java")"
    echo "${java%/bin/java}"
  fi
  for place in /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "$(jdk_cache)"/jdk-*; do
    echo "$place"
  done
}

jdk_cache() {
  echo "${XDG_CACHE_HOME:-$HOME/.cache}/slipway"
}

# find_jdk: the JDK to use, or nothing. JAVA_HOME wins where it is new enough; among the others the oldest that is
# new enough does, since that is the version the build is tried with.
find_jdk() {
  local place major best="" best_major=9999
  if [ -n "${JAVA_HOME:-}" ] && [ "$(jdk_major "$JAVA_HOME")" -ge $JDK_WANTED ]; then
    echo "$JAVA_HOME"
    return
  fi
  while IFS= read -r place; do
    [ -d "$place" ] || continue
    major="$(jdk_major "$place")"
    if [ "$major" -ge $JDK_WANTED ] && [ "$major" -lt "$best_major" ]; then
      best="$place"
      best_major="$major"
    fi
  done <<PLACES
$(jdk_places)
PLACES
  echo "$best"
}

# jdk_origin: where to download from. Another origin may be named for tests, on this machine only: whoever could
# set it elsewhere could choose what a person downloads, although the hash would still refuse it.
jdk_origin() {
  local origin="${SLIPWAY_JDK_ORIGIN:-$JDK_ORIGIN}"
  if [ "$origin" != "$JDK_ORIGIN" ]; then
    printf '%s' "$origin" | grep -Eq '^http://(127(\.[0-9]{1,3}){3}|localhost|\[::1\])(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?$' \
      || fail "SLIPWAY_JDK_ORIGIN is \"$origin\": only an http address of this machine is taken (http://127.0.0.1:PORT)"
  fi
  echo "$origin"
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d ' ' -f 1
  else
    shasum -a 256 "$1" | cut -d ' ' -f 1
  fi
}

# download_jdk: brings the pinned archive into the cache, unpacked as jdk-RELEASE, and prints that folder. Nothing
# appears under that name before it is complete and its hash is right, and nothing else is left behind.
download_jdk() (
  machine="$(uname -m)"
  pin="$(jdk_pin "$machine")" || fail "no JDK is pinned for this machine ($machine): install JDK $JDK_WANTED and set JAVA_HOME"
  path="${pin% *}"
  wanted="${pin#* }"
  origin="$(jdk_origin)"
  cache="$(jdk_cache)"
  home="$cache/jdk-$JDK_RELEASE"
  mkdir -p "$cache" || fail "cannot write to $cache: set XDG_CACHE_HOME to a folder of yours"
  work="$(mktemp -d "$cache/download.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP

  say "downloading JDK $JDK_RELEASE (once, about 140 MB) from $origin/$path"
  if command -v curl >/dev/null 2>&1; then
    curl --fail --silent --show-error --location --retry 2 --connect-timeout 30 --output "$work/jdk.tar.gz" "$origin/$path" >&2 \
      || fail "the download failed: install JDK $JDK_WANTED yourself and set JAVA_HOME, or try again"
  else
    wget --quiet --tries=3 --timeout=30 --output-document="$work/jdk.tar.gz" "$origin/$path" >&2 \
      || fail "the download failed: install JDK $JDK_WANTED yourself and set JAVA_HOME, or try again"
  fi
  got="$(sha256 "$work/jdk.tar.gz")"
  [ "$got" = "$wanted" ] || fail "the JDK archive is not the pinned one: its SHA-256 is $got, not $wanted; nothing was kept"

  mkdir "$work/jdk"
  tar -xzf "$work/jdk.tar.gz" -C "$work/jdk" --strip-components 1 >&2 || fail "the JDK archive could not be unpacked into $cache"
  if [ ! -d "$home" ]; then
    # Where another run was faster, its folder is as good.
    mv -T "$work/jdk" "$home" 2>/dev/null || [ -d "$home" ] || fail "cannot write to $home"
  fi
  echo "$home"
)

# bring_jdk: sets and exports JAVA_HOME.
bring_jdk() {
  local home
  home="$(find_jdk)"
  if [ -z "$home" ] && can_install && available openjdk-$JDK_WANTED-jdk; then
    ensure "run Slipway" jdk
    home="$(find_jdk)"
  fi
  if [ -z "$home" ]; then
    case "$(uname -s)" in
      Linux) ;;
      Darwin)
        say "missing: JDK $JDK_WANTED. Install it and start again:"
        echo "  brew install --cask temurin@$JDK_WANTED" >&2
        exit 1
        ;;
      *) fail "missing: JDK $JDK_WANTED. Install it and set JAVA_HOME to its folder" ;;
    esac
    if ls /lib/ld-musl-* >/dev/null 2>&1; then
      fail "missing: JDK $JDK_WANTED built for musl. Install your system's package and set JAVA_HOME"
    fi
    command -v curl >/dev/null 2>&1 || command -v wget >/dev/null 2>&1 \
      || ensure "download JDK $JDK_WANTED" curl certificates
    home="$(download_jdk)" || exit 1
  fi
  export JAVA_HOME="$home"
}
