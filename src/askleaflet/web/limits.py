"""Rate limits: per visit and per address, in bounded memory, forgetting whoever has gone.

A bucket holds ``burst`` tokens and fills at ``per_minute`` / 60 tokens a second; each request takes
what it costs (token bucket; Turner 1986). A hospital stands behind one address, so an address may
ask what two thousand visits do. Visits and addresses are kept in memory only, for a minute or so.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]


@dataclass(slots=True)
class Bucket:
    """The tokens left for one key, and when they were counted (seconds of a steady clock)."""

    tokens: float
    counted: float


class RateLimit:
    """How often one key may ask. Keeps at most ``capacity`` keys: the longest silent goes first."""

    def __init__(
        self, per_minute: int, burst: int, capacity: int = 10_000, clock: Clock = time.monotonic
    ) -> None:
        self.rate = per_minute / 60
        self.burst = burst
        self.capacity = capacity
        self.clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, cost: float = 1.0) -> float:
        """Takes ``cost`` tokens: 0.0 if there were so many, else the seconds until there will be.

        What would cost more than half a full bucket costs that half: nobody waits for ever.
        """
        cost = min(cost, max(1.0, self.burst / 2))
        now = self.clock()
        bucket = self._buckets.pop(key, None) or Bucket(self.burst, now)
        self._forget(now)
        self._buckets[key] = bucket
        bucket.tokens = min(self.burst, bucket.tokens + (now - bucket.counted) * self.rate)
        bucket.counted = now
        if bucket.tokens < cost:
            return (cost - bucket.tokens) / self.rate
        bucket.tokens -= cost
        return 0.0

    def _forget(self, now: float) -> None:
        """Drops keys whose bucket is full again: they differ in nothing from a new one.

        Keys are in order of last use, so it stops at the first that has to stay.
        """
        full_again = self.burst / self.rate
        while self._buckets:
            key, oldest = next(iter(self._buckets.items()))
            if now - oldest.counted < full_again and len(self._buckets) < self.capacity:
                return
            del self._buckets[key]
