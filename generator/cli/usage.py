"""Wrong usage that the parser of options cannot see."""


class UsageError(Exception):
    """Options that make no sense together."""
