"""Bytes on disk: atomic and conditional writes, stamps, locks, git. The only room that writes."""
