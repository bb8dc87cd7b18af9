"""The line between the two Koreas: the blue huts in winter, and two shadows that meet."""

import math

from inks import BLUE, NIGHT, PAPER, Camera, Picture, path


def bare_tree(p, x, base, height, colour, spread=.42, width=None):
    """A leafless tree, drawn by halving its branches."""
    def branch(x0, y0, angle, length, width, depth):
        x1, y1 = x0 + math.sin(angle) * length, y0 - math.cos(angle) * length
        p.line([(x0, y0), (x1, y1)], colour, width, extra='stroke-linecap="round"')
        if depth:
            for turn in (-spread, spread * .8, p.rng.uniform(-.15, .15)):
                branch(x1, y1, angle + turn + p.rng.uniform(-.14, .14), length * p.rng.uniform(.6, .76), width * .62, depth - 1)
    branch(x, base, p.rng.uniform(-.06, .06), height * .36, width or height * .035, 4)


def hut(p, cam, inner, outer, near, far, lit):
    """One hut: its gable towards us, its long wall along the lane, its roof seen from above."""
    eave, ridge, ground, mid = -3.4, -2.1, -6.6, (inner + outer) / 2
    wall = "#5d87a3" if lit else "#3f6079"
    side = cam.face((inner, eave, near), (inner, eave, far), (inner, ground, far), (inner, ground, near))
    p.poly(side, wall)
    p.spray(path(side), NIGHT, [(0, .25 if lit else .6), (1, .05)], axis=(0, 1, 0, 0))
    p.poly(cam.face((inner, eave, near), (outer, eave, near), (outer, ground, near), (inner, ground, near)), "#4d748e")
    p.poly(cam.face((inner, eave, near), (mid, ridge, near), (outer, eave, near)), "#4d748e")
    front = cam.face((inner, eave, near), (mid, ridge, near), (outer, eave, near), (outer, ground, near), (inner, ground, near))
    p.spray(path(front), NIGHT, [(0, .1), (1, .55)])
    lip = .25 if inner > 0 else -.25
    slope = cam.face((inner - lip, eave - .1, near - .5), (mid, ridge, near - .5), (mid, ridge, far), (inner - lip, eave - .1, far))
    p.poly(slope, "#e9e4d8" if lit else "#b9c3c6")
    p.poly(cam.face((outer, eave - .1, near - .5), (mid, ridge, near - .5), (mid, ridge, far), (outer, eave - .1, far)), "#cfd2ce" if lit else "#e9e4d8")
    p.line(cam.face((inner - lip, eave - .1, near - .5), (mid, ridge, near - .5), (outer + lip, eave - .1, near - .5)), PAPER, 9)
    p.line(cam.face((inner - lip, eave - .1, near - .5), (inner - lip, eave - .1, far)), PAPER, 5)
    for i in range(6):
        z0, z1 = near + 1.6 + i * 3.1, near + 3.2 + i * 3.1
        pane = cam.face((inner, -4.2, z0), (inner, -4.2, z1), (inner, -5.4, z1), (inner, -5.4, z0))
        p.poly(pane, "#d9d9cf" if lit and i % 3 else "#2a3d4d")
        p.line(pane + pane[:1], PAPER, 3)
    door = cam.face((mid - .8, -4.4, near), (mid + .8, -4.4, near), (mid + .8, ground, near), (mid - .8, ground, near))
    p.poly(door, "#33526a")
    p.line(door + door[:1], PAPER, 4)
    for x in (mid - 2, mid + 2):
        pane = cam.face((x - .6, -4.4, near), (x + .6, -4.4, near), (x + .6, -5.5, near), (x - .6, -5.5, near))
        p.poly(pane, "#2a3d4d")
        p.line(pane + pane[:1], PAPER, 4)


