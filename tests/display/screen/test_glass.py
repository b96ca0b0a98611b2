"""Pixels read back, compared with what was meant."""

import io

from PIL import Image

from display_client.bench.rehearsal import draw
from display_client.screen import glass
from display_client.screen.picture import decode


class TestReadBack:
    meant = decode(draw(5, (320, 180)))

    def rgba(self, image: Image.Image) -> bytes:
        return image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGBA").tobytes()

    def test_equal_pixels_match(self) -> None:
        seen = glass.inspect(glass.image_of(self.rgba(self.meant), (320, 180)), self.meant, [])
        assert seen.matches and seen.colours > 1

    def test_one_wrong_pixel_does_not(self) -> None:
        wrong = self.meant.copy()
        wrong.putpixel((100, 100), (255, 0, 255))
        assert not glass.inspect(wrong, self.meant, []).matches
        assert glass.inspect(wrong, self.meant, [(90, 90, 110, 110)]).matches

    def test_a_blank_glass_has_one_colour(self) -> None:
        blank = Image.new("RGB", (320, 180))
        seen = glass.inspect(blank, self.meant, [])
        assert (seen.colours, seen.matches) == (1, False)

    def test_its_png_has_its_pixels(self) -> None:
        with Image.open(io.BytesIO(glass.png(self.meant))) as image:
            assert image.convert("RGB").tobytes() == self.meant.tobytes()
