"""The edge to machine translation: one small interface, an engine a module, the chain."""
