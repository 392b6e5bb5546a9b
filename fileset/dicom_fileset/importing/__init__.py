"""Import: instances from a medium into an archive, each accounted for."""
