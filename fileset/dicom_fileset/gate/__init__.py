"""The identity gate: whose data a medium holds, before any of it is imported."""
