#!/usr/bin/env bash
# What isn't ours, against the built program: curl as the sender, the shells that read the completions, the
# reader of the man pages. Installs what is missing (Debian) and fails where it can't.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

missing=()
for program in curl zsh fish mandoc jq; do
    command -v "$program" >/dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

cargo build --locked --quiet
program=$PWD/target/debug/tosshook
bodies=$PWD/tests/bodies
work=$(mktemp -d)
listener=
trap '[ -z "$listener" ] || kill "$listener" 2>/dev/null || true; rm -rf "$work"' EXIT
export HOME=$work XDG_DATA_HOME=$work/data TZ=Asia/Seoul
passed=0
ok() { passed=$((passed + 1)); say "ok  $*"; }

# The published bodies, piped with curl into a listener: recognised and kept byte for byte.
"$program" listen --port 0 --ready-file "$work/ready" --format raw >"$work/raw" 2>"$work/talk" &
listener=$!
for _ in $(seq 200); do [ -s "$work/ready" ] && break; read -rt 0.05 <> <(:) || true; done
url=$(cat "$work/ready") || fail "the listener did not become ready: $(cat "$work/talk")"
count=0
: >"$work/expected"
for body in "$bodies"/*.json; do
    status=$(curl -sS -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' --data-binary @- "$url/hook" <"$body")
    [ "$status" = 200 ] || fail "$body was answered $status"
    cat "$body" >>"$work/expected"
    printf '\n' >>"$work/expected"
    count=$((count + 1))
done
kill -TERM "$listener"
wait "$listener" || fail "the listener ended with $?"
listener=
cmp "$work/raw" "$work/expected" || fail "the bodies did not come through byte for byte"
ok "$count published bodies came through byte for byte"
unknown=$("$program" events list --format json --limit 1000 | jq -r 'select(.event == null) | .id')
[ -z "$unknown" ] || fail "not recognised: $unknown"
[ "$("$program" events list --format json --limit 1000 | wc -l)" -eq "$count" ] || fail "the history lacks some"
ok "each was recognised and is in the history"

# The curl line that is printed sends the same bytes.
"$program" listen --port 0 --limit 1 --ready-file "$work/ready" --format raw >"$work/raw" 2>"$work/talk" &
listener=$!
for _ in $(seq 200); do [ -s "$work/ready" ] && break; read -rt 0.05 <> <(:) || true; done
"$program" trigger PAYMENT_STATUS_CHANGED --seed 1 --set "data.orderName=it's \"50%\" off @home" --to "$(cat "$work/ready")" --reveal --as curl >"$work/curl.sh"
bash "$work/curl.sh" >/dev/null 2>&1 || fail "the printed curl line did not run: $(cat "$work/curl.sh")"
wait "$listener" || fail "the listener ended with $?"
listener=
"$program" trigger PAYMENT_STATUS_CHANGED --seed 1 --set "data.orderName=it's \"50%\" off @home" --reveal --as json | jq -rj '.body | if type == "string" then . else tojson end' >"$work/body"
jq -S . "$work/raw" >"$work/a"; jq -S . "$work/body" >"$work/b"
cmp "$work/a" "$work/b" || fail "the curl line sent another body"
ok "the printed curl line sends the event"

# Shells read their completions, the man-page reader finds nothing to say.
bash -n completions/tosshook.bash && zsh -n completions/_tosshook && fish --no-execute completions/tosshook.fish
ok "bash, zsh and fish read the completions"
"$program" man "$work/man"
mandoc -T lint -W error "$work"/man/*.1 || fail "a man page is malformed"
ok "mandoc reads the man pages"

say "$passed passed, 0 failed"
