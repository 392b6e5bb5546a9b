"""Icons for directory records (PS3.3 F.7), out of frames."""
