"""One PostgreSQL: a private server under ``LIEM_HOME`` by default, any server by ``DATABASE_URL``."""
