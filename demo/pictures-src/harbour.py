"""Haemun's harbour and trade: the new crane, the fish market, a drawing of an interest rate."""

from inks import INK, LAMP, PAPER, Camera, Picture, path


def crane(p, x, base, s, colour, boom):
    """A ship-to-shore crane seen from the side; `boom` is how far it stands out to the right."""
    def beam(a, b, w):
        p.line([(x + a[0] * s, base - a[1] * s), (x + b[0] * s, base - b[1] * s)], colour, w * s)
    for foot in (0, 150):
        beam((foot, 0), (foot, 330), 16)
        beam((foot - 16, 6), (foot + 16, 6), 16)
    beam((0, 130), (150, 130), 12)
    beam((0, 330), (150, 130), 7)
    beam((-170, 330), (150 + boom, 330), 20)
    beam((30, 330), (90, 500), 11)
    beam((130, 330), (90, 500), 11)
    beam((90, 500), (150 + boom * .88, 338), 4)
    beam((90, 500), (150 + boom * .45, 338), 4)
    beam((90, 500), (-160, 338), 4)
    p.rect(x - 60 * s, base - 392 * s, 92 * s, 56 * s, colour)
    hang = 150 + boom * .62
    p.rect(x + (hang - 26) * s, base - 326 * s, 52 * s, 26 * s, colour)
    beam((hang - 14, 300), (hang - 14, 200), 2.4)
    beam((hang + 14, 300), (hang + 14, 200), 2.4)
    p.rect(x + (hang - 62) * s, base - 200 * s, 124 * s, 46 * s, "#a5543c")
    for k in range(1, 8):
        p.line([(x + (hang - 62 + k * 15.5) * s, base - 198 * s), (x + (hang - 62 + k * 15.5) * s, base - 156 * s)], "#7b3d2d", 1.6 * s)
    for lx, ly in ((-150, 318), (40, 318), (230, 318), (150 + boom - 10, 318)):
        p.disc(x + lx * s, base - ly * s, 5 * s, "#fbe5b4")
        p.disc(x + lx * s, base - ly * s, 70 * s, p.radial([(0, LAMP, .45), (1, LAMP, 0)]))


def night_crane():
    p = Picture("night-crane", seed=71)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#222d3a", 1), (.5, "#4a6072", 1), (.72, "#a8927a", 1), (.78, "#d6a877", 1), (1, "#2a3846", 1)]))
    p.spray("M0 0H1600V520H0Z", "#141b24", [(0, .6), (1, 0)])
    p.hills(800, 60, 60, "#56656c", seed=5)
    p.rect(0, 800, p.w, 267, p.linear([(0, "#b99672", 1), (.25, "#53626a", 1), (1, "#1d2833", 1)]))
    crane(p, 220, 806, .62, "#3d4c58", 300)
    p.poly([(620, 806), (1640, 806), (1640, 930), (760, 930), (690, 880)], "#2a3340")
    p.poly([(640, 830), (1640, 830), (1640, 846), (652, 846)], "#a5543c", .8)
    colours = ("#8d4c3a", "#496375", "#b7a582", "#34475a", "#6d7f86", "#c2925c", "#2e3d4a")
    for row in range(5):
        for k in range(15 - row):
            if p.rng.random() > .08 * row:
                x, y = 760 + k * 60, 770 - row * 36
                p.rect(x, y, 57, 34, colours[p.rng.randrange(7)])
                p.rect(x, y + 26, 57, 8, INK, .22)
    p.rect(1480, 480, 120, 330, "#d8d1c0")
    for k in range(5):
        p.rect(1492, 500 + k * 54, 100, 14, "#2c3946")
    p.rough(2, .05)
    crane(p, 330, 1010, 1.32, "#181e26", 560)
    p.end()
    p.poly([(0, 1000), (900, 1000), (860, 1067), (0, 1067)], "#12171d")
    for i in range(60):
        x, y = p.rng.uniform(900, 1600), p.rng.uniform(935, 1060)
        p.rect(x, y, p.rng.uniform(14, 70), 3, LAMP if i % 2 else "#101720", .4)
    p.spray("M0 800H1600V1067H0Z", "#0f151c", [(0, 0), (1, .6)])
    return p


