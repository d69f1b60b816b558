"""Multilingual publishing of articles through gettext catalogues."""

__version__ = "0.1.0"
