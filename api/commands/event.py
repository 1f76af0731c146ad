def pair():
    "x"


def export():
    "x"
