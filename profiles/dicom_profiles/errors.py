"""Errors on profiles: a name that is none, a TOML that is not as it must be."""


class UnknownProfile(KeyError):
    """No Application Profile has this name.

    Attributes
    ----------
    name
        That was asked for.
    nearest
        Names that look like it.
    instead
        What replaced it, where it is a retired name, a synonym or a misprint; or empty.
    source
        Why, with the clause, where ``instead`` is set.
    """

    def __init__(
        self, name: str, nearest: tuple[str, ...] = (), instead: str = "", source: str = ""
    ) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = nearest
        self.instead = instead
        self.source = source

    def __str__(self) -> str:
        if self.instead:
            return f"{self.name} is no profile ({self.source}); take {self.instead}."
        near = f" Near: {', '.join(self.nearest)}." if self.nearest else ""
        return f"There is no profile {self.name or 'without a name'}.{near}"


class ProfileError(ValueError):
    """A TOML does not say what a profile must say.

    Attributes
    ----------
    file
        Its path.
    place
        The path of the key, such as ``profile[0].rows[2].transfer_syntaxes[1]``; or empty.
    reason
        What is wrong, and what is allowed there.
    """

    def __init__(self, file: str, place: str, reason: str) -> None:
        where = f"{file}: {place}" if place else file
        super().__init__(f"{where}: {reason}")
        self.file = file
        self.place = place
        self.reason = reason
