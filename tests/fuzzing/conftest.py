"""What of the fuzzing is no test: it needs atheris to be imported at all."""

collect_ignore = ["guided.py"]
