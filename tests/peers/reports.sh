# Read by tests/peers.sh after the stacks: the reports of check against the schema of Jenkins' xUnit plugin, and read
# by a library that isn't ours. The schema comes from pytest's source distribution, which holds its own reports to it.

"$stacks/venv/bin/pip" install --quiet --disable-pip-version-check --requirement tests/peers/reports/requirements.txt \
    || fail "the readers of reports did not install"
"$stacks/venv/bin/pip" download --quiet --disable-pip-version-check --no-deps --no-binary pytest --dest "$work/pytest" pytest==8.4.2 \
    || fail "the sources of pytest, which hold the schema, did not download"
schema=$work/junit-10.xsd
tar -xzf "$work"/pytest/pytest-*.tar.gz --wildcards --to-stdout '*/testing/example_scripts/junit-10.xsd' >"$schema" \
    || fail "pytest's sources hold no schema"

# Whether this report of the run whose verdicts these are is one.
is_report() { "$stacks/venv/bin/python" tests/peers/reports/read_report.py "$schema" "$1" "$work/verdicts" "$2" 2>"$work/read"; }

# Checks, with what is typed; fails unless the report is one and names at least so many failures.
expect_report() {
    "$program" check "${@:2}" --wait 30s --format json --report "junit=$work/report.xml" --no-history >"$work/verdicts" 2>"$work/talk" || true
    is_report "$work/report.xml" true || fail "the report of ${*:2}: $(tail -n 3 "$work/talk" "$work/read")"
    jq -es ".[-1].failed >= $1" "$work/verdicts" >/dev/null || fail "the report of ${*:2} names too few failures: $(tail -n 1 "$work/verdicts")"
}

start fastapi_mended
expect_report 0 "$port/webhooks/toss" "${known[@]}" --effect-url "$port/paid"
stop
start fastapi_buggy
expect_report 5 "$port/webhooks/toss"
sed 's/ tests="[0-9]*"//' "$work/report.xml" >"$work/spoilt.xml"
! is_report "$work/spoilt.xml" true && grep -q "'tests' is required" "$work/read" || fail "a report against the schema was not noticed"
sed 's/name="burst"/name="bursts"/' "$work/report.xml" >"$work/spoilt.xml"
! is_report "$work/spoilt.xml" true || fail "a report with another rule was not noticed"
"$program" check "$port/webhooks/toss" --format junit --no-history >"$work/printed.xml" 2>"$work/talk" || true
is_report "$work/printed.xml" true || fail "the printed report: $(tail -n 3 "$work/read")"
stop
ok "JUnit reports keep to the schema of Jenkins' xUnit plugin, and junitparser reads the verdicts from them"

# Starts the server whose answers are hostile.
start_hostile() {
    port=$(free_port)
    "$python" tests/peers/reports/hostile.py "$port" >"$work/server" 2>&1 &
    listener=$!
}

for path in redirects breaks talks works; do
    start_hostile
    expect_report 2 "$port/$path" --effect-url "$port/effects"
    stop
done
ok "whatever the server answers"

start_hostile
"$program" check "$port/hangs" --wait 30s --format json --report "junit=$work/report.xml" --no-history >"$work/verdicts" 2>"$work/talk" &
checking=$!
for _ in $(seq 400); do [ "$(wc -l <"$work/verdicts")" -ge 3 ] && break; read -rt 0.05 <> <(:) || true; done
kill -INT "$checking"
wait "$checking" && fail "a check that was cut short ended with 0"
is_report "$work/report.xml" false || fail "the report of a check that was cut short: $(tail -n 3 "$work/talk" "$work/read")"
stop
ok "and of a check that Ctrl-C cut short"
