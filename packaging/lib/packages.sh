# shellcheck shell=bash
# What the console, Local and the tests need from the operating system. Needs say.sh.
#
# A need is a name below. On Debian and its kin it is met by a package, or, where somebody has installed the thing
# otherwise (a gem, SDKMAN's Maven), by the thing itself; elsewhere only by the thing itself.
# shellcheck disable=SC2034 # the lists of needs are for those that source this file

# Needs of the window: JavaFX's native libraries and the two typefaces.
CONSOLE_NEEDS=(freetype pangoft2 gtk3 gl xtst xxf86vm dejavu inter)
# Needs of Local: it runs client/ and api/ as processes, and Redis.
LOCAL_NEEDS=(ruby sinatra puma redis-gem redis-server)
BUILD_NEEDS=(maven)
# Needs of the checks, on top of all others.
TEST_NEEDS=(rack-test minitest xvfb xauth shellcheck venv curl wrk)
# Needs of benchmarks, on top of all others.
BENCH_NEEDS=(nginx haproxy)

# debian_packages NEED: the packages that meet it, the preferred one first.
debian_packages() {
  case "$1" in
    freetype) echo "libfreetype6" ;;
    pangoft2) echo "libpangoft2-1.0-0" ;;
    # Renamed when time_t grew to 64 bits: Debian 13 and Ubuntu 24.04.
    gtk3) echo "libgtk-3-0t64 libgtk-3-0" ;;
    gl) echo "libgl1" ;;
    xtst) echo "libxtst6" ;;
    xxf86vm) echo "libxxf86vm1" ;;
    dejavu) echo "fonts-dejavu" ;;
    inter) echo "fonts-inter" ;;
    ruby) echo "ruby" ;;
    sinatra) echo "ruby-sinatra" ;;
    puma) echo "puma" ;;
    redis-gem) echo "ruby-redis" ;;
    redis-server) echo "redis-server" ;;
    maven) echo "maven" ;;
    rack-test) echo "ruby-rack-test" ;;
    minitest) echo "ruby-minitest" ;;
    xvfb) echo "xvfb" ;;
    xauth) echo "xauth" ;;
    shellcheck) echo "shellcheck" ;;
    venv) echo "python3-venv" ;;
    curl) echo "curl" ;;
    wrk) echo "wrk" ;;
    nginx) echo "nginx-light" ;;
    haproxy) echo "haproxy" ;;
    certificates) echo "ca-certificates" ;;
    jdk) echo "openjdk-25-jdk" ;;
    *) fail "no package is known for \"$1\"" ;;
  esac
}

# other_packages MANAGER NEED: the package of that manager, or gem:NAME for one that RubyGems has.
other_packages() {
  case "$1:$2" in
    *:sinatra) echo "gem:sinatra" ;;
    *:puma) echo "gem:puma" ;;
    *:redis-gem) echo "gem:redis" ;;
    *:rack-test) echo "gem:rack-test" ;;
    *:minitest) echo "gem:minitest" ;;
    brew:venv) echo "python" ;;
    brew:dejavu) echo "font-dejavu" ;;
    brew:inter) echo "font-inter" ;;
    brew:redis-server) echo "redis" ;;
    dnf:freetype) echo "freetype" ;;
    dnf:pangoft2) echo "pango" ;;
    dnf:gtk3) echo "gtk3" ;;
    dnf:gl) echo "libglvnd-glx" ;;
    dnf:xtst) echo "libXtst" ;;
    dnf:xxf86vm) echo "libXxf86vm" ;;
    dnf:dejavu) echo "dejavu-sans-fonts dejavu-sans-mono-fonts" ;;
    dnf:inter) echo "rsms-inter-fonts" ;;
    dnf:redis-server) echo "redis" ;;
    dnf:xvfb) echo "xorg-x11-server-Xvfb" ;;
    dnf:xauth) echo "xorg-x11-xauth" ;;
    dnf:shellcheck) echo "ShellCheck" ;;
    dnf:venv) echo "python3" ;;
    pacman:freetype) echo "freetype2" ;;
    pacman:pangoft2) echo "pango" ;;
    pacman:gl) echo "libglvnd" ;;
    pacman:xtst) echo "libxtst" ;;
    pacman:xxf86vm) echo "libxxf86vm" ;;
    pacman:dejavu) echo "ttf-dejavu" ;;
    pacman:inter) echo "inter-font" ;;
    pacman:redis-server) echo "valkey" ;;
    pacman:xvfb) echo "xorg-server-xvfb" ;;
    pacman:xauth) echo "xorg-xauth" ;;
    pacman:venv) echo "python" ;;
    zypper:freetype) echo "libfreetype6" ;;
    zypper:pangoft2) echo "libpango-1_0-0" ;;
    zypper:gtk3) echo "libgtk-3-0" ;;
    zypper:gl) echo "libglvnd" ;;
    zypper:xtst) echo "libXtst6" ;;
    zypper:xxf86vm) echo "libXxf86vm1" ;;
    zypper:dejavu) echo "dejavu-fonts" ;;
    zypper:inter) echo "inter-fonts" ;;
    zypper:redis-server) echo "redis" ;;
    zypper:xvfb) echo "xorg-x11-server-Xvfb" ;;
    zypper:shellcheck) echo "ShellCheck" ;;
    zypper:venv) echo "python3" ;;
    *:certificates) echo "ca-certificates" ;;
    *) echo "$2" ;;
  esac
}

