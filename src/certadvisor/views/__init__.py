"""Results as documents: what each screen consists of."""
