"""The target WordPress, against a real one."""
