"""What must be true of every table on the way: declared in `suites`, evaluated by `checking`."""
