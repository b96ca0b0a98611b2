"""The wall: pages for people, every display live."""

from aiohttp import web


async def page(request: web.Request) -> web.Response:
    return web.Response(text="wall")


detail = fragment = static = page
