"""Multilingual publishing of articles through gettext catalogues."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("workflow")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
