"""The special functions of scipy, without what their array interface would load of numpy.

`scipy.special` imports every part of numpy, among them its Fortran compiler and its test tools: half of its import, and a
twentieth of a cold build. While it is imported those names stand in place of the parts; afterwards numpy loads them as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

_UNUSED = ("f2py", "testing", "ctypeslib", "core", "char", "rec", "polynomial")


@contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Hold the parts of numpy that are not loaded yet back from whoever imports all of them."""
    held = [name for name in names if name not in vars(np)]
    for name in held:
        setattr(np, name, None)
    try:
        yield
    finally:
        for name in held:
            if vars(np).get(name, ...) is None:
                delattr(np, name)


with _without(_UNUSED):
    from scipy.special import betainc, betaincc, betaincinv, ndtri, pdtrc, stdtr

__all__ = ["betainc", "betaincc", "betaincinv", "ndtri", "pdtrc", "stdtr"]
