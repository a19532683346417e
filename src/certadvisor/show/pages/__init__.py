"""Results as documents: what a screen says, in which order. Wording only; no rule, no form."""
