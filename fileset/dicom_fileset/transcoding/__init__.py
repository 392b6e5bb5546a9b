"""Instances brought into another transfer syntax: which attributes change, and what is proven."""
