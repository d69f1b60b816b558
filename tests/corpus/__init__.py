"""Proofs on documents that others wrote; ``make corpora`` fetches them."""
