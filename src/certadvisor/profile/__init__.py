"""The candidate profile: what is asked, how answers are read and written."""
