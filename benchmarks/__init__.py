"""How fast pages are, beside a bare Django view in the same run: `make bench`."""
