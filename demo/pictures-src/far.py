"""Places far away: a procession in snow, a mountain, a letter that will not be answered, a strait at dawn."""

import math

from inks import LAMP, Picture, path


def procession():
    p = Picture("procession", seed=31)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#c9d0cf", 1), (1, "#efe9dc", 1)], 0, 0, 1, 1))
    p.spray(p.all(), "#71889a", [(0, .5), (.5, .08), (1, 0)], axis=(0, 0, .9, 1))
    for i, (r, o) in enumerate(((1180, .5), (1010, .4), (840, .35))):
        p.raw(f'<ellipse cx="820" cy="1240" rx="{r}" ry="{r * .78:.0f}" fill="none" stroke="#8fa2ab" stroke-width="{9 - i * 3}" opacity="{o}"/>')

    def walker(x, y, coat, s):
        p.poly([(x, y), (x + 5 * s, y - 2 * s), (x + 74 * s, y + 36 * s), (x + 66 * s, y + 44 * s)], "#5c7484", .55)
        p.shape(f"M{x - 7 * s:.1f} {y + 2 * s:.1f}Q{x - 9 * s:.1f} {y - 24 * s:.1f} {x:.1f} {y - 27 * s:.1f}Q{x + 9 * s:.1f} {y - 24 * s:.1f} {x + 7 * s:.1f} {y + 2 * s:.1f}Z", coat)
        p.disc(x, y - 32 * s, 6 * s, "#2a2f38")

    people = []
    for k in range(2):
        for i in range(15):
            t = i / 14
            people.append(((1 - t) ** 2 * (150 if k == 0 else 1460) + 2 * t * (1 - t) * (700 if k == 0 else 980) + t * t * (790 + 40 * k),
                           (1 - t) ** 2 * (330 if k == 0 else 250) + 2 * t * (1 - t) * (300 if k == 0 else 330) + t * t * 520, k))
    for row in range(9):
        people += [(790 - row * 3, 560 + row * 46, 0), (832 + row * 3, 560 + row * 46, 1)]
    for x, y, k in sorted(people, key=lambda q: q[1]):
        walker(x + p.rng.uniform(-4, 4), y + p.rng.uniform(-4, 4), "#9c4f3a" if k == 0 else "#3b566d", .72 + y / 1100)
    p.poly([(811, 960), (816, 960), (816, 780), (811, 780)], "#33302f")
    p.shape("M816 780q70 -26 130 4t118 -6v92q-60 22 -118 6t-130 -2Z", "#f7f2e6")
    p.shape("M946 792q16 -6 26 4q-10 10 -2 22q12 14 6 30q-10 12 -22 4q4 -14 -6 -24q-12 -16 -2 -36Z", "#5f8ba8")
    for _ in range(240):
        p.disc(p.rng.uniform(0, p.w), p.rng.uniform(0, p.h), p.rng.uniform(1.4, 4), "#fbf8f1", .8)
    return p


def mountain():
    p = Picture("mountain", 1600, 900, seed=17)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#b9c2be", 1), (.5, "#e7dcc5", 1), (1, "#e7dcc5", 1)]))
    p.disc(1240, 250, 62, "#f6ecd6")
    for base, high, fill, seed, dark in ((470, 190, "#a7b2b0", 2, .2), (540, 200, "#8698a0", 19, .35), (640, 250, "#5f7683", 33, .5)):
        d = p.hills(base, high, 60, fill, rough=5, seed=seed)
        p.spray(d, "#e7dcc5", [(0, 0), (.3, .1), (.75, .6), (1, .6)])
    peak = [(-20, 900), (-20, 640), (160, 560), (330, 420), (470, 300), (540, 268), (640, 350), (760, 420), (900, 540), (1080, 640), (1300, 720), (1620, 760), (1620, 900)]
    p.rough(5, .03)
    p.poly(peak, "#37495a")
    p.poly([(540, 268), (640, 350), (760, 420), (900, 540), (1080, 640), (1300, 720), (1620, 760), (1620, 900), (700, 900), (640, 700), (600, 560), (628, 470), (560, 380)], "#4e6473")
    p.end()
    p.spray(path(peak), "#1f2934", [(0, .6), (.5, .3), (1, .05)], axis=(0, 0, 1, .2))
    p.shape("M700 900Q820 800 760 760T840 700L858 704Q800 750 820 770T900 900Z", "#c9b58f", .9)
    p.poly([(800, 712), (800, 660), (822, 640), (872, 640), (894, 660), (894, 712)], "#b8a98b")
    p.shape("M818 712V672q0 -20 28 -20t28 20v40Z", "#14181e")
    p.spray("M818 712V672q0 -20 28 -20t28 20v40Z", LAMP, [(0, 0), (1, .35)])
    for i in range(42):
        x = p.rng.uniform(0, 1600)
        y = 800 + p.rng.uniform(0, 90) if x > 950 else 850 + p.rng.uniform(0, 60)
        h = p.rng.uniform(40, 90)
        p.poly([(x - h * .2, y), (x, y - h), (x + h * .2, y)], "#22313b")
    return p


