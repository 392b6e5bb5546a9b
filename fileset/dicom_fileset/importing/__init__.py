"""Import: instances from somebody else's medium into an archive, each accounted for."""
