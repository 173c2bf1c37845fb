"""The command line: thin. Parse, call, print."""


def main() -> None:
    """Entry point of `belegt`."""
