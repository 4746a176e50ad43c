"""What may leave this machine: the gate before a provider, pseudonyms, confidences and the metadata of pictures."""
