#!/usr/bin/env bash
# What isn't ours, against the built program: curl as the sender, the shells that read the completions, the
# reader of the man pages, less, a browser for the pictures, a calendar library, servers in Express, NestJS and FastAPI,
# readers of JUnit's reports, readers of curl lines, of HTTP files and of archives.
# Installs what is missing (Debian) and fails where it can't.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

# Installs what is in the list.
install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${missing[*]}"
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

missing=()
for program in curl zsh fish mandoc jq chromium less; do
    command -v "$program" >/dev/null || missing+=("$program")
done
command -v script >/dev/null || missing+=(bsdutils)
# Debian's own Python, whatever else is in the path: packages are installed for no other.
python=/usr/bin/python3
"$python" -c 'import icalendar' 2>/dev/null || missing+=(python3 python3-icalendar)
"$python" -c 'import PIL' 2>/dev/null || missing+=(python3-pil)
fc-list 2>/dev/null | grep -q DejaVuSans.ttf || missing+=(fontconfig fonts-dejavu-core)
install_missing

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

# less shows what is longer than its terminal, and leaves it there; what fits it shows without asking.
in_terminal() { printf '%s' "$2" | timeout 20 script -qec "stty rows $1 cols 110; env -u LESS -u PAGER TERM=xterm $program trigger --list" /dev/null; }
in_terminal 12 'q' >"$work/screen" || fail "less did not end well"
[ "$(grep -c . "$work/screen")" -lt 20 ] && grep -q 'PAYMENT_STATUS_CHANGED' "$work/screen" || fail "less did not page: $(cat "$work/screen")"
in_terminal 500 '' >"$work/screen" && [ "$(grep -c . "$work/screen")" -gt 20 ] || fail "what fits was paged"
ok "less shows long tables a screen at a time"

# A browser renders the pictures, in light and dark: nothing on another thing, outside, or too faint.
browse() {
    local profile
    profile=$(mktemp -d -p "$work")
    # No name resolves: what it renders, it renders without the network.
    chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --disable-dev-shm-usage --user-data-dir="$profile" \
        --host-resolver-rules='MAP * ~NOTFOUND' --hide-scrollbars "$@" 2>"$work/browser" \
        || fail "the browser did not run: $(tail -n 3 "$work/browser")"
}
# In one line: the theme, the colour of the paper, how many marks, and how much is wrong; then what.
measure() {
    { printf '<!doctype html><meta charset="utf-8"><body>'; cat "$1"; printf '<script>'; cat tests/peers/measure.js; printf '</script>'; } >"$work/page.html"
    browse --blink-settings=preferredColorScheme="$2" --dump-dom "file://$work/page.html" | sed -n 's/<[^>]*>//g; /^measured/,$p'
}
draw_all() { "$program" retry-schedule --format svg "${@:2}" >"$work/pictures/$1.svg"; }
draw() { draw_all "$@" --from 2026-11-23T02:00:00+09:00; }
mkdir "$work/pictures"
draw unknown
draw outage --down 02:00..09:30
draw lost --down 02:00+5d
draw third --fail 3
draw one --intervals 10m --down 01:50..02:03
draw hundred --intervals "$(printf '1m,%.0s' $(seq 99))1m" --down 01:50..02:37
draw seconds --intervals 5s,10s,30s,2m,5m --fail 2 --down 02:01+90s
draw crowd --intervals "$(printf '1s,%.0s' $(seq 20))1d,7d" --down 02:00+20d
draw zones --tz America/New_York --down 02:00+1d --down '2026-11-25 00:00+30m'
draw deploys --down-every 6h+2m
draw often --down-every 2m+1m
# Of every event of the outages.
draw_all night --down '2026-11-23 02:00+7h30m'
draw_all nights --down '2026-11-23 02:00+2h' --down '2026-11-23 06:00+30m' --down '2026-11-26 00:00+9d' --fail 1
draw_all minutes --down '2026-11-23 02:00+90s' --down '2026-11-23 02:05+90s' --down '2026-11-24 02:00+90s' --down '2026-11-24 02:05+90s'
draw_all year --down '2026-12-31 22:00+40d' --intervals 1h,1h --tz America/New_York
# Of many events.
draw day --arrivals 100000 --over 1d --down 02:00..09:30
draw chance --rate 100/1m --over 1d --down 02:00..09:30 --down-every 6h+2m --fail-rate 20% --seed 7
draw flood --arrivals 1000000 --over 7d --down 02:00+6d
draw single --arrivals 1 --over 1s --down 02:00..09:30
draw quiet --arrivals 10 --over 1h
draw month --arrivals 1000000 --over 30d --down-every 1d+5m
for picture in "$work"/pictures/*.svg; do
    marks=$(grep -cE '^<g><title>(first|re-send)' "$picture")
    for look in 'light 1 255,255,255' 'dark 0 13,17,23'; do
        read -r theme scheme paper <<<"$look"
        measured=$(measure "$picture" "$scheme")
        [[ $measured == "measured $theme, paper rgb(${paper//,/, }), $marks marks, 0 wrong"* ]] \
            || fail "$(basename "$picture") in $theme: ${measured:-nothing was rendered}"
        browse --blink-settings=preferredColorScheme="$scheme" --window-size=840,300 --screenshot="$work/picture.png" "file://$picture"
        "$python" tests/peers/screenshot.py "$work/picture.png" "$paper" || fail "$(basename "$picture") in $theme is no picture"
    done
done
ok "a browser renders $(ls "$work/pictures" | wc -l) pictures, in light and in dark, every label in its place"
sed 's/x="28"/x="120"/' "$work/pictures/outage.svg" >"$work/spoilt.svg"
[[ $(measure "$work/spoilt.svg" 1) == *"touches"* ]] || fail "labels on each other were not noticed"
ok "and would notice labels on each other"
sed 's/fill-opacity: 0.07/fill-opacity: 0.95/' "$work/pictures/outage.svg" >"$work/spoilt.svg"
[[ $(measure "$work/spoilt.svg" 1) == *"256m is too faint"* ]] || fail "a label on a dark ground was not noticed"
ok "and labels that their ground swallows"

# A calendar library reads from the calendar what the JSON says.
plan() { "$program" retry-schedule --from 2026-11-23T02:00:00+09:00 "${@:2}" --format "$1" >"$work/plan.$1"; }
plan ics; plan json
"$python" tests/peers/read_calendar.py "$work/plan.ics" "$work/plan.json" || fail "the calendar of a plan differs"
plan ics --down 02:00..09:30 --down 2026-11-24T02:00+90s; plan json --down 02:00..09:30 --down 2026-11-24T02:00+90s
"$python" tests/peers/read_calendar.py "$work/plan.ics" "$work/plan.json" 27000 90 || fail "the calendar of an outage differs"
plan ics --down-every 1d+5m; plan json --down-every 1d+5m
"$python" tests/peers/read_calendar.py "$work/plan.ics" "$work/plan.json" 300 300 300 300 || fail "the calendar of deploys differs"
ok "icalendar reads the attempts and outages, to the second"

# Servers in the stacks that merchants use.
. tests/peers/stacks.sh

# Reports for JUnit's readers.
. tests/peers/reports.sh

# Recorded requests for curl, an HTTP client and a reader of archives.
. tests/peers/requests.sh

# Disks that are full, or may only be read.
. tests/peers/disks.sh

say "$passed passed, 0 failed"
