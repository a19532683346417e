"""How results look: pages, the forms they take, and files for other programs."""
