"""IHE PDI: pages made from the directory of a file-set, and media held against the rules."""
