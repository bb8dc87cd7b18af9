"""The inks and tools that every picture of the demo paper is printed with.

A picture is an SVG in few flat inks; depth comes from layers, light from sprayed grain. Lengths are in pixels.
"""

import math
import random

PAPER, PALE, INK, NIGHT, BLUE, MIST, RUST, LAMP = (
    "#efe7d8", "#e0d4bf", "#20242c", "#2b3a4a", "#48647c", "#9fb1b6", "#b0563d", "#e9c38c")


def n(value):
    """A coordinate, short."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def path(points, close=True):
    """Path data through points [(x, y), …]."""
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + ("Z" if close else "")


class Picture:
    """One picture: collects shapes and definitions, writes itself as SVG text."""

    def __init__(self, name, width=1600, height=1067, seed=1):
        self.name, self.w, self.h = name, width, height
        self.body, self.defs, self.ids = [], [], 0
        self.rng = random.Random(seed)
        self.filters = {}

    def _id(self):
        self.ids += 1
        return f"i{self.ids}"

    def raw(self, text):
        self.body.append(text)

    def linear(self, stops, x1=0, y1=0, x2=0, y2=1):
        """A gradient over the shape's box; stops [(offset, colour, opacity)]."""
        key = self._id()
        marks = "".join(f'<stop offset="{o}" stop-color="{c}" stop-opacity="{a}"/>' for o, c, a in stops)
        self.defs.append(f'<linearGradient id="{key}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}">{marks}</linearGradient>')
        return f"url(#{key})"

    def radial(self, stops, cx=.5, cy=.5, r=.5):
        key = self._id()
        marks = "".join(f'<stop offset="{o}" stop-color="{c}" stop-opacity="{a}"/>' for o, c, a in stops)
        self.defs.append(f'<radialGradient id="{key}" cx="{cx}" cy="{cy}" r="{r}">{marks}</radialGradient>')
        return f"url(#{key})"

    def spray_filter(self, colour, size):
        """Turns a soft alpha into a spray of dots of one ink; `size` is the grain in pixels."""
        key = ("spray", colour, size)
        if key not in self.filters:
            ident = self._id()
            self.filters[key] = ident
            self.defs.append(
                f'<filter id="{ident}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">'
                f'<feTurbulence type="fractalNoise" baseFrequency="{n3(.5 / size)}" numOctaves="2" seed="{len(self.filters)}"/>'
                '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 3.4 0 0 0 -1.2" result="noise"/>'
                '<feComposite in="SourceAlpha" in2="noise" operator="arithmetic" k2="1" k3="1" k4="-1"/>'
                '<feComponentTransfer result="dots"><feFuncA type="linear" slope="1.25"/></feComponentTransfer>'
                f'<feFlood flood-color="{colour}" flood-opacity=".55"/><feComposite in2="dots" operator="in"/></filter>')
        return f"url(#{self.filters[key]})"

    def rough_filter(self, scale, freq):
        """Roughens edges a little, like a hand-cut block."""
        key = ("rough", scale, freq)
        if key not in self.filters:
            ident = self._id()
            self.filters[key] = ident
            self.defs.append(
                f'<filter id="{ident}" x="-5%" y="-5%" width="110%" height="110%">'
                f'<feTurbulence type="fractalNoise" baseFrequency="{freq}" numOctaves="2" seed="7"/>'
                f'<feDisplacementMap in="SourceGraphic" scale="{scale}" xChannelSelector="R" yChannelSelector="G"/></filter>')
        return f"url(#{self.filters[key]})"

    def shape(self, d, fill, opacity=1, extra=""):
        faint = f' opacity="{opacity}"' if opacity != 1 else ""
        self.raw(f'<path d="{d}" fill="{fill}"{faint} {extra}/>')

    def poly(self, points, fill, opacity=1, extra=""):
        self.shape(path(points), fill, opacity, extra)

    def rect(self, x, y, w, h, fill, opacity=1, extra=""):
        self.shape(f"M{n(x)} {n(y)}h{n(w)}v{n(h)}h{n(-w)}Z", fill, opacity, extra)

    def disc(self, x, y, r, fill, opacity=1, extra=""):
        self.raw(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" opacity="{opacity}" {extra}/>')

    def line(self, points, colour=INK, width=2, opacity=1, extra=""):
        self.raw(f'<path d="{path(points, False)}" fill="none" stroke="{colour}" stroke-width="{n(width)}" '
                 f'opacity="{opacity}" stroke-linejoin="round" {extra}/>')

    def spray(self, d, colour, stops, axis=(0, 0, 0, 1), size=2.2, radial=None):
        """Grain of one ink inside path `d`; stops [(offset, density 0…1)] along `axis`, or out of a centre (cx, cy, r)."""
        marks = [(o, "#000", a) for o, a in stops]
        fill = self.radial(marks, *radial) if radial else self.linear(marks, *axis)
        self.raw(f'<path d="{d}" fill="{fill}" filter="{self.spray_filter(colour, size)}"/>')

    def all(self):
        """Path data of the whole sheet."""
        return f"M0 0H{self.w}V{self.h}H0Z"

    def group(self, extra=""):
        self.raw(f"<g {extra}>")

    def end(self):
        self.raw("</g>")

    def rough(self, scale=3, freq=0.04):
        self.group(f'filter="{self.rough_filter(scale, freq)}"')

    def clip(self, d):
        key = self._id()
        self.defs.append(f'<clipPath id="{key}"><path d="{d}"/></clipPath>')
        self.group(f'clip-path="url(#{key})"')

    def hills(self, base, height, steps, fill, rough=.5, seed=0, left=0, right=None):
        """A ridge from left to right, closed at the sheet's foot; returns its path data."""
        rng = random.Random(seed)
        right = self.w if right is None else right
        phases = [(rng.uniform(.6, 1.6) * (k + 1), rng.uniform(0, 6.3), 1 / (k + 1) ** 1.1) for k in range(6)]
        points = []
        for i in range(steps + 1):
            t = i / steps
            y = sum(a * math.sin(f * t * 6.3 + p) for f, p, a in phases) / 2.2
            points.append((left + (right - left) * t, base - height * (.5 + .5 * y) + rng.uniform(-1, 1) * rough))
        d = path([(left, self.h), *points, (right, self.h)])
        self.shape(d, fill)
        return d

    def svg(self):
        vignette = self.radial([(.62, INK, 0), (1, INK, .16)], .5, .48, .78)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.w}" height="{self.h}" '
                f'viewBox="0 0 {self.w} {self.h}">\n<defs>{chr(10).join(self.defs)}</defs>\n'
                f'{chr(10).join(self.body)}\n<path d="{self.all()}" fill="{vignette}"/>\n</svg>\n')


def n3(value):
    return f"{value:.3f}"


class Camera:
    """A pinhole camera at the origin looking along +z; the horizon lies at `horizon` pixels."""

    def __init__(self, picture, focal=1200, horizon=None, centre=None):
        self.f = focal
        self.cy = picture.h / 2 if horizon is None else horizon
        self.cx = picture.w / 2 if centre is None else centre

    def __call__(self, x, y, z):
        z = max(z, .05)
        return self.cx + self.f * x / z, self.cy - self.f * y / z

    def face(self, *corners):
        return [self(*c) for c in corners]
