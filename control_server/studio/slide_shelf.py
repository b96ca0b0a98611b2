"""Slides put on the shelf and taken off it: a new one of some kind, a removal, and the pictures they use.

Decides which kinds a person can begin here, and that a removal is a change like any other. Leaves out the editor.
"""

from typing import Any
from urllib.parse import urlsplit

import msgspec
from aiohttp import BodyPartReader, web

from content.findings import RefusedError, answer, refused
from content.phrases import said
from content.slides.picture import Crop
from control_server.changes.desk import Desk
from control_server.http import answers
from control_server.http.auth import PRINCIPAL
from control_server.publishing.publisher import Publisher
from control_server.studio import catalogue, finding_words, page, slide_drafts, slide_lists, slide_pictures
from control_server.studio.catalogue import N_
from control_server.studio.slide_drafts import SlideDrafts
from control_server.studio.slide_pictures import MAX_UPLOAD, SlidePictures

KINDS: dict[str, tuple[str, str]] = {  # of `slide_drafts.BEGINNINGS`
    "notice": (N_("Notice"), N_("A street closed, an office moved: what happens, where, until when.")),
    "consultation": (
        N_("Consultation"),
        N_("What the city asks people, until when, and how they answer. It leaves the screens at that minute."),
    ),
    "debate": (
        N_("Public debate"),
        N_("Where and when people are heard, by law 52/2003, whose days are counted here; venue, desk and telephone."),
    ),
}
"""The kinds that are begun here, with their words. Slides of figures are made from a source."""
_NO_PICTURE = N_("This is no picture that can be used: PNG, JPEG or WebP, at most 20 MB and 40 megapixels.")
_NOT_CUT = N_("Too little of the picture is left: choose a larger part.")
_FIELD = 4_000
"""Bytes of a value beside the picture."""


class SlideShelf(msgspec.Struct, frozen=True, kw_only=True):
    """Answers the requests about slides as a whole."""

    publisher: Publisher
    desk: Desk
    drafts: SlideDrafts
    pictures: SlidePictures

    async def choose(self, request: web.Request) -> web.Response:
        """The kinds of slides that can be begun."""
        gettext = catalogue.translations(catalogue.language(request)).gettext
        kinds = {kind: (gettext(name), gettext(what)) for kind, (name, what) in KINDS.items()}
        return page.answer(request, "new-slide.html", kinds=kinds, change=request.query.get("change", ""))

    # --- removal -----------------------------------------------------------------------------------------------------

    async def ask_removal(self, request: web.Request) -> web.Response:
        """What a removal would take away, and from where."""
        return await self._removal(request, "")

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Begins a change that takes the slide away, from its playlists too."""
        draft = await self.drafts.opened(request.match_info["slide"], "")
        gettext = catalogue.translations(catalogue.language(request)).gettext
        try:
            files: dict[str, bytes | None] = {draft.path: None, **slide_lists.removed(draft.files, draft.id)}
            title = gettext(N_("Removed: %(title)s")) % {"title": draft.headline[:100]}
            change = await self.desk.begin(request[PRINCIPAL].name, title, files)
        except RefusedError as error:
            values = error.findings[0].values
            sentence = gettext(N_("„%(playlist)s” would be left without a slide: put another one in it first."))
            problem = (
                sentence % values
                if values.get("form") == "last-slide"
                else finding_words.shown(error.findings[0], catalogue.language(request))
            )
            return await self._removal(request, problem, answer(error).status)
        return web.Response(status=303, headers={"Location": f"/studio/changes/{change.id}"})

    async def _removal(self, request: web.Request, problem: str, status: int = 200) -> web.Response:
        draft = await self.drafts.opened(request.match_info["slide"], "")
        lists = slide_lists.listing(draft.files, draft.id)
        pack = self.publisher.published.city_pack()
        shown = slide_drafts.displays(pack, draft.id) if lists else []
        values: dict[str, Any] = {"slide": draft.id, "headline": draft.headline, "lists": lists, "displays": shown}
        return page.answer(request, "remove-slide.html", status, problem=problem, **values)

    # --- pictures ----------------------------------------------------------------------------------------------------

    async def picture(self, request: web.Request) -> web.StreamResponse:
        """Keeps a picture that was sent, or a part of one that is kept already (`of`), and says its path.

        As JSON to a script, else by leading back to the editor.
        """
        gettext = catalogue.translations(catalogue.language(request)).gettext
        as_json = "application/json" in request.headers.get("Accept", "")
        try:
            data, form = await _uploaded(request)
            if not data and form.get("of"):
                data = await self._picture(form["of"], form.get("change", ""))
            path = await self.pictures.add(data, _crop(form))
        except RefusedError as error:
            too_little = error.findings[0].values.get("form") == "part"
            sentence = gettext(_NOT_CUT if too_little else _NO_PICTURE)
            if as_json:
                return answers.json({"error": sentence}, answer(error).status)
            return page.answer(request, "refused.html", answer(error).status, sentences=[sentence])
        if as_json:
            return answers.json({"path": path})
        back = urlsplit(form.get("to", ""))
        own = back.path if back.path.startswith("/studio/") and not back.netloc and "\\" not in back.path else "/studio"
        query = "&".join(part for part in back.query.split("&") if part and not part.startswith("image="))
        return web.Response(status=303, headers={"Location": f"{own}?{query}&image={path}".replace("?&", "?")})

    async def kept(self, request: web.Request) -> web.Response:
        """A picture of the pack with a change, or one that was uploaded, to be cut anew."""
        data = await self._picture(request.query.get("of", ""), request.query.get("change", ""))
        headers = {"Cache-Control": "private, no-cache"}
        return web.Response(body=data, content_type=slide_pictures.kind_of(data), headers=headers)

    async def _picture(self, path: str, change_id: str) -> bytes:
        files = self.publisher.published.files
        if change_id:
            files = slide_drafts.with_change(files, (await self.desk.one(change_id)).files)
        return await self.pictures.kept(files, path)


async def _uploaded(request: web.Request) -> tuple[bytes, dict[str, str]]:
    """The picture, and the other values of the form. Raises RefusedError, before it is read when it is too large."""
    too_large = refused(
        "picture",
        "the picture",
        said("found more bytes than {max_upload:,}, expected a smaller picture", max_upload=MAX_UPLOAD),
    )
    if (request.content_length or 0) > MAX_UPLOAD + 20 * _FIELD:
        raise too_large
    if not request.content_type.startswith("multipart/"):
        raise refused("picture", "the picture", "is not sent as a file, expected one")
    data, form = bytearray(), {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.name != "file":
            form[part.name or ""] = (await part.read_chunk(_FIELD)).decode(errors="replace")
            continue
        while chunk := await part.read_chunk(65_536):
            data += chunk
            if len(data) > MAX_UPLOAD:
                raise too_large
    return bytes(data), form


def _crop(form: dict[str, str]) -> Crop:
    """The part that was chosen; an edge that is no number is the picture's own."""
    edges = []
    for name, default in Crop._field_defaults.items():
        try:
            edge = float(form.get(name, ""))
        except ValueError:
            edge = default
        edges.append(edge if 0 <= edge <= 100 else default)
    return Crop(*edges)
