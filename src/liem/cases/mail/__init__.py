"""Notices by mail: that something waits, under which number; never what it is about, nor whom."""
