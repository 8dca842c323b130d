"""Clock, identifiers, errors, formats: what every room may use. It knows no room, and is no helper bin."""
