"""The screens: composition and routing."""
