"""Liêm (Vietnamese: incorruptible): an open integrity platform for a province."""

__version__ = "0.1.0"
