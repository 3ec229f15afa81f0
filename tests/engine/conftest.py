import pytest

from app.engine.kernels import NumpyKernels
from tests.engine.strategies import Chosen


@pytest.fixture(scope="session", autouse=True, params=["numpy", "numba"])
def kernels(request):
    """Every test of the engine runs over numpy's loops and over the compiled ones."""
    if request.param == "numba":
        from app.engine.kernels.with_numba import NumbaKernels

        Chosen.chosen = NumbaKernels()
    else:
        Chosen.chosen = NumpyKernels()
