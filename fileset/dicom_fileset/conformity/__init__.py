"""Instances and directories held against an Application Profile, and brought to it."""