def fish_market():
    p = Picture("fish-market", 1600, 900, seed=83)
    cam = Camera(p, focal=900, horizon=360, centre=860)
    p.rect(0, 0, p.w, p.h, "#1f2a35")
    p.poly(cam.face((-5, -1.9, 3), (5, -1.9, 3), (5, -1.9, 60), (-5, -1.9, 60)), p.linear([(0, "#c79c69", 1), (.4, "#5f5a56", 1), (1, "#28323c", 1)]))
    p.poly(cam.face((-.9, -1.89, 3), (.9, -1.89, 3), (.9, -1.89, 60), (-.9, -1.89, 60)), LAMP, .14)
    end = cam.face((-5, 6, 60), (5, 6, 60), (5, -1.9, 60), (-5, -1.9, 60))
    p.poly(end, "#e7c48d")
    p.rough(1.8, .05)
    for i in range(13, -1, -1):
        z0 = 4.4 + i * 2.6
        for side in (-1, 1):
            dark = "#2a3743" if side < 0 else "#33414d"
            p.poly(cam.face((side * 4.6, 4.2, z0), (side * 4.6, 4.2, z0 + 2.6), (side * 4.6, -1.9, z0 + 2.6), (side * 4.6, -1.9, z0)), dark)
            p.poly(cam.face((side * 4.4, 2.1, z0), (side * 4.4, 2.1, z0 + 2.3), (side * 2.2, 1.35, z0 + 2.3), (side * 2.2, 1.35, z0)), ("#a0543e", "#4c6a80", "#c5b592")[(i + side) % 3])
            p.poly(cam.face((side * 2.2, 1.35, z0), (side * 2.2, 1.35, z0 + 2.3), (side * 2.2, 1.1, z0 + 2.3), (side * 2.2, 1.1, z0)), ("#7b3e2e", "#36505f", "#9a8d6f")[(i + side) % 3])
            table = cam.face((side * 4.2, -.75, z0), (side * 2.1, -.75, z0), (side * 2.1, -.75, z0 + 2.2), (side * 4.2, -.75, z0 + 2.2))
            p.poly(table, "#d9dcd3")
            p.poly(cam.face((side * 2.1, -.75, z0), (side * 2.1, -.75, z0 + 2.2), (side * 2.1, -1.9, z0 + 2.2), (side * 2.1, -1.9, z0)), "#26313b")
            if i < 8:
                for k in range(7):
                    x, y = cam(side * (2.4 + .25 * k), -.7, z0 + .5 + (k * 7 % 5) * .3)
                    s = cam.f / z0
                    p.raw(f'<path transform="translate({x:.0f} {y:.0f}) rotate({side * 12 + k * 4}) scale({s / 100:.2f})" d="M-20 0q16 -12 34 0l10 -7v14l-10 -7q-18 12 -34 0Z" fill="{("#7d929b", "#b9653f", "#5b7079")[k % 3]}"/>')
            x, y = cam(side * 2.7, .75, z0 + 1.1)
            s = cam.f / (z0 + 1.1)
            p.disc(x, y, 1.7 * s, p.radial([(0, LAMP, .6), (.5, LAMP, .16), (1, LAMP, 0)]))
            p.disc(x, y, .15 * s, "#fff1cf")
    p.end()
    for x, z, h, c in ((-.5, 22, 1.7, "#2b333c"), (.6, 16, 1.65, "#3d2f2e"), (-.9, 11, 1.72, "#1a2028"), (.2, 34, 1.7, "#4b4844")):
        fx, fy = cam(x, -1.9, z)
        s = cam.f / z
        p.shape(f"M{fx - .22 * s:.1f} {fy:.1f}L{fx - .3 * s:.1f} {fy - 1.1 * s:.1f}Q{fx - .28 * s:.1f} {fy - 1.45 * s:.1f} {fx:.1f} {fy - 1.46 * s:.1f}Q{fx + .28 * s:.1f} {fy - 1.45 * s:.1f} {fx + .3 * s:.1f} {fy - 1.1 * s:.1f}L{fx + .22 * s:.1f} {fy:.1f}Z", c)
        p.disc(fx, fy - 1.6 * s, .15 * s, c)
        p.poly([(fx - .2 * s, fy), (fx + .2 * s, fy), (fx + .5 * s, fy + .9 * s), (fx - .1 * s, fy + .9 * s)], "#141a20", .4)
    p.spray(p.all(), "#0e141a", [(0, 0), (.6, .05), (1, .6)], radial=(.54, .45, .62))
    return p


def rate_steps():
    p = Picture("rate-steps", 1600, 900, seed=90)
    p.rect(0, 0, p.w, p.h, PAPER)
    p.spray(p.all(), "#c9b28a", [(0, 0), (1, .36)], axis=(0, 0, 1, 1))
    rates = (5.25, 4.75, 4.25, 3, 2.25, 2, 1, .25, .25, .25, .25, .25, .25, .25, .25, .25, .25, .25, .25, .25, .25, .25, .25, .5, .5, .75, 1, 1.25, 1.5, 1.75)
    x0, wide, foot, tall = 110, 46, 770, 112
    for i, rate in enumerate(rates):
        x, y = x0 + i * wide, foot - rate * tall
        rising = i > 22
        last = i == len(rates) - 1
        p.poly([(x, foot), (x + wide, foot), (x + wide, y), (x, y)], "#a5543c" if last else ("#44607a" if rising else "#9fb0b4"))
        p.poly([(x, y), (x + wide, y), (x + wide + 16, y - 12), (x + 16, y - 12)], "#cf8667" if last else ("#7d97a8" if rising else "#c9d1cd"))
        if last or rate > rates[i + 1]:
            p.poly([(x + wide, foot), (x + wide + 16, foot - 12), (x + wide + 16, y - 12), (x + wide, y)], "#76382a" if last else "#6f858f")
        p.spray(path([(x, foot), (x + wide, foot), (x + wide, y), (x, y)]), "#1f2c38", [(0, 0), (1, .55)])
    p.line([(70, foot), (1540, foot)], INK, 4)
    for i in range(1, 6):
        p.line([(70, foot - i * tall), (96, foot - i * tall)], INK, 3)
    x, y = x0 + 29 * wide + 30, foot - 1.75 * tall - 12
    p.shape(f"M{x - 10} {y}l4 -44q-10 -30 2 -58q8 -12 18 0q10 28 2 58l2 44h-9l-4 -40l-6 40Z", "#20242c")
    p.disc(x + 2, y - 118, 12, "#20242c")
    p.line([(x + 12, y - 92), (x + 40, y - 128)], "#20242c", 6)
    return p
