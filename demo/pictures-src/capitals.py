"""Rooms and streets of power, empty: an avenue in Beijing, a table in Pyongyang, a lectern in Washington."""

from inks import INK, LAMP, PALE, Camera, Picture, path


def gate(p, x, y, s):
    """A gate with a double curved roof, its foot at (x, y)."""
    wall, roof = "#6d3f36", "#1f2630"
    p.poly([(x - 150 * s, y), (x + 150 * s, y), (x + 142 * s, y - 62 * s), (x - 142 * s, y - 62 * s)], wall)
    p.spray(path([(x - 150 * s, y), (x + 150 * s, y), (x + 142 * s, y - 62 * s), (x - 142 * s, y - 62 * s)]), INK, [(0, .7), (1, .1)])
    for i in range(-2, 3):
        p.shape(f"M{x + i * 46 * s - 8 * s:.1f} {y}v{-26 * s:.1f}a{8 * s:.1f} {8 * s:.1f} 0 0 1 {16 * s:.1f} 0v{26 * s:.1f}Z", "#e5b574" if i == 0 else "#2c2226")
    for top, half, high in ((62, 128, 30), (100, 96, 34)):
        by = y - top * s
        p.rect(x - half * .8 * s, by - 14 * s, half * 1.6 * s, 16 * s, "#8a5240")
        for i in range(9):
            p.rect(x - half * .76 * s + i * half * .19 * s, by - 14 * s, 3 * s, 16 * s, "#3a2524")
        p.shape(f"M{x - (half + 22) * s:.1f} {by - 16 * s:.1f}Q{x - half * .8 * s:.1f} {by - 18 * s:.1f} {x - half * .62 * s:.1f} {by - high * s:.1f}"
                f"H{x + half * .62 * s:.1f}Q{x + half * .8 * s:.1f} {by - 18 * s:.1f} {x + (half + 22) * s:.1f} {by - 16 * s:.1f}"
                f"L{x + half * s:.1f} {by - 10 * s:.1f}H{x - half * s:.1f}Z", roof)


def street_lamp(p, cam, x, z):
    """A lamp with five globes, and its light on the wet road."""
    foot, head = cam(x, -2.2, z), cam(x, 6.2, z)
    s = cam.f / z
    p.line([foot, head], "#161b22", max(1.2, .16 * s))
    for dx, dy in ((0, .5), (-.75, .1), (.75, .1), (-1.25, -.5), (1.25, -.5)):
        p.line([(head[0], head[1] + .4 * s), (head[0] + dx * s * .8, head[1] - dy * s * .8)], "#161b22", max(.8, .07 * s))
        p.disc(head[0] + dx * s * .8, head[1] - dy * s * .8, .34 * s, "#f5deb0")
    p.disc(head[0], head[1], 3.4 * s, p.radial([(0, LAMP, .5), (.4, LAMP, .16), (1, LAMP, 0)]))
    bottom = min(foot[1] + 5.2 * s, p.h)
    p.raw(f'<ellipse cx="{head[0]:.0f}" cy="{(foot[1] + bottom) / 2:.0f}" rx="{.5 * s:.1f}" ry="{(bottom - foot[1]) / 2:.0f}" '
          f'fill="{p.linear([(0, LAMP, .0), (.3, LAMP, .55), (1, LAMP, 0)])}"/>')


def avenue_at_night():
    p = Picture("avenue-at-night", 1600, 900, seed=4)
    cam = Camera(p, focal=900, horizon=520)
    p.rect(0, 0, p.w, 560, p.linear([(0, "#1b222c", 1), (.6, "#2e3f50", 1), (.92, "#6c6a66", 1), (1, "#a58562", 1)]))
    p.spray("M0 0H1600V500H0Z", "#10151c", [(0, .6), (1, 0)])
    for i in range(22):
        x, h = i * 76 - 30, p.rng.uniform(26, 120)
        if abs(x - 770) > 150:
            p.rect(x, 520 - h, p.rng.uniform(50, 90), h + 10, "#232e3a")
            for _ in range(5):
                p.rect(x + p.rng.uniform(6, 40), 520 - h + p.rng.uniform(6, h), 4, 5, LAMP, .55)
    gate(p, 800, 522, .82)
    p.rect(0, 520, p.w, 380, p.linear([(0, "#8a7358", 1), (.08, "#4a5058", 1), (.5, "#2a333f", 1), (1, "#161c24", 1)]))
    p.poly(cam.face((-1.4, -2.2, 5.2), (1.4, -2.2, 5.2), (1.4, -2.2, 300), (-1.4, -2.2, 300)), LAMP, .05)
    for lane in (-9, -4.5, 4.5, 9):
        for i in range(26):
            z = 6 + i * 4
            p.poly(cam.face((lane - .1, -2.2, z), (lane + .1, -2.2, z), (lane + .1, -2.2, z + 1.7), (lane - .1, -2.2, z + 1.7)), PALE, .5)
    for side in (-1, 1):
        p.poly(cam.face((side * 14, -2.1, 5), (side * 40, -2.1, 5), (side * 400, -2.1, 220), (side * 14, -2.1, 220)), "#1a212a")
    p.rough(1.6, .06)
    for i in range(16, -1, -1):
        for side in (-1, 1):
            street_lamp(p, cam, side * 13.5, 14 + i * 9)
    p.end()
    for i in range(9):
        z = 46 + i * 9
        x, y = cam(5.8, -1.5, z)
        p.disc(x - 300 / z, y, 44 / z + .7, "#d2603f")
        p.disc(x + 300 / z, y, 44 / z + .7, "#d2603f")
    p.spray("M0 560H1600V900H0Z", "#0f141a", [(0, .05), (1, .62)])
    return p