def letter():
    p = Picture("letter", seed=41)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#5b4338", 1), (1, "#3b2c28", 1)], 0, 0, 1, 1))
    for i in range(34):
        y = i * 33 + p.rng.uniform(-8, 8)
        p.line([(0, y), (500, y + p.rng.uniform(-6, 8)), (1100, y + p.rng.uniform(-6, 8)), (1600, y)], "#2c211f", p.rng.uniform(1, 3), .35)
    for x in (-40, 420, 880):
        p.poly([(x + 320, 0), (x + 690, 0), (x + 330, 1067), (x - 150, 1067)], "#e2b884", .3)
    p.poly([(0, 470), (1600, 390), (1600, 440), (0, 530)], "#3b2c28", .5)
    p.group('transform="rotate(-7 760 540)"')
    p.poly([(520, 250), (1060, 250), (1060, 930), (520, 930)], "#1c1817", .45, 'transform="translate(26 30)"')
    p.poly([(520, 250), (1060, 250), (1060, 930), (520, 930)], "#f2eadb")
    p.poly([(520, 476), (1060, 476), (1060, 704), (520, 704)], "#e3d8c3", .8)
    p.line([(520, 476), (1060, 476)], "#b9ac94", 3)
    p.line([(520, 704), (1060, 704)], "#b9ac94", 3)
    p.disc(790, 316, 24, "none", 1, 'stroke="#9a7a4d" stroke-width="4"')
    p.disc(790, 316, 14, "#9a7a4d", .7)
    for i in range(12):
        y = 392 + i * 33
        p.rect(586, y, (408 if i not in (0, 4, 11) else (150, 300, 210)[(0, 4, 11).index(i)]), 6, "#5d6670", .75)
    p.line([(720, 842), (742, 812), (752, 850), (772, 806), (784, 848), (806, 818), (822, 846), (850, 814), (870, 842), (930, 826)], "#1f2730", 6, 1, 'stroke-linecap="round"')
    p.spray(path([(520, 250), (1060, 250), (1060, 930), (520, 930)]), "#8a6b4d", [(0, 0), (.5, .05), (1, .5)], axis=(1, 0, 0, 1))
    p.end()
    p.group('transform="rotate(38 1200 560)"')
    p.rect(1160, 330, 30, 470, "#171a20", .4, 'transform="translate(20 20)"')
    p.rect(1160, 330, 30, 400, "#232a33")
    p.rect(1166, 336, 7, 390, "#6f7f8a", .7)
    p.rect(1158, 480, 34, 12, "#c29a5c")
    p.poly([(1160, 730), (1190, 730), (1178, 800), (1172, 800)], "#c29a5c")
    p.end()
    p.poly([(110, 120), (430, 70), (470, 300), (150, 350)], "#2b2321", .5, 'transform="translate(16 18)"')
    p.poly([(110, 120), (430, 70), (470, 300), (150, 350)], "#d8c9aa")
    p.poly([(110, 120), (430, 70), (306, 218)], "#e6dabf")
    p.line([(110, 120), (306, 218), (430, 70)], "#a8977a", 3)
    p.spray(p.all(), "#15110f", [(0, .5), (.4, 0), (1, .1)], axis=(0, 0, 1, 0))
    return p


