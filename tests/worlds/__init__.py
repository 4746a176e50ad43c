"""What several tests share: one module for each invented workspace or outside system."""
