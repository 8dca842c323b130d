"""Files of evidence and their custody: sealed as they came, shown made harmless, every hand recorded."""
