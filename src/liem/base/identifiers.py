"""Identifiers that are the same wherever and whenever they are computed."""

import base64
import hashlib


def stable_id(prefix: str, *parts: object, length: int = 16) -> str:
    """An identifier made of ``parts`` alone: the same parts give the same id in every run, engine and version.

    >>> stable_id("s", "D1", "official", "CC-07")
    's-ugbunqpudfgcg66k'
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return f"{prefix}-{base64.b32encode(digest).decode().lower()[:length]}"
