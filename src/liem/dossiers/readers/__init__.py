"""One reader per source format. It lays the source's tables ready; they are judged after, the same for all."""
