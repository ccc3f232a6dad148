"""What was worked out before and holds until what it was worked out from is another thing.

``cache`` keeps it between runs; here is only the shape of it, for floors below the cache.
"""

from __future__ import annotations

from collections.abc import Callable


class Memory:
    """The cache, or nothing. Keys are texts, values opaque bytes."""

    def __init__(
        self,
        get: Callable[[str], bytes | None] = lambda key: None,
        put: Callable[[str, bytes], None] = lambda key, value: None,
    ) -> None:
        self.get = get
        self.put = put
