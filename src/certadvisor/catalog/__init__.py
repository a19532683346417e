"""The catalog: its types, how it is found, read, checked and audited."""
