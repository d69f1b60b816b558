"""Files for translators' tools: texts handed out, and what comes back of them (pure)."""
