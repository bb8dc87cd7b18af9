"""A train with lit windows on a steel bridge before dawn."""

from inks import INK, LAMP, MIST, NIGHT, PALE, Camera, Picture

WATER = -9.0          # the river's level, metres below the eye
DECK = -1.2
START, END = (17.0, 15.0), (-46.0, 150.0)   # the bridge's line on the ground (x, z)
SIDE = (4.6, 2.1)      # from the near truss to the far one


def at(t, side=0.0):
    """A point on the bridge: t along it (0 near, 1 far), side across it."""
    return (START[0] + (END[0] - START[0]) * t + SIDE[0] * side,
            START[1] + (END[1] - START[1]) * t + SIDE[1] * side)


class Bridge:
    def __init__(self, picture, mirrored=False):
        self.p, self.mirrored = picture, mirrored
        self.cam = Camera(picture, focal=1180, horizon=600, centre=760)

    def point(self, t, y, side=0.0):
        x, z = at(t, side)
        return self.cam(x, 2 * WATER - y if self.mirrored else y, z)

    def beam(self, a, b, thick, colour, side):
        """A beam between (t, y) pairs, its thickness in metres seen in perspective."""
        (t0, y0), (t1, y1) = a, b
        scale0, scale1 = self.cam.f / at(t0, side)[1], self.cam.f / at(t1, side)[1]
        x0, sy0 = self.point(t0, y0, side)
        x1, sy1 = self.point(t1, y1, side)
        length = max(((x1 - x0) ** 2 + (sy1 - sy0) ** 2) ** .5, .01)
        dx, dy = (sy1 - sy0) / length, -(x1 - x0) / length
        w0, w1 = thick * scale0 / 2, thick * scale1 / 2
        self.p.poly([(x0 + dx * w0, sy0 + dy * w0), (x1 + dx * w1, sy1 + dy * w1),
                     (x1 - dx * w1, sy1 - dy * w1), (x0 - dx * w0, sy0 - dy * w0)], colour)

    def truss(self, side, colour):
        for span in range(7):
            t0, t1, panels = span / 7 - .05, (span + 1) / 7 - .05, 6
            tops = [(t0 + (t1 - t0) * i / panels, DECK + [0, 6.2, 8.2, 8.8, 8.2, 6.2, 0][i]) for i in range(7)]
            for i in range(6):
                self.beam(tops[i], tops[i + 1], .55, colour, side)
            for t, y in tops[1:6]:
                x, sy = self.point(t, y, side)
                self.p.disc(x, sy, .3 * self.cam.f / at(t, side)[1], colour)
            for i in range(1, 6):
                self.beam((tops[i][0], DECK), tops[i], .3, colour, side)
                other = i + 1 if i < 3 else i - 1
                if i != 3 and 0 < other < 6:
                    self.beam((tops[other][0], DECK), tops[i], .2, colour, side)

    def deck(self, colour):
        self.p.poly([self.point(-.05, DECK), self.point(1, DECK), self.point(1, DECK - 1.5), self.point(-.05, DECK - 1.5)], colour)

    def piers(self, colour, light):
        for span in range(1, 8):
            t = span / 7 - .05
            left, right = t - .004, t + .004
            self.p.poly([self.point(left, DECK - 1.4), self.point(right, DECK - 1.4, 1.0), self.point(right, WATER, 1.1), self.point(left, WATER, -.1)], colour)
            self.p.poly([self.point(left, DECK - 1.4), self.point(left + .005, DECK - 1.4, 0), self.point(left + .005, WATER, -.1), self.point(left - .001, WATER, -.1)], light, .5)

    def train(self):
        p, low, high = self.p, DECK + .9, DECK + 4.3
        for coach in range(11):
            t0 = .045 + coach * .058
            t1 = t0 + .0545
            p.poly([self.point(t0, high, .5), self.point(t1, high, .5), self.point(t1, low, .5), self.point(t0, low, .5)], "#2f4540")
            p.poly([self.point(t0, high, .5), self.point(t1, high, .5), self.point(t1, high + .35, .62), self.point(t0, high + .35, .62)], INK)
            p.poly([self.point(t0, low + 1.0, .5), self.point(t1, low + 1.0, .5), self.point(t1, low + .78, .5), self.point(t0, low + .78, .5)], "#c9a467", .8)
            for window in range(9):
                a = t0 + .004 + window * .0053
                b = a + .0034
                dark = (coach * 7 + window * 3) % 5 == 0 or coach == 4
                p.poly([self.point(a, high - .6, .5), self.point(b, high - .6, .5), self.point(b, high - 1.75, .5), self.point(a, high - 1.75, .5)],
                       "#8c7a58" if dark else "#f6d79b")


