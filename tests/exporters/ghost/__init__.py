"""The target Ghost, against a real one."""
