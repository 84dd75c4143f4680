"""What all tests share: how Hypothesis looks for examples."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A plain run looks at the same examples every time, so that it fails for a change and not for luck;
# the long trials look at new ones. A busy machine is slow without anything being wrong.
settings.register_profile(
    "floorboard",
    deadline=None,
    derandomize="FLOORBOARD_SOAK" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("floorboard")
