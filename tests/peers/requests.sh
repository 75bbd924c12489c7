# Read by tests/peers.sh after the stacks: recorded requests as the programs of others run and read them. Each body is one
# that a shell, a terminal or a parser could trip over.

requests=$work/requests
cp -r tests/peers/requests "$requests"
mkdir "$requests/bodies" "$requests/seen" "$requests/home"
"$python" "$requests/bodies.py" "$requests/bodies"
(cd "$requests" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null) \
    || fail "httpyac did not install"
"$python" -m venv "$requests/venv"
"$requests/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requests/requirements.txt" \
    || fail "mitmproxy did not install"
export TOSSHOOK_HISTORY=$requests/history.db

# A server that keeps what it is sent, and a listener whose senders take it for that server: so the URL of what is
# recorded is the server's.
recorder_port=$(free_port)
"$python" "$requests/record.py" "$recorder_port" "$requests/seen" &
recorder=$!
trap 'kill "$recorder" ${listener:+"$listener"} ${proxy:+"$proxy"} 2>/dev/null || true; rm -rf "$work"' EXIT
rm -f "$work/ready"
"$program" listen --port 0 --ready-file "$work/ready" --format raw >"$work/raw" 2>"$work/talk" &
listener=$!
for _ in $(seq 400); do [ -s "$work/ready" ] && [ -e "$requests/seen/ready" ] && break; read -rt 0.05 <> <(:) || true; done
names=()
for body in "$requests"/bodies/*; do
    names+=("$(basename "$body")")
    curl -sS --fail --globoff -o /dev/null -H "Host: 127.0.0.1:$recorder_port" -H 'Content-Type: application/json' \
        -H "X-Own: it's \"own\"" --data-binary "@$body" "$(cat "$work/ready")/hook?q=%5B1%5D&r=a+b" \
        || fail "the listener did not take $body"
done
kill -TERM "$listener"
wait "$listener" || fail "the listener ended with $?"
listener=
# The event of the nth name.
event() { printf 'last~%s' $((${#names[@]} - 1 - $1)); }
sent=0
# Fails unless the next request that the server saw is this one, to the byte.
expect_seen() {
    sent=$((sent + 1))
    [ -e "$requests/seen/$sent.json" ] || fail "$2: nothing was sent for $1"
    cmp "$requests/seen/$sent.body" "$requests/bodies/$1" || fail "$2: another body than $1 was sent"
    jq -e '.method == "POST" and .target == "/hook?q=%5B1%5D&r=a+b" and (.headers | any(. == ["x-own", "it'\''s \"own\""]))' \
        "$requests/seen/$sent.json" >/dev/null || fail "$2: another head than that of $1: $(cat "$requests/seen/$sent.json")"
}

for number in "${!names[@]}"; do
    "$program" events show "$(event "$number")" --as curl >"$work/line" || fail "there is no curl line for ${names[$number]}"
    ! grep -qP '[\x00-\x09\x0b-\x1f\x7f]' "$work/line" || fail "the curl line for ${names[$number]} holds control characters"
    for shell in sh bash zsh; do
        "$shell" "$work/line" >/dev/null 2>"$work/out" || fail "$shell did not run the curl line of ${names[$number]}: $(tail -n 2 "$work/out")"
        expect_seen "${names[$number]}" "$shell and curl"
    done
done
ok "curl lines send ${#names[@]} awkward bodies byte for byte, from sh, bash and zsh"

for name in "${names[@]}"; do
    "$program" trigger --body "$requests/bodies/$name" --to "$recorder_port/hook?ids=%5B1%5D&r=a+b" --print --as curl --seed 1 \
        >"$work/line" 2>"$work/out" || fail "trigger prints no curl line for $name: $(cat "$work/out")"
    sh "$work/line" >/dev/null 2>"$work/out" || fail "sh did not run trigger's curl line of $name: $(tail -n 2 "$work/out")"
    sent=$((sent + 1))
    cmp "$requests/seen/$sent.body" "$requests/bodies/$name" || fail "trigger's curl line sent another body than $name"
    jq -e '.target == "/hook?ids=%5B1%5D&r=a+b" and (.headers | any(.[0] == "tosspayments-webhook-transmission-id"))' \
        "$requests/seen/$sent.json" >/dev/null || fail "trigger's curl line sent another head: $(cat "$requests/seen/$sent.json")"
done
ok "and so do those of trigger"

taken=0
for number in "${!names[@]}"; do
    if "$program" events show "$(event "$number")" --as http >"$requests/one.http" 2>"$work/out"; then
        (cd "$requests" && timeout 60 node_modules/.bin/httpyac send one.http --all --silent >"$work/out" 2>&1) \
            || fail "httpyac did not send ${names[$number]}: $(tail -n 3 "$work/out")"
        expect_seen "${names[$number]}" httpyac
        taken=$((taken + 1))
    else
        grep -q 'as curl' "$work/out" || fail "no other form is named for ${names[$number]}: $(cat "$work/out")"
    fi
done
[ "$taken" -ge 5 ] || fail "only $taken bodies can be written for an HTTP client"
[ ! -e "$requests/seen/$((sent + 1)).json" ] || fail "httpyac sent more than what was written"
ok "httpyac reads $taken of them as they are printed, and the others are refused"

# What is no text has no place in an archive's requests but one that is ours alone (HAR 1.2).
texts=()
for name in "${names[@]}"; do
    if iconv -f UTF-8 -t UTF-8 "$requests/bodies/$name" >/dev/null 2>&1; then texts+=("$name"); fi
done
[ "${#texts[@]}" -lt "${#names[@]}" ] || fail "no body is binary"
"$program" events export --output "$work/all.har" 2>"$work/out" || fail "no archive: $(cat "$work/out")"
"$requests/venv/bin/python" "$requests/read_archive.py" "$work/all.har" "$requests/bodies" "${names[@]}" \
    || fail "mitmproxy reads another archive"
"$program" events show "$(event 1)" --as har >"$work/one.har"
"$requests/venv/bin/python" "$requests/read_archive.py" "$work/one.har" "$requests/bodies" "${names[1]}" \
    || fail "mitmproxy reads another archive of one event"
ok "mitmproxy reads ${#texts[@]} texts of an archive byte for byte, and the heads of the rest"

# And the other way round: what mitmproxy saw and wrote.
proxy_port=$(free_port)
HOME=$requests/home "$requests/venv/bin/mitmdump" --quiet --mode "reverse:http://127.0.0.1:$recorder_port" --listen-host 127.0.0.1 \
    --listen-port "$proxy_port" --set hardump="$work/theirs.har" >"$work/out" 2>&1 &
proxy=$!
for name in "${texts[@]}"; do
    curl -sS --fail --globoff --retry 100 --retry-connrefused --retry-delay 1 -o /dev/null -H 'Content-Type: application/json' \
        -H "X-Own: it's \"own\"" --data-binary "@$requests/bodies/$name" "http://127.0.0.1:$proxy_port/hook?q=%5B1%5D&r=a+b" 2>"$work/talk" \
        || fail "mitmproxy did not pass $name on: $(tail -n 3 "$work/out" "$work/talk")"
    expect_seen "$name" mitmproxy
done
kill -INT "$proxy"
wait "$proxy" || fail "mitmproxy ended with $?: $(tail -n 3 "$work/out")"
proxy=
"$program" events import "$work/theirs.har" --history "$requests/theirs.db" >"$work/out" 2>&1 || fail "mitmproxy's archive: $(cat "$work/out")"
"$program" events export --history "$requests/theirs.db" 2>/dev/null | jq -c 'select(.kind == "event")' >"$work/imported"
[ "$(wc -l <"$work/imported")" -eq "${#texts[@]}" ] || fail "of mitmproxy's archive $(wc -l <"$work/imported") events came in"
jq -r .body_base64 "$work/imported" >"$work/came"
for name in "${texts[@]}"; do
    base64 -w 0 "$requests/bodies/$name" >"$work/expected"
    printf '\n' >>"$work/expected"
    grep -qxF -f "$work/expected" "$work/came" || fail "$name did not come in from mitmproxy's archive"
done
ok "and an archive that mitmproxy wrote comes in byte for byte"
kill "$recorder"
unset TOSSHOOK_HISTORY
trap '[ -z "$listener" ] || kill "$listener" 2>/dev/null || true; rm -rf "$work"' EXIT
