"""What a browser sees of a project on this machine: the preview and the review page."""