def palm(p, x, y, h, lean):
    top = (x + lean, y - h)
    p.raw(f'<path d="M{x} {y}Q{x + lean * .2:.0f} {y - h * .6:.0f} {top[0]} {top[1]}" stroke="#1d2a30" stroke-width="{h * .05:.1f}" fill="none"/>')
    for i in range(9):
        a = -math.pi / 2 + (i - 4) * .5 + p.rng.uniform(-.1, .1)
        r = h * p.rng.uniform(.36, .46)
        ex, ey = top[0] + math.cos(a) * r, top[1] + math.sin(a) * r * .7 + h * .16
        mx, my = top[0] + math.cos(a) * r * .6, top[1] + math.sin(a) * r * .7 - h * .06
        p.shape(f"M{top[0]:.0f} {top[1]:.0f}Q{mx:.0f} {my - h * .05:.0f} {ex:.0f} {ey:.0f}Q{mx:.0f} {my + h * .07:.0f} {top[0]:.0f} {top[1]:.0f}Z", "#1d2a30")


def strait():
    p = Picture("strait", seed=52)
    p.rect(0, 0, p.w, 640, p.linear([(0, "#4c6679", 1), (.5, "#a5aea8", 1), (.85, "#e6bd8d", 1), (1, "#d98f66", 1)]))
    p.disc(1080, 520, 84, "#f4d9a6")
    p.spray("M0 0H1600V360H0Z", "#2a3b4a", [(0, .55), (1, 0)])
    for x, y, w, o in ((60, 250, 560, .5), (760, 180, 700, .4), (420, 380, 620, .5), (1060, 420, 560, .45)):
        p.shape(f"M{x} {y}q{w * .25} -26 {w * .5} -10t{w * .5} 8q{-w * .3} 20 {-w * .55} 12t{-w * .45} -10Z", "#f0d7b4", o)
    p.rect(0, 600, p.w, 467, p.linear([(0, "#dfa67c", 1), (.2, "#b6a391", 1), (.6, "#5d7683", 1), (1, "#31495a", 1)]))
    for i in range(60):
        y = 612 + 440 * (i / 60) ** 1.5
        w = p.rng.uniform(30, 150) * (.4 + i / 60)
        p.shape(f"M{1080 - w + p.rng.uniform(-20, 20):.0f} {y:.0f}q{w} -5 {2 * w:.0f} 0q{-w} 5 {-2 * w:.0f} 0Z", "#f8dca8", .75 - i / 110)
    for x, s in ((160, .7), (340, .45), (1390, .6), (780, .32), (610, .4)):
        p.poly([(x, 604), (x + 150 * s, 604), (x + 136 * s, 622 + 8 * s), (x + 12 * s, 622 + 8 * s)], "#3a4c58")
        for k in range(4):
            p.rect(x + (16 + k * 24) * s, 604 - 22 * s, 22 * s, 22 * s, ("#7d4a3c", "#4b6678", "#8d8577", "#3f5565")[k])
        p.rect(x + 118 * s, 604 - 46 * s, 18 * s, 46 * s, "#d9d2c2")
    p.shape("M-40 1067V690Q120 600 300 640Q470 560 640 640Q800 690 930 760L1090 870Q1010 900 1000 1067Z", "#33474e")
    p.shape("M-40 1067V700Q200 640 420 700Q640 740 900 800L1090 870Q1010 900 1000 1067Z", "#24343b")
    p.spray("M-40 1067V700Q200 640 420 700Q640 740 900 800L1090 870Q1010 900 1000 1067Z", "#10181d", [(0, .1), (1, .7)])
    p.line([(0, 300), (520, 356), (1600, 420)], "#27363f", 3)
    p.poly([(506, 700), (534, 700), (524, 340), (516, 340)], "#27363f")
    for x, y in ((250, 326), (900, 378), (1330, 404)):
        p.line([(x, y), (x, y + 26)], "#27363f", 3)
        p.raw(f'<rect x="{x - 26}" y="{y + 26}" width="52" height="42" rx="9" fill="#a5533c"/><rect x="{x - 20}" y="{y + 33}" width="40" height="17" fill="#f3dcae"/>')
    for x, y, h, lean in ((70, 760, 330, 40), (190, 800, 250, -26), (330, 770, 200, 30), (20, 900, 420, 60), (470, 810, 150, -14)):
        palm(p, x, y, h, lean)
    for x, y in ((250, 690), (290, 684), (330, 686)):
        p.rect(x, y, 10, 14, LAMP)
    return p
