"""What runs inside a worker process to show a picture: check it, decode it, scale it.

Nothing is decoded before the file's head has said how large it is. Whatever a stranger's bytes do
to the decoder, they do it to this process, which has limits of time and memory.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from newsreader.core.errors import PictureError
from newsreader.services.jobs import Box, Picture, PictureJob

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
"""What is decoded. SVG is none of them: it is a program rather than a picture."""
MAX_PIXELS = 50_000_000
"""The most pixels that a picture may have."""
SPECK = 2
"""A picture of so few pixels across and down is there to be counted, not to be seen."""

UNKNOWN = "It is no PNG, JPEG, GIF, WebP or BMP picture."
TOO_LARGE = f"It has more than {MAX_PIXELS // 1_000_000} million pixels."
DAMAGED = "The picture is damaged."

_TURNED = (5, 6, 7, 8)
"""The orientations by which a picture lies on its side (Exif 3.0, 4.6.5.1.6)."""
_ORIENTATION = 0x0112


def decode_picture(job: PictureJob) -> Picture:
    """Decode a picture, as large as its box shows it; of a moving one, the first picture.

    Raises:
        PictureError: It can not be shown, in one sentence.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(job.content), formats=FORMATS) as image:
            return _decode(image, job.box)
    except (PictureError, MemoryError):
        raise
    except UnidentifiedImageError as error:
        raise PictureError(UNKNOWN) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(TOO_LARGE) from error
    except Exception as error:  # decoders raise whatever comes to them
        raise PictureError(DAMAGED) from error


def _decode(image: Image.Image, box: Box) -> Picture:
    from PIL import ImageOps

    if image.width * image.height > MAX_PIXELS:
        raise PictureError(TOO_LARGE)
    width, height = image.size
    if max(width, height) <= SPECK:
        return Picture(width=width, height=height)
    turned = image.getexif().get(_ORIENTATION) in _TURNED
    if turned:
        width, height = height, width
    columns, rows = box.fit(width, height)
    size = (columns * box.dots_across, rows * box.dots_down)
    image.draft("RGB", size[::-1] if turned else size)  # a JPEG need not be decoded in full
    upright = ImageOps.exif_transpose(image)
    return Picture(
        width=width,
        height=height,
        columns=columns,
        rows=rows,
        size=size,
        pixels=_scaled(upright, size).tobytes(),
    )


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Scale a picture; what can be seen through lies on white, as on most pages."""
    from PIL import Image

    clear = image.has_transparency_data
    image = image.convert("RGBA" if clear else "RGB")
    image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if not clear:
        return image
    paper = Image.new("RGBA", size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")
