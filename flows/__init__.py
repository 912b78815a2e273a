"""The shell: order, files, clock, environment, Prefect. No rule about land or people lives here.

`ward.py` is the route of one ward, top to bottom, and `steps.py` its steps; `nightly.py` runs it for every ward;
`cli.py` is the same from the shell.
Prefect puts this folder first on `sys.path`: no file here may bear the name of a top-level package.
"""
