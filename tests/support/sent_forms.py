"""Forms with files, as a browser sends them."""

from io import BytesIO
from PIL import Image
from tests.support.staff import token_of

import random


BOUNDARY = "limit-7f3a"


def multipart(fields, files=()):
    """(body, headers). `fields`: name -> text or a list of them; `files`: (name, filename, bytes)."""
    body = BytesIO()
    for name, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            body.write(
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
            )
            body.write(f"{each}\r\n".encode())
    for name, filename, data in files:
        body.write(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
        )
        body.write(data + b"\r\n")
    body.write(f"--{BOUNDARY}--\r\n".encode())
    return body.getvalue(), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def send_with_files(visitor, path, fields, files=(), *, page=None):
    """Send the form at `path`; the token is of `page`, or of that form."""
    token = token_of(visitor.get(page or path).text)
    body, headers = multipart({"_authenticator": token, **fields}, files)
    return visitor.ask("POST", path, body=body, headers=headers)


def photograph(width=640, height=480, *, place=True):
    """A JPEG as a telephone takes it, with the place where it was taken."""
    size, pixels = (width, height), width * height
    noise = Image.frombytes("L", size, random.Random(7).randbytes(pixels))
    slope = Image.frombytes("L", size, (bytes(range(256)) * (pixels // 256 + 1))[:pixels])
    image = Image.merge("RGB", (noise, Image.new("L", size, 90), slope))
    exif = Image.Exif()
    if place:
        exif[0x010F] = "Hang mau"
        exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 40.0, 1.0), 3: "E", 4: (106.0, 15.0, 1.0)})
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()
