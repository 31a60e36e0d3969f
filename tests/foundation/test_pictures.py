"""Uploaded pictures: only real ones come through, small, upright and without what they carried."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from foundation.pictures import BadPicture, clean_picture

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
RED, BLUE = (220, 30, 30), (30, 30, 220)


def picture(kind="JPEG", size=(400, 200), mode="RGB", **more):
    """Left half red, right half blue."""
    image = Image.new(mode, size, RED if mode == "RGB" else 0)
    if mode == "RGB":
        image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def clean(content, name="photo.jpg", *, max_side=300, max_bytes=5_000_000):
    return clean_picture(SimpleUploadedFile(name, content), max_side=max_side, max_bytes=max_bytes)


def read(cleaned):
    return Image.open(io.BytesIO(cleaned.read()))


def refused(content, **more):
    with pytest.raises(BadPicture) as caught:
        clean(content, **more)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_becomes_webp_no_larger_than_asked(kind):
    cleaned = clean(picture(kind))
    image = read(cleaned)
    assert (image.format, image.size) == ("WEBP", (300, 150))
    assert cleaned.name.endswith(".webp")
    assert "photo" not in cleaned.name


def test_small_picture_is_not_blown_up():
    assert read(clean(picture(size=(40, 20)))).size == (40, 20)


def test_place_camera_and_hidden_text_are_gone():
    exif = Image.Exif()
    exif[MAKE] = "SecretCamera"
    exif.get_ifd(GPS)[2] = (52.0, 28.0, 41.0)
    cleaned = clean(
        picture(exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile" * 20, xmp=b"<SecretXmp/>")
    )
    content = cleaned.read()
    assert b"Secret" not in content
    image = Image.open(io.BytesIO(content))
    assert not image.getexif()
    assert not {"exif", "icc_profile", "xmp"} & set(image.info)


def test_hidden_text_of_png_is_gone():
    text = PngInfo()
    text.add_text("Author", "SecretName")
    assert b"Secret" not in clean(picture("PNG", pnginfo=text)).read()


def test_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn a quarter clockwise to show it
    image = read(clean(picture(exif=exif))).convert("RGB")
    assert image.size == (150, 300)
    top, bottom = image.getpixel((75, 40)), image.getpixel((75, 260))
    assert top[0] > top[2]
    assert bottom[2] > bottom[0]


def test_transparency_is_kept():
    written = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    image = read(clean(written.getvalue()))
    assert (image.mode, image.getpixel((5, 5))[3]) == ("RGBA", 0)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_modes_are_read(mode):
    assert read(clean(picture(mode=mode))).format == "WEBP"


def test_of_an_animation_the_first_picture_is_kept():
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE)]
    written = io.BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    image = read(clean(written.getvalue()))
    assert getattr(image, "n_frames", 1) == 1


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"""


@pytest.mark.parametrize("content", [SVG, b"\xef\xbb\xbf\n <?xml version='1.0'?>" + SVG])
@pytest.mark.parametrize("name", ["logo.svg", "logo.png", "logo.jpg"])
def test_svg_is_refused_whatever_it_is_called(content, name):
    assert "SVG" in refused(content, name=name)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00program",
        b"%PDF-1.7",
        b"GIF89a" + b"\x00" * 50,
        b"not a picture",
        b"PK\x03\x04",
        picture("GIF"),
        picture("TIFF"),
    ],
    ids=["program", "pdf", "broken-gif", "text", "zip", "gif", "tiff"],
)
def test_other_content_is_refused_whatever_the_name_says(content):
    assert "Use JPEG, PNG or WebP" in refused(content, name="photo.png")


def test_script_behind_a_picture_does_not_come_through():
    assert b"<script>" not in clean(picture("PNG") + b"<script>alert(1)</script>").read()


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_bomb(side):
    """A few kilobytes that unpack to side x side pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    line = b"\x00" * (1 + (side + 7) // 8)
    rows = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_000, 12_000, 20_000])
def test_bomb_of_pixels_is_refused_before_it_is_unpacked(side, monkeypatch):
    def unpack(self):
        raise AssertionError("unpacked")

    bomb = png_bomb(side)
    assert len(bomb) < 200_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", unpack)
    assert "too many pixels" in refused(bomb)


def test_header_that_promises_too_much_is_refused():
    content = picture("PNG")
    header = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    assert "pixels" in refused(content[:8] + chunk(b"IHDR", header) + content[33:])


def test_bomb_of_text_is_refused():
    content = picture("PNG")
    bomb = chunk(b"zTXt", b"k\x00\x00" + zlib.compress(b"A" * 50_000_000, 9))
    assert "damaged" in refused(content[:33] + bomb + content[33:])


def test_oversize_is_refused():
    assert "larger than 0.001 MB" in refused(picture(), max_bytes=1_000)


@pytest.mark.parametrize("cut", [0.05, 0.5, 0.9])
def test_file_cut_short_is_refused(cut):
    content = picture("PNG")
    assert refused(content[: int(len(content) * cut)])


def test_empty_file_is_refused():
    assert "empty" in refused(b"", name="photo.png")


def test_any_file_object_will_do():
    assert read(clean_picture(ContentFile(picture()), max_side=50, max_bytes=100_000)).size == (50, 25)
