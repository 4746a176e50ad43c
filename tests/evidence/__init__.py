"""Evidence for auditors."""
