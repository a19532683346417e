"""How certadvisor decides: pure functions over the catalog and the profile; no sentence, no screen."""
