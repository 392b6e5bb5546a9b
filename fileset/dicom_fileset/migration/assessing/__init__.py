"""An archive assessed before it is migrated."""
