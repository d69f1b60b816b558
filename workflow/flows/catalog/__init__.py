"""The use cases on catalogues as files: merge, lint, prune, and git's three-way merge."""
