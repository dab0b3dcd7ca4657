"""Which part of a picture is kept: a shape, and the point that must stay in it."""

#: Shape -> width : height; "" keeps all.
SHAPES = {"16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1), "3:4": (3, 4)}


def cut_of(width: int, height: int, *, shape: str, focus: str) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) in pixels of the largest part of that shape around `focus`.

    `focus`: ``x,y`` in percent from the upper left corner; what cannot be read is the middle.
    """
    if shape not in SHAPES:
        return 0, 0, width, height
    across, down = SHAPES[shape]
    x, y = _point(focus)
    # The largest part of the shape that fits.
    wide = min(width, max(1, height * across // down))
    high = min(height, max(1, width * down // across))
    left = min(max(0, round(width * x / 100 - wide / 2)), width - wide)
    top = min(max(0, round(height * y / 100 - high / 2)), height - high)
    return left, top, left + wide, top + high


def _point(text: str) -> tuple[int, int]:
    x, comma, y = text.partition(",")
    if not (comma and x.strip().isdecimal() and y.strip().isdecimal()):
        return 50, 50
    return min(int(x), 100), min(int(y), 100)
