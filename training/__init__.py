"""How the weights of the shipped named-entity model are made: `python -m training` (see README.md)."""
