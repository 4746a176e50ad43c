"""The editorial workflow: one module for each action, and the rules that they share."""
