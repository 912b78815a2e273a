"""What `landclean serve` brings up: the server, its worker and deployments, the watch over inbox and nights."""
