# Read by tests/peers.sh: histories on a disk of the system's that is full, and on one that is mounted to be read. Where
# no disk can be mounted (in most containers), that is said: tests/damaged has what can be had without rights.

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
disk=$work/disk
mkdir "$disk"
if ! "${as_root[@]}" mount -t tmpfs -o "size=1m,uid=$(id -u),gid=$(id -g),mode=700" tosshook "$disk" 2>"$work/out"; then
    say "--  disks that are full or read-only were left out: $(head -n 1 "$work/out")"
    return 0
fi
trap '[ -z "$listener" ] || kill "$listener" 2>/dev/null || true; "${as_root[@]}" umount -l "$disk" 2>/dev/null || true; rm -rf "$work"' EXIT
jq -nc '{eventType: "X", data: {a: ("결" * 10000)}}' >"$work/large"
rm -f "$work/ready"
"$program" listen --port 0 --ready-file "$work/ready" --format json --history "$disk/shop.db" >"$work/lines" 2>"$work/talk" &
listener=$!
for _ in $(seq 200); do [ -s "$work/ready" ] && break; read -rt 0.05 <> <(:) || true; done
# Sends an event; prints what was answered.
deliver() {
    curl -sS -o /dev/null -w '%{http_code}' -H "tosspayments-webhook-transmission-id: whtrans_$1" --data-binary "@$work/large" "$(cat "$work/ready")"
}
listed() { "$program" events list --history "$disk/shop.db" --format json --limit 1000 2>"$work/out" | wc -l; }
count=0
while [ "$(deliver "$count")" = 200 ]; do
    count=$((count + 1))
    [ "$count" -lt 200 ] || fail "the disk does not become full"
done
[ "$(deliver again)" = 503 ] || fail "a listener on a full disk did not answer 503"
grep -q "there is no room left to write $disk/shop.db: events are answered 503" "$work/talk" || fail "a full disk was not told: $(cat "$work/talk")"
[ "$count" -gt 5 ] && [ "$(listed)" -eq "$count" ] || fail "of $count events a full disk has $(listed): $(cat "$work/out")"
"${as_root[@]}" mount -o remount,size=16m "$disk"
[ "$(deliver again)" = 200 ] || fail "once there was room, the sender's next attempt was not taken"
grep -q 'the history takes events again' "$work/talk" || fail "that there is room again was not told: $(cat "$work/talk")"
kill -TERM "$listener"
wait "$listener" || fail "the listener ended with $?"
listener=
[ "$(listed)" -eq $((count + 1)) ] || fail "of $((count + 1)) events $(listed) are left"
ok "a listener on a full disk answers 503, keeps its $count events, and takes more once there is room"

"${as_root[@]}" mount -o remount,size=1m "$disk"
dd if=/dev/zero of="$disk/filling" bs=4k status=none 2>/dev/null || true
code=0
"$program" listen --port 0 --limit 1 --history "$disk/new/shop.db" >"$work/lines" 2>"$work/talk" || code=$?
[ "$code" -eq 6 ] && grep -q "there is no room left to write" "$work/talk" || fail "a history that finds no room to begin ended with $code: $(cat "$work/talk")"
[ "$(listed)" -eq $((count + 1)) ] || fail "on a full disk a closed history can't be read: $(cat "$work/out")"
rm "$disk/filling"
ok "where there is no room to begin, that is told; what is there is read"

"$program" events export --history "$disk/shop.db" >"$work/before"
rm -f "$disk"/shop.db-*
sum=$(sha256sum "$disk/shop.db")
"${as_root[@]}" mount -o remount,ro "$disk"
"$program" events export --history "$disk/shop.db" >"$work/after" 2>"$work/out" || fail "on a read-only disk: $(cat "$work/out")"
cmp "$work/before" "$work/after" || fail "another export came from a read-only disk"
"$program" events show last --history "$disk/shop.db" >/dev/null 2>"$work/out" || fail "on a read-only disk: $(cat "$work/out")"
code=0
"$program" listen --port 0 --limit 1 --history "$disk/shop.db" >"$work/lines" 2>"$work/talk" || code=$?
[ "$code" -eq 6 ] && grep -q "$disk/shop.db is read-only" "$work/talk" || fail "a listener on a read-only disk ended with $code: $(cat "$work/talk")"
[ "$sum" = "$(sha256sum "$disk/shop.db")" ] && [ "$(ls "$disk")" = $'new\nshop.db' ] || fail "something changed on a read-only disk: $(ls "$disk")"
"${as_root[@]}" umount "$disk"
trap '[ -z "$listener" ] || kill "$listener" 2>/dev/null || true; rm -rf "$work"' EXIT
ok "a history on a read-only disk is read like any other, and no listener begins on it"
