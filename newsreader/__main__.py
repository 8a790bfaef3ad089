"""``python -m newsreader``, and the entry point of the ``newsreader`` command."""


def main() -> None:
    """Run the command line."""
    from newsreader.cli import main as run

    run()


if __name__ == "__main__":
    main()
