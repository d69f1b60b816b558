"""What a browser sees of a project on this machine: the preview (as thin as ``cli``)."""
