"""The demo: an edition that ships with the package, and the local server for it.

`newsreader.demo.edition` reads the articles and renders their pages and feeds, and
`newsreader.demo.server` serves them on the loopback. Importing this package loads neither.
"""