def chair(p, cam, side, z):
    """A high-backed chair at the long table, seen from the table's end."""
    x = side * 3.0
    back = cam.face((x, .25, z), (x, .25, z + 1.25), (x, -2.6, z + 1.25), (x, -2.6, z))
    p.poly(back, "#3c2f2c" if side < 0 else "#5a4038")
    p.poly(cam.face((x, .25, z), (x + side * .22, .25, z), (x + side * .22, -2.6, z), (x, -2.6, z)), "#241f22")
    p.poly(cam.face((x - side * .02, .05, z + .18), (x - side * .02, .05, z + 1.07), (x - side * .02, -1.2, z + 1.07), (x - side * .02, -1.2, z + .18)),
           "#8f4a39" if side < 0 else "#4f6c82")


def long_table():
    p = Picture("long-table", seed=9)
    cam = Camera(p, focal=1150, horizon=400)
    p.rect(0, 0, p.w, p.h, "#6c665f")
    far = 30
    p.poly(cam.face((-7, 7, 4), (-7, 7, far), (-7, -4, far), (-7, -4, 4)), "#7d7468")
    p.poly(cam.face((7, 7, 4), (7, 7, far), (7, -4, far), (7, -4, 4)), "#5d564f")
    p.poly(cam.face((-7, -3.6, 4), (7, -3.6, 4), (7, -3.6, far), (-7, -3.6, far)), "#4a3b35")
    p.poly(cam.face((-7, 7, 4), (7, 7, 4), (7, 7, far), (-7, 7, far)), "#a59a86")
    p.poly(cam.face((-7, 7, far), (7, 7, far), (7, -3.6, far), (-7, -3.6, far)), "#8b8172")
    for wall in (-7, 7):
        for i in range(6):
            z = 6 + i * 4
            p.line(cam.face((wall, 4.6, z), (wall, 4.6, z + 3), (wall, -2.2, z + 3), (wall, -2.2, z), (wall, 4.6, z)), "#3d3833", 2.4, .5)
    p.spray(path(cam.face((7, 7, 4), (7, 7, far), (7, -4, far), (7, -4, 4))), INK, [(0, .05), (1, .75)], axis=(0, 0, 1, 0))
    p.spray(path(cam.face((-7, 7, 4), (-7, 7, far), (-7, -4, far), (-7, -4, 4))), INK, [(0, .75), (1, .05)], axis=(0, 0, 1, 0))
    window = cam.face((-3.4, 5.8, far), (3.4, 5.8, far), (3.4, -2.2, far), (-3.4, -2.2, far))
    p.poly(window, p.linear([(0, "#f3ead6", 1), (1, "#e6c796", 1)]))
    for x in (-1.15, 1.15):
        p.line(cam.face((x, 5.8, far), (x, -2.2, far)), "#5c554d", 6)
    p.line(cam.face((-3.4, 2.6, far), (3.4, 2.6, far)), "#5c554d", 6)
    for side in (-1, 1):
        p.poly(cam.face((side * 3.1, 6.2, far), (side * 4.6, 6.2, far), (side * 4.6, -3.4, far), (side * 3.6, -3.4, far), (side * 3.2, 2, far)), "#8f4a39" if side < 0 else "#40586b")
    p.poly(cam.face((-3.0, -3.58, far), (3.0, -3.58, far), (5.6, -3.58, 9), (-5.6, -3.58, 9)), LAMP, .16)
    p.rough(2, .05)
    for i in range(8, -1, -1):
        for side in (-1, 1):
            chair(p, cam, side, 7.4 + i * 2.2)
    top = cam.face((-2.3, -1.3, 5.2), (2.3, -1.3, 5.2), (2.3, -1.3, 27.2), (-2.3, -1.3, 27.2))
    p.poly(cam.face((-2.3, -1.3, 5.2), (2.3, -1.3, 5.2), (2.3, -1.62, 5.2), (-2.3, -1.62, 5.2)), "#2b2322")
    p.poly(top, p.linear([(0, "#f3dcb0", 1), (.25, "#c39d6d", 1), (1, "#6b4b38", 1)]))
    p.poly(cam.face((-.34, -1.29, 5.2), (.34, -1.29, 5.2), (.34, -1.29, 27.2), (-.34, -1.29, 27.2)), "#e9dcc0", .5)
    p.poly(cam.face((-.9, -1.29, 27), (.9, -1.29, 27), (1.7, -1.29, 9), (-1.7, -1.29, 9)), "#f8e8c4", .22)
    p.end()
    for i in range(8, -1, -1):
        for side in (-1, 1):
            z = 7.7 + i * 2.2
            p.poly(cam.face((side * 1.2, -1.29, z), (side * 1.95, -1.29, z), (side * 1.95, -1.29, z + .95), (side * 1.2, -1.29, z + .95)), "#f4ecda", .92)
            x, y = cam(side * .85, -1.28, z + .5)
            s = cam.f / z
            p.rect(x - .07 * s, y - .3 * s, .14 * s, .3 * s, "#dfe5e2", .75)
    p.spray(path(top), "#2b1f1c", [(0, 0), (.4, .1), (1, .6)])
    p.spray("M0 700H1600V1067H0Z", "#15161b", [(0, 0), (1, .5)])
    return p


