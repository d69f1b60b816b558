"""The review page: what an editor reads side by side, approves and takes back."""