# present NEED: whether the thing itself is there, whoever installed it.
present() {
  case "$1" in
    maven) command -v mvn >/dev/null 2>&1 ;;
    ruby | redis-server | shellcheck | curl | wrk) command -v "$1" >/dev/null 2>&1 ;;
    # Where ordinary users do not look for it.
    nginx | haproxy) PATH="$PATH:/usr/sbin" command -v "$1" >/dev/null 2>&1 ;;
    # Only Linux needs an X server to show a window.
    xvfb) [ "$(uname -s)" != Linux ] || command -v Xvfb >/dev/null 2>&1 ;;
    xauth) [ "$(uname -s)" != Linux ] || command -v xauth >/dev/null 2>&1 ;;
    sinatra) gem_present sinatra/base ;;
    puma) gem_present puma && command -v puma >/dev/null 2>&1 ;;
    redis-gem) gem_present redis ;;
    rack-test) gem_present rack/test ;;
    minitest) gem_present minitest ;;
    venv) python3 -c 'import ensurepip, venv' >/dev/null 2>&1 ;;
    certificates) [ -s /etc/ssl/certs/ca-certificates.crt ] || [ -s /etc/pki/tls/certs/ca-bundle.crt ] ;;
    freetype) library_present libfreetype.so.6 ;;
    pangoft2) library_present libpangoft2-1.0.so.0 ;;
    gtk3) library_present libgtk-3.so.0 ;;
    gl) library_present libGL.so.1 ;;
    xtst) library_present libXtst.so.6 ;;
    xxf86vm) library_present libXxf86vm.so.1 ;;
    dejavu) font_present DejaVuSans ;;
    inter) font_present Inter ;;
    *) return 1 ;;
  esac
}

gem_present() {
  ruby -r "$1" -e '' >/dev/null 2>&1
}

library_present() {
  case "$(uname -s)" in
    Linux) { ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null; } | grep -F "$1 " >/dev/null ;;
    # JavaFX draws with the system's own libraries there.
    *) return 0 ;;
  esac
}

font_present() {
  local folder
  for folder in /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
    /Library/Fonts "$HOME/Library/Fonts"; do
    [ -d "$folder" ] || continue
    [ -z "$(find "$folder" -name "$1*" -print 2>/dev/null)" ] || return 0
  done
  return 1
}

