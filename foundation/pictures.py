"""Pictures that people upload: judged by their content, made small, and written anew without what they carry."""

from __future__ import annotations

import base64
import io
import uuid
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
# Asked of the header, before a pixel is unpacked. JPEG unpacks reduced, the others whole (4 bytes a pixel).
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LARGEST_SIDE = 16_383  # of WebP
QUALITY = 82


class BadPictureError(ValueError):
    """A picture that cannot be used; its words say what to do and may be shown to whoever sent it."""


BadPicture = BadPictureError  # the shorter name reads better where it is caught


def clean_picture(upload: File[Any], *, max_side: int, max_bytes: int) -> ContentFile[bytes]:
    """The picture as WebP, at most `max_side` pixels wide and high, upright, under a name of ours.

    Nothing of the file itself is kept: no place, camera, colour profile, thumbnail or hidden text; of
    an animation the first picture. Raises BadPicture for anything but JPEG, PNG and WebP (by content,
    whatever the name says), for more than `max_bytes`, for more pixels than can be unpacked safely and
    for a damaged file.
    """
    content = _content(upload, max_bytes)
    try:
        return ContentFile(_as_webp(content, min(max_side, LARGEST_SIDE)), name=f"{uuid.uuid4().hex}.webp")
    except BadPictureError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a stranger's file may break the reader in any way
        raise BadPictureError(_("The picture cannot be read. It may be damaged: save it again and retry.")) from error


def inside_page(name: str | None) -> str:
    """A stored picture as part of the page, for its writer and curators before it is published; "" for none.

    Its own address serves nothing until then.
    """
    if not name or not default_storage.exists(name):
        return ""
    with default_storage.open(name) as file:
        return f"data:image/webp;base64,{base64.b64encode(file.read()).decode()}"


def _content(upload: File[Any], max_bytes: int) -> bytes:
    upload.seek(0)
    content: bytes = upload.read(max_bytes + 1)
    if len(content) > max_bytes:
        most = f"{max_bytes / 1_000_000:g}"
        raise BadPictureError(_("The picture is larger than %(most)s MB. Make it smaller and retry.") % {"most": most})
    if not content:
        raise BadPictureError(_("The file is empty."))
    return content


def _as_webp(content: bytes, max_side: int) -> bytes:
    with _opened(content) as image:
        most = MOST_PIXELS[image.format or ""]
        if image.width * image.height > most:
            raise _too_many_pixels()
        image.draft("RGB", (max_side, max_side))  # JPEG only: unpack at a half, quarter or eighth
        upright = ImageOps.exif_transpose(image)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    plain.info.clear()  # or the writer would carry over place, profile and text
    written = io.BytesIO()
    plain.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
            said = _("A drawing in SVG cannot be used, since it can hold programs. Save it as PNG and retry.")
        else:
            said = _("This is not a picture we can read. Use JPEG, PNG or WebP.")
        raise BadPictureError(said) from error


def _too_many_pixels() -> BadPictureError:
    return BadPictureError(_("The picture has too many pixels. Make it at most 5,000 pixels wide and high."))
