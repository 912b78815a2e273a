"""What looks after the output folder: retention, leftovers of killed runs, status, drift."""