# installed PACKAGE...: which of these Debian packages are installed, one a line.
installed() {
  # It fails when it does not know one of them, which is no failure here.
  { dpkg-query -W -f '${binary:Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true; } \
    | sed -n 's/^\([^: ]*\)[^ ]* installed$/\1/p'
}

# available PACKAGE: whether apt could install it.
available() {
  apt-cache policy "$1" 2>/dev/null | grep '^  Candidate: [^(]' >/dev/null
}

# by_apt: whether this is Debian, Ubuntu or their kin.
by_apt() {
  command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1
}

# can_install: whether this user can have apt install something.
can_install() {
  by_apt && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null 2>&1; }
}

# ensure WHY NEED...: installs what is missing, or says how and ends. WHY completes "needed to …".
ensure() {
  local why="$1" need package met have=""
  local -a packages=() missing=()
  shift
  if by_apt; then
    for need in "$@"; do
      for package in $(debian_packages "$need"); do packages+=("$package"); done
    done
    have=" $(installed "${packages[@]}" | tr '\n' ' ') "
  fi
  for need in "$@"; do
    met=no
    if by_apt; then
      for package in $(debian_packages "$need"); do
        case "$have" in *" $package "*) met=yes ;; esac
      done
    fi
    [ $met = yes ] || present "$need" || missing+=("$need")
  done
  [ ${#missing[@]} != 0 ] || return 0
  if by_apt; then
    install_by_apt "$why" "${missing[@]}"
  else
    tell_how "$why" "${missing[@]}"
  fi
}

# install_by_apt WHY NEED...
install_by_apt() {
  local why="$1" need package chosen update=no command
  local -a packages=()
  shift
  for need in "$@"; do
    chosen=""
    for package in $(debian_packages "$need"); do
      if available "$package"; then
        chosen="$package"
        break
      fi
    done
    if [ -z "$chosen" ]; then
      # The package lists are not there yet, or too old to know it: asked again after the update.
      update=yes
      chosen="$(debian_packages "$need" | tr ' ' '|')"
    fi
    packages+=("$chosen")
  done
  command="apt-get update && apt-get install --no-install-recommends $(first_choices "${packages[*]}")"
  local script="$PACKAGING/lib/apt-install"
  if [ "$(id -u)" = 0 ]; then
    say "installing ${packages[*]} (needed to $why)"
    bash "$script" "$update" "${packages[@]}" >&2 </dev/null || fail "apt-get failed: its message is above. By hand: $command"
  elif command -v sudo >/dev/null 2>&1; then
    say "installing ${packages[*]} (needed to $why): with sudo, because apt-get works as root only"
    sudo bash "$script" "$update" "${packages[@]}" >&2 || fail "that failed: the message is above. By hand, as root: $command"
  else
    say "missing: ${packages[*]} (needed to $why). You are not root and there is no sudo. Have root run this, and start again:"
    printf '  %s\n' "$command" >&2
    exit 1
  fi
}

# first_choices "a b|c": every word up to its first bar.
first_choices() {
  printf '%s' "$1" | sed 's/|[^ ]*//g'
}

# tell_how WHY NEED...: the exact commands for a system without apt.
tell_how() {
  local why="$1" need package manager
  local -a packages=() gems=()
  shift
  for manager in dnf pacman zypper brew none; do
    ! command -v "$manager" >/dev/null 2>&1 || break
  done
  for need in "$@"; do
    for package in $(other_packages "$manager" "$need"); do
      case "$package" in
        gem:*) gems+=("${package#gem:}") ;;
        *) packages+=("$package") ;;
      esac
    done
  done
  say "missing: $* (needed to $why). Install them and start again:"
  if [ ${#packages[@]} != 0 ]; then
    case "$manager" in
      dnf) echo "  sudo dnf install ${packages[*]}" >&2 ;;
      pacman) echo "  sudo pacman -S --needed ${packages[*]}" >&2 ;;
      zypper) echo "  sudo zypper install ${packages[*]}" >&2 ;;
      brew) echo "  brew install ${packages[*]}" >&2 ;;
      none) echo "  with your system's package manager: ${packages[*]}" >&2 ;;
    esac
  fi
  [ ${#gems[@]} = 0 ] || echo "  gem install --user-install ${gems[*]}" >&2
  exit 1
}
