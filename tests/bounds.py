"""How long a hostile text may keep a test: a hang is a failure, a slow machine is not.

What is given takes a moment where the cost grows with the length, and minutes where it grows with
its square; nothing is timed (speed is measured by `make bench`).
"""

import pytest

LONGEST = pytest.mark.timeout(90)