def sky(p):
    p.rect(0, 0, p.w, 700, p.linear([(0, "#2a3646", 1), (.35, "#475f73", 1), (.68, "#93a5a8", 1), (.86, "#dcc6a3", 1), (1, "#e8c79a", 1)]))
    p.spray("M0 0H1600V520H0Z", "#1f2834", [(0, .62), (.6, .22), (1, 0)], size=2.6)
    p.disc(1196, 168, 40, "#ece3cf")
    for y, x, w, o in ((300, 120, 620, .35), (352, 560, 760, .3), (420, -80, 520, .35), (466, 900, 640, .4)):
        p.shape(f"M{x} {y}q{w * .3} -20 {w * .55} -8t{w * .45} 6q{-w * .3} 16 {-w * .5} 12t{-w * .5} -10Z", "#c9c3b2", o)


def banks(p):
    for base, height, fill, seed, dark in ((606, 120, "#8b9b9c", 4, .35), (612, 74, "#62767f", 11, .5), (616, 34, "#3f505b", 23, .6)):
        d = p.hills(base, height, 90, fill, seed=seed)
        p.spray(d, "#28343f", [(0, 0), (.06, dark * .4), (.2, dark), (1, dark)], size=2.4)
    for i in range(16):
        x = 30 + i * 31 + p.rng.uniform(-9, 9)
        p.disc(x, 604 + p.rng.uniform(-3, 3), 1.8, LAMP, .9)


def river(p):
    p.rect(0, 612, p.w, 460, p.linear([(0, "#d5b994", 1), (.16, "#a3aca6", 1), (.5, "#5c7280", 1), (1, "#2c3a49", 1)]))
    bridge = Bridge(p, mirrored=True)
    p.raw('<defs><filter id="ripple" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="fractalNoise" baseFrequency="0.006 0.07" numOctaves="2" seed="5"/>'
          '<feDisplacementMap in="SourceGraphic" scale="26" xChannelSelector="R" yChannelSelector="A"/></filter></defs>')
    p.clip("M0 613H1600V1067H0Z")
    p.group('opacity=".5" filter="url(#ripple)"')
    bridge.truss(1, NIGHT)
    bridge.train()
    bridge.deck(INK)
    bridge.piers(INK, NIGHT)
    bridge.truss(0, INK)
    p.end()
    p.end()
    p.spray("M0 612H1600V1067H0Z", "#1c2530", [(0, 0), (.35, .16), (1, .66)], size=2.6)
    for i in range(120):
        depth = p.rng.random() ** 1.6
        y = 620 + depth * 440
        w = 14 + depth * 130 * p.rng.random()
        x = p.rng.uniform(-60, 1600)
        p.shape(f"M{x:.0f} {y:.0f}q{w / 2:.0f} {-1 - depth * 3:.1f} {w:.0f} 0q{-w / 2:.0f} {1 + depth * 2.4:.1f} {-w:.0f} 0Z", PALE if i % 3 else "#1f2a36", .16 + .2 * (1 - depth))


def draw():
    p = Picture("night-train", seed=3)
    sky(p)
    banks(p)
    river(p)
    p.rough(2.2, .05)
    bridge = Bridge(p)
    bridge.truss(1, "#3a4855")
    bridge.train()
    bridge.deck(INK)
    bridge.piers("#2a323b", MIST)
    bridge.truss(0, INK)
    p.end()
    return p
