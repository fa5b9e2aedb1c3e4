"""Real rows for the tests: plain functions, keyword-only, one obvious default each."""
