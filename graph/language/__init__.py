"""Words and names of both scripts, without a language model."""
