"""Import: instances of somebody else's medium into an archive, each accounted for in a manifest."""
