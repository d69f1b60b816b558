"""The edge to disk: settings, articles, catalogues, reviews, memory, releases."""
