"""One file per version of the ledger, each built on the one before."""
