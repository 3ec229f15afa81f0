"""The loops over rows: with numpy, or compiled by numba for large datasets."""

from app.engine.kernels.compiling import Compiling
from app.engine.kernels.kernels import Kernels
from app.engine.kernels.with_numpy import NumpyKernels

__all__ = ["Compiling", "Kernels", "NumpyKernels"]
