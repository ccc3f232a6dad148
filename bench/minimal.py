"""The least that a command can be: what any program that uses click has to pay."""

import click


@click.command()
def main() -> None:
    """Say that there is nothing to do."""
    click.echo("nothing to do")


if __name__ == "__main__":
    main()
