"""Who gets what, when there is not enough for all or everybody has wishes: plain Python, said in advance, done again by anybody."""