def blue_huts():
    p = Picture("blue-huts", seed=8)
    cam = Camera(p, focal=1250, horizon=330)
    p.rect(0, 0, p.w, 460, p.linear([(0, "#aebcbf", 1), (.6, "#d6d5c9", 1), (1, "#ece2cd", 1)]))
    p.spray("M0 0H1600V340H0Z", "#6f8794", [(0, .26), (.8, 0)])
    p.hills(352, 96, 70, "#a9b3b1", seed=6)
    p.hills(372, 66, 70, "#8b999b", seed=15)
    for x in range(30, 1600, 74):
        if not 560 < x < 1040:
            bare_tree(p, x + p.rng.uniform(-22, 22), 420, p.rng.uniform(120, 190), "#55636a")
    hall = [(590, 250), (1010, 250), (1010, 430), (590, 430)]
    p.poly(hall, "#c9c6ba")
    p.poly([(575, 236), (1025, 236), (1025, 254), (575, 254)], "#9aa3a3")
    for i in range(9):
        p.rect(606 + i * 45, 268, 24, 150, "#8f9a9c")
    p.spray(path(hall), "#5f6f78", [(0, .1), (1, .5)])
    p.poly([(0, 410), (1600, 410), (1600, p.h), (0, p.h)], "#d8cfbd")
    p.poly(cam.face((-60, -6.6, 25), (60, -6.6, 25), (60, -6.6, 80), (-60, -6.6, 80)), "#e4ddcd")
    for i in range(60):
        z = 11 + i * .62
        p.line([cam(-2.6 + p.rng.uniform(-.1, .1), -6.6, z), cam(2.6, -6.6, z + p.rng.uniform(-.05, .05))], "#b3a98f", max(.8, 30 / z), .5)
    p.poly(cam.face((-2.9, -6.6, 10), (.5, -6.6, 10), (.5, -6.6, 36), (-2.9, -6.6, 36)), BLUE, .34)
    p.poly(cam.face((-3, -6.5, 24.3), (3, -6.5, 24.3), (3, -6.5, 25), (-3, -6.5, 25)), "#f4eee0")
    p.poly(cam.face((-3, -6.5, 24.3), (3, -6.5, 24.3), (3, -6.62, 24.3), (-3, -6.62, 24.3)), "#8b8877")
    p.rough(2, .05)
    hut(p, cam, -2.8, -10.4, 14.5, 35, lit=False)
    hut(p, cam, 2.8, 10.4, 14.5, 35, lit=True)
    p.end()
    p.spray(path([(0, 700), (1600, 700), (1600, p.h), (0, p.h)]), "#4a5560", [(0, 0), (1, .32)])
    return p


FIGURE = [(-.1, 0), (-.15, .5), (-.19, .92), (-.22, 1.1), (-.25, .84), (-.32, .86), (-.31, 1.2), (-.26, 1.38), (-.15, 1.46), (-.06, 1.5),
          (.06, 1.5), (.15, 1.46), (.25, 1.38), (.42, 1.17), (.66, 1.04), (.72, .97), (.66, .93), (.38, 1.02), (.21, 1.18), (.19, .92), (.16, .5),
          (.13, 0), (.05, 0), (.01, .76), (-.02, 0)]
HEAD = [(.115 * math.sin(i * math.pi / 10), 1.62 + .16 * math.cos(i * math.pi / 10)) for i in range(20)]


def shadow(p, cam, x, stout, flip, colour):
    """A standing figure's long shadow on the ground, holding out a hand towards the line."""
    def ground(u, v):
        wide = u * (stout if abs(u) < .34 else 1 + (stout - 1) * .4)
        return cam(x + (-wide if flip else wide) * 1.9, -3.4, 2.5 + v * 3.7)
    p.poly([ground(u, v) for u, v in FIGURE], colour)
    p.poly([ground(u, v) for u, v in HEAD], colour)


def two_shadows():
    p = Picture("two-shadows", seed=12)
    cam = Camera(p, focal=1050, horizon=-240)
    p.rect(0, 0, p.w, p.h, "#d9c9a8")
    p.poly(cam.face((0, -3.4, 2), (9, -3.4, 2), (26, -3.4, 26), (0, -3.4, 26)), "#cdbf9f")
    for i in range(900):
        z = 2.6 + 9 * p.rng.random() ** 1.4
        x = p.rng.uniform(-6, 6)
        sx, sy = cam(x, -3.4, z)
        if x < 0:
            p.raw(f'<ellipse cx="{sx:.0f}" cy="{sy:.0f}" rx="{26 / z:.1f}" ry="{14 / z:.1f}" fill="{p.rng.choice(["#b39f7b", "#efe3c8", "#a08c69"])}" opacity=".55"/>')
    for i in range(70):
        x = .3 + i * .16
        p.line([cam(x, -3.4, 2.4), cam(x, -3.4, 14)], "#a8977a", 1.6, .5)
    p.poly(cam.face((-.3, -3.4, 2), (.3, -3.4, 2), (.3, -3.4, 30), (-.3, -3.4, 30)), "#8f856f")
    p.poly(cam.face((-.26, -3.28, 2), (.26, -3.28, 2), (.26, -3.28, 30), (-.26, -3.28, 30)), "#efe8d8")
    p.spray(p.all(), "#8a6a45", [(0, .5), (.45, .12), (1, 0)])
    p.group('opacity=".84"')
    p.rough(5, .02)
    shadow(p, cam, -1.37, 1.3, False, "#2b3444")
    shadow(p, cam, 1.34, 1.0, True, "#2b3444")
    p.end()
    p.end()
    p.spray(p.all(), "#f6dfae", [(0, 0), (.7, .05), (1, .5)], axis=(1, 0, 0, 1))
    p.spray(p.all(), "#3a3a44", [(0, .46), (.3, 0)], axis=(0, 0, .3, 1))
    return p
