"""Two textures and one shader that mixes them: the fade.

Decides that the glass is never without a whole picture: the hidden texture is filled completely before its share of the
mix begins to rise. The textures change roles with each fade and are used for ever: creating one for each picture grows
without bound. One pass over the glass instead of two blended layers: 24 against 39 ms of CPU a frame where GL is
software (1080p, llvmpipe). The shader is the window's own: a context of ours in its canvas makes Kivy draw every frame
that stands alone twice.
"""

from kivy.core.window import Window
from kivy.graphics import BindTexture, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from display_client.screen.picture import Patch

STRIP_ROWS = 135
_MIX = """
$HEADER$
uniform sampler2D texture1;
uniform float share;
void main(void) {
    vec3 below = texture2D(texture0, tex_coord0).rgb;
    vec3 above = texture2D(texture1, tex_coord0).rgb;
    gl_FragColor = vec4(mix(below, above, share), 1.0);
}
"""


class Crossfade:
    """What is drawn. Call from the main thread only."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._textures = [_texture(size), _texture(size)]
        self._front = 0
        self._began = self._lasts = 0.0
        self.fading = False
        self._context = Window.render_context
        self._context.shader.fs = _MIX
        self._context["texture1"] = 1
        self._share(0.0)
        with Window.canvas:
            BindTexture(texture=self._textures[1], index=1)
            # Rows of a picture count from the top, GL's from the bottom: drawn upside down.
            Rectangle(texture=self._textures[0], pos=(0, 0), size=size, tex_coords=(0, 1, 1, 1, 1, 0, 0, 0))

    def begin(self, image: Image.Image, clock_s: float, fade_s: float) -> None:
        """Fills the hidden texture; `advance` brings it up over `fade_s` seconds (0: at once)."""
        self.finish()
        width, height = image.size
        for top in range(0, height, STRIP_ROWS):
            rows = min(STRIP_ROWS, height - top)
            strip = image.crop((0, top, width, top + rows)).tobytes()
            _put(self._textures[1 - self._front], Patch(0, top, width, rows, strip))
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
        self._share(part * part * (3.0 - 2.0 * part))
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
        self._front = 1 - self._front
        self._share(0.0)

    def patch(self, patches: list[Patch]) -> None:
        """Replaces areas of the picture that is on the glass."""
        for patch in patches:
            _put(self._textures[self._front], patch)
        self.redraw()

    def redraw(self) -> None:
        """Asks for a flip although nothing changed."""
        Window.canvas.ask_update()

    def _share(self, hidden: float) -> None:
        """How much of the hidden texture is seen, 0 to 1."""
        self._context["share"] = hidden if self._front == 0 else 1.0 - hidden
        Window.canvas.ask_update()


def _texture(size: tuple[int, int]) -> Texture:
    texture = Texture.create(size=size, colorfmt="rgb", bufferfmt="ubyte")
    texture.mag_filter = texture.min_filter = "nearest"  # one texel is one pixel
    return texture


def _put(texture: Texture, patch: Patch) -> None:
    place, size = (patch.x, patch.y), (patch.width, patch.height)
    texture.blit_buffer(patch.rgb, pos=place, size=size, colorfmt="rgb", bufferfmt="ubyte")
