# shellcheck shell=bash
# The Python tools of the checks (cfn-lint, the AWS CLI, pytest), in a venv under target/. Needs say.sh, packages.sh.

VENV="$ROOT/target/venv"

# bring_venv: makes it, or makes it again where requirements.txt has changed since.
bring_venv() {
  local wanted="$PACKAGING/requirements.txt"
  cmp -s "$wanted" "$VENV/requirements.txt" && return
  say "installing the Python tools of the checks into target/venv"
  rm -rf "$VENV"
  python3 -m venv "$VENV" || fail "python3 -m venv failed: its message is above"
  "$VENV/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" >&2 \
    || fail "pip could not install packaging/requirements.txt: its message is above"
  cp "$wanted" "$VENV/requirements.txt"
}
