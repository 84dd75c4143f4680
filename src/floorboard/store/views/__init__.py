"""What queries return: small frozen records, the same for screen, `--json`, reports and tests.

Instants are seconds since the epoch, UTC. A name comes with its form in the other language; which
one is shown is for the layer that shows it. Each topic has its file, as making such a class takes
a while: the board's first paint waits for those it shows.
"""
