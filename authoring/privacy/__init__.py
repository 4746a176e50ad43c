"""Controls what leaves this machine: the gate before a provider, pseudonyms, confidences, metadata of pictures."""
