"""The sub-commands of ``liem``, one module each, holding one click command named ``command``."""
