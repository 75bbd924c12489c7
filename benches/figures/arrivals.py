"""Many events through outages, as a straightforward loop: what `retry-schedule --arrivals` computes.

Reads a line `events over` and then a line `from to` for each outage, in nanoseconds from the first event on.
Prints the number of events that land on each attempt, those that are lost, and the number of re-sends.
"""

import sys
from bisect import bisect_right

WAITS = [1, 4, 16, 64, 256, 1024, 4096]
MINUTE = 60_000_000_000


def main():
    events, over = map(int, sys.stdin.readline().split())
    outages = sorted(tuple(map(int, line.split())) for line in sys.stdin)
    begins = [begin for begin, _ in outages]
    ends = [end for _, end in outages]
    offsets = [0]
    for wait in WAITS:
        offsets.append(offsets[-1] + wait * MINUTE)
    landed = [0] * len(offsets)
    lost = 0
    load = {}
    for event in range(events):
        first = over * event // events
        for number, offset in enumerate(offsets):
            at = first + offset
            outage = bisect_right(begins, at) - 1
            if outage >= 0 and at < ends[outage]:
                continue
            if number > 0:
                minute = at // MINUTE
                load[minute] = load.get(minute, 0) + 1
            landed[number] += 1
            break
        else:
            lost += 1
    print(*landed, lost, sum(load.values()), max(load.values(), default=0))


main()
