"""Two textures on the window's canvas, and the fade between them.

Decides that the glass is never without a whole picture: the hidden texture is filled completely before its fade
begins, the one below stays until it is over, then it is taken off the canvas (an invisible layer still costs). Two
textures are used again for ever: creating one for each picture grows without bound.
"""

from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture

from display_client.screen.picture import Patch, Picture

STRIP_ROWS = 135


class _Layer:
    def __init__(self, size: tuple[int, int]) -> None:
        self.texture = Texture.create(size=size, colorfmt="rgb", bufferfmt="ubyte")
        self.texture.mag_filter = self.texture.min_filter = "nearest"  # one texel is one pixel
        self.color = Color(1, 1, 1, 1)
        # Rows of a picture count from the top, GL's from the bottom: the texture is drawn upside down.
        rectangle = Rectangle(texture=self.texture, pos=(0, 0), size=size, tex_coords=(0, 1, 1, 1, 1, 0, 0, 0))
        self.group = InstructionGroup()
        self.group.add(self.color)
        self.group.add(rectangle)

    def fill(self, picture: Picture) -> None:
        width, height = picture.image.size
        for top in range(0, height, STRIP_ROWS):
            rows = min(STRIP_ROWS, height - top)
            strip = picture.image.crop((0, top, width, top + rows)).tobytes()
            self.put(Patch(0, top, width, rows, strip))

    def put(self, patch: Patch) -> None:
        self.texture.blit_buffer(
            patch.rgb,
            pos=(patch.x, patch.y),
            size=(patch.width, patch.height),
            colorfmt="rgb",
            bufferfmt="ubyte",
        )


class Canvas:
    """What is drawn. Call from the main thread only."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._front, self._back = _Layer(size), _Layer(size)
        self._began = self._lasts = 0.0
        self.fading = False

    def begin(self, picture: Picture, clock_s: float, fade_s: float) -> None:
        """Puts the picture above the one on the glass; `advance` brings it up over `fade_s` seconds (0: at once)."""
        self.finish()
        self._back.fill(picture)
        self._back.color.a = 0.0 if fade_s else 1.0
        Window.canvas.add(self._back.group)
        self._began, self._lasts, self.fading = clock_s, fade_s, True
        if not fade_s:
            self.finish()

    def advance(self, clock_s: float) -> bool:
        """One step of the fade; whether it is over now."""
        if not self.fading:
            return False
        part = (clock_s - self._began) / self._lasts
        if part >= 1.0:
            self.finish()
            return True
        self._back.color.a = part * part * (3.0 - 2.0 * part)
        return False

    def hurry(self, clock_s: float, left_s: float) -> None:
        """What is still to fade takes at most `left_s` seconds."""
        part = (clock_s - self._began) / self._lasts if self._lasts else 1.0
        if self.fading and (1.0 - part) * self._lasts > left_s:
            self._lasts = left_s / (1.0 - part)
            self._began = clock_s - part * self._lasts

    def finish(self) -> None:
        """The new picture alone."""
        if not self.fading:
            return
        self.fading = False
        self._back.color.a = 1.0
        Window.canvas.remove(self._front.group)
        self._front, self._back = self._back, self._front

    def patch(self, patches: list[Patch]) -> None:
        """Replaces areas of the picture that is on the glass."""
        for patch in patches:
            self._front.put(patch)
        self.redraw()

    def redraw(self) -> None:
        """Asks for a flip although nothing changed."""
        Window.canvas.ask_update()
