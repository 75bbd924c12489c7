# Read by tests/peers.sh: check and its stand-in against servers in the stacks that merchants use. The known bugs of
# each are found, and no others; the mended versions pass. Packages come from their registries, in pinned versions.

missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
"$python" -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
install_missing

stacks=$work/stacks
cp -r tests/peers/stacks "$stacks"
(cd "$stacks" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null && node_modules/.bin/tsc -p .) \
    || fail "the packages of Express and NestJS did not install"
"$python" -m venv "$stacks/venv"
"$stacks/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$stacks/requirements.txt" \
    || fail "the packages of FastAPI did not install"

free_port() { "$python" -c 'import socket; it = socket.socket(); it.bind(("127.0.0.1", 0)); print(it.getsockname()[1])'; }

security_key=6ec0b9cd1ba1bd6f2ea0e3bd2ad63bafb7bb20e8a2f55ad0e6ac3f9b7c1d2e3f
order=order-1122-0018
secret=ps_Z1aOwX7K8mBnRQpDo2dZ8yQxzvNP

# Starts a server with the port that is to be checked.
start() {
    server=$1
    port=$(free_port)
    api=$(free_port)
    (
        cd "$stacks"
        export PORT=$port TOSS_API=http://127.0.0.1:$api TOSS_SECRET_KEY=test_sk_any
        export SECURITY_KEY=$security_key ORDER_ID=$order ORDER_SECRET=$secret
        case $1 in
        fastapi_*) exec venv/bin/uvicorn "$1:app" --port "$port" --log-level error ;;
        *) exec node "$1.js" ;;
        esac
    ) >"$work/server" 2>&1 &
    listener=$!
}

stop() { kill "$listener"; wait "$listener" 2>/dev/null || true; listener=; }

# Checks a path, with what more is typed; fails unless these rules did not pass: "fail: a b; warn: c". Rules that
# could not tell are left out, except where nothing else is wrong.
expect() {
    local found
    "$program" check "$port$2" --wait 30s --format json --no-history "${@:3}" >"$work/verdicts" 2>"$work/talk" || true
    found=$(jq -rs 'def told(verdict): [.[] | select(.verdict == verdict) | .id]
        | if . == [] then empty else "\(verdict): \(join(" "))" end;
        map(select(.kind == "rule")) | if . == [] then "nothing" else
        [told("fail"), told("warn")] | if . == [] then "" else join("; ") end end' "$work/verdicts")
    [ "$found" = "$1" ] || fail "$server$2: '$found' where '$1' is right: $(tail -n 5 "$work/talk" "$work/server")"
}

# Fails unless a check passes, in which only these rules could not tell.
expect_pass() {
    local skipped
    expect "" "${@:2}"
    skipped=$(jq -rs '[.[] | select(.verdict == "skipped") | .id] | join(" ")' "$work/verdicts")
    [ "$skipped" = "$1" ] || fail "$server$2: '$skipped' could not tell where '$1' could not"
    jq -es '.[-1] | .kind == "summary" and .complete and .failed == 0' "$work/verdicts" >/dev/null \
        || fail "$server$2: the check did not end"
}

start express_buggy
expect "fail: unsigned-accepted" /webhooks/signed
expect "fail: deposit-flat-body unknown-event resend-same-id concurrent-duplicate cut-off-duplicate late-old-state wrong-content-type" \
    /webhooks/toss --effect-url "$port/paid"
stop
ok "Express: a signature demanded, deposits looked for by eventType, unknown events refused, work done twice"
start express_mended
expect_pass "signature-valid signature-two-values signature-forged signature-stale" \
    /webhooks/toss --effect-url "$port/paid" --api "$api"
stop
ok "Express, mended: looks payments up and passes"

printf '%s\n' "$security_key" >"$work/key"
known=(--order-id "$order" --secret "$secret" --security-key "@$work/key")

start nest_buggy
expect "fail: exactly-200 deposit-flat-body unknown-field" /webhooks/toss
expect "fail: whole-payment" /webhooks/old
stop
ok "NestJS: 201, strict fields, deposits that must have an eventType, the shape of 2022"
start nest_mended
expect_pass failed-first-try /webhooks/toss "${known[@]}" --effect-url "$port/paid"
stop
ok "NestJS, mended: passes"

start fastapi_buggy
expect "fail: deposit-flat-body created-at-forms whole-payment malformed-json empty-body" /webhooks/toss
expect "fail: signature-valid secret-right malformed-json empty-body" /webhooks/payouts "${known[@]}"
stop
ok "FastAPI: payments by card only, dates of one form, one secret for all, signatures of JSON that is made anew"
start fastapi_mended
expect_pass failed-first-try /webhooks/toss "${known[@]}" --effect-url "$port/paid"
stop
ok "FastAPI, mended: passes"
