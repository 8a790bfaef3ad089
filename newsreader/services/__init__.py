"""The use cases, for the screen and the command line alike."""
