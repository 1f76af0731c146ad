def match():
    "x"


def problems():
    "x"


def partners():
    "x"


def why_not():
    "x"
