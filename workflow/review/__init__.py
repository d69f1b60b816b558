"""Review: digests that bind an approval, the fold of events to states, and the policy."""