def lectern_at_dusk():
    p = Picture("lectern-at-dusk", seed=21)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#26323f", 1), (.55, "#5f7482", 1), (.8, "#b8a58c", 1), (1, "#b8a58c", 1)]))
    p.rect(300, 60, 1300, 800, "#b5b3a8")
    p.spray("M300 60h1300v800h-1300Z", "#2d3d4c", [(0, .75), (.7, .3), (1, .12)])
    for i in range(5):
        x = 440 + i * 250
        p.rect(x, 250, 118, 250, "#2a3744")
        p.rect(x, 560, 118, 300, "#2a3744" if i != 2 else "#edc989")
        for k in range(3):
            p.line([(x + 39 * k + 20, 250), (x + 39 * k + 20, 500)], "#8f9592", 3)
        p.line([(x, 375), (x + 118, 375)], "#8f9592", 3)
    p.disc(999, 640, 330, p.radial([(0, LAMP, .5), (1, LAMP, 0)]))
    p.rough(2, .05)
    p.poly([(240, 40), (1600, 0), (1600, 118), (240, 128)], "#d8d3c4")
    p.poly([(240, 128), (1600, 118), (1600, 140), (240, 146)], "#7d8588")
    for i in range(6):
        x, w = 340 + i * 252, 84
        p.poly([(x - 8, 146), (x + w + 8, 146), (x + w + 4, 176), (x - 4, 176)], "#dcd7c8")
        p.poly([(x, 176), (x + w, 176), (x + w + 5, 868), (x - 5, 868)], p.linear([(0, "#eae3d2", 1), (.35, "#d9d3c3", 1), (1, "#6f7c84", 1)], 0, 0, 1, 0))
        p.spray(path([(x, 176), (x + w, 176), (x + w + 5, 868), (x - 5, 868)]), "#33424f", [(0, 0), (.4, .1), (1, .75)], axis=(0, 0, 1, 0))
    p.line([(999, 140), (999, 300)], INK, 4)
    p.poly([(968, 300), (1030, 300), (1020, 392), (978, 392)], "#f1d092")
    p.line([(968, 300), (1030, 300), (1020, 392), (978, 392), (968, 300)], INK, 5)
    p.end()
    p.poly([(0, 866), (1600, 866), (1600, 1067), (0, 1067)], "#39463f")
    p.poly([(150, 866), (1600, 866), (1600, 900), (110, 900)], "#a9a698")
    p.spray("M0 866H1600V1067H0Z", "#151b20", [(0, .1), (1, .75)])
    lectern(p)
    return p


def lectern(p):
    """The lectern with its microphones, lit from the right by lamps we do not see."""
    p.disc(560, 640, 420, p.radial([(0, "#f7e6c2", .36), (1, "#f7e6c2", 0)]))
    p.rough(2, .05)
    p.poly([(440, 690), (640, 690), (618, 990), (466, 990)], "#4a3a34")
    p.poly([(600, 690), (640, 690), (618, 990), (590, 990)], "#8a6a50")
    p.poly([(418, 640), (662, 640), (650, 694), (430, 694)], "#62493d")
    p.poly([(418, 640), (662, 640), (658, 652), (422, 652)], "#d8b583")
    p.poly([(440, 984), (646, 984), (660, 1012), (424, 1012)], "#2a2422")
    for i, (dx, lean, high) in enumerate(((-80, -26, 86), (-52, -10, 120), (-24, -16, 104), (4, 4, 132), (30, 12, 98), (58, 22, 118), (84, 34, 84))):
        x = 540 + dx
        p.line([(x, 642), (x + lean, 642 - high)], "#15181d", 5)
        p.raw(f'<g transform="translate({x + lean} {642 - high}) rotate({lean * 1.2:.0f})"><rect x="-11" y="-38" width="22" height="44" rx="10" fill="{["#20242c", "#3b4652", "#20242c", "#7c3f31", "#20242c", "#3b4652", "#20242c"][i]}"/>'
              f'<rect x="4" y="-34" width="5" height="34" rx="2" fill="#e7c892" opacity=".7"/></g>')
    p.end()
    p.poly([(440, 1012), (640, 1012), (300, 1067), (20, 1067)], "#12171b", .6)
