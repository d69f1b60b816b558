"""What becomes of messages when their source changes; two catalogues of one ancestor (pure)."""
