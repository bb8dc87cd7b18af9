"""Haemun's quieter places: the observatory, the mud flats, the concert hall, a bookshop, the rink, the river."""

import math

from inks import LAMP, Picture


def star_trails():
    p = Picture("star-trails", 1280, 1600, seed=101)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#18212c", 1), (.5, "#31485b", 1), (.78, "#8b918c", 1), (.86, "#d3ad80", 1), (1, "#d3ad80", 1)]))
    p.spray("M0 0H1280V700H0Z", "#0e141c", [(0, .6), (1, 0)])
    cx, cy = 780, 560
    for i in range(120):
        r = 24 + i * 9.2 + p.rng.uniform(-4, 4)
        a = p.rng.uniform(0, 6.28)
        sweep = p.rng.uniform(.35, .62)
        x0, y0, x1, y1 = cx + r * math.cos(a), cy + r * math.sin(a), cx + r * math.cos(a + sweep), cy + r * math.sin(a + sweep)
        p.raw(f'<path d="M{x0:.0f} {y0:.0f}A{r:.0f} {r:.0f} 0 0 1 {x1:.0f} {y1:.0f}" fill="none" stroke="{p.rng.choice(["#f1e7d0", "#e9c38c", "#b9cbd2"])}" '
              f'stroke-width="{p.rng.choice([1.4, 2, 2.8])}" stroke-linecap="round" opacity="{p.rng.uniform(.35, .9):.2f}"/>')
    p.disc(cx, cy, 4, "#fff6df")
    p.hills(1330, 90, 60, "#5d6c70", seed=3)
    p.rough(3, .04)
    p.shape("M0 1600V1420Q300 1330 620 1330Q960 1340 1280 1440V1600Z", "#1b242c")
    p.shape("M360 1340V1150H860V1340Z", "#d7d0bf")
    p.shape("M352 1156a258 250 0 0 1 516 0Z", "#ebe5d6")
    p.end()
    p.spray("M360 1340V1150H860V1340ZM352 1156a258 250 0 0 1 516 0Z", "#22303d", [(0, .82), (.5, .3), (1, 0)], axis=(0, 0, 1, 0))
    p.shape("M610 1156L652 906Q690 918 720 936L700 1156Z", "#121922")
    p.poly([(634, 1120), (704, 930), (742, 944), (690, 1130)], "#55707f")
    p.poly([(700, 938), (746, 952), (752, 936), (706, 922)], "#93a7ad")
    p.rect(352, 1146, 516, 16, "#4c5a63")
    p.shape("M470 1340v-92h60v92Z", "#edc583")
    p.poly([(470, 1340), (530, 1340), (590, 1420), (430, 1420)], LAMP, .3)
    for x in (700, 770):
        p.rect(x, 1230, 30, 44, "#33424f")
    return p


def mud_flats():
    p = Picture("mud-flats", seed=113)
    p.rect(0, 0, p.w, 430, p.linear([(0, "#a9b8ba", 1), (.7, "#e8dcc4", 1), (1, "#f0d9b2", 1)]))
    p.hills(420, 60, 60, "#a1aca9", seed=9)
    p.hills(428, 30, 60, "#83939a", seed=12)
    p.rect(0, 424, p.w, 650, p.linear([(0, "#d9c4a0", 1), (.3, "#a9977f", 1), (1, "#6c6258", 1)]))
    p.spray("M0 424H1600V1067H0Z", "#3f3d3b", [(0, 0), (1, .45)])
    p.shape("M900 426Q760 470 980 510T1010 610Q560 650 720 780T480 1067H1060Q1180 900 1010 790T1180 640Q1300 560 1130 500T960 426Z", p.linear([(0, "#f3dcb4", 1), (.4, "#c2c6bd", 1), (1, "#6f8794", 1)]))
    p.shape("M1600 560Q1340 570 1250 620L1262 632Q1400 600 1600 610Z", "#c9c8ba", .9)
    p.shape("M0 640Q360 610 690 700L700 716Q360 660 0 700Z", "#b9bcb2", .8)
    for i in range(60):
        y = 470 + 560 * (i / 60) ** 1.4
        x, w = p.rng.uniform(-50, 1600), p.rng.uniform(60, 240) * (.3 + i / 60)
        p.shape(f"M{x:.0f} {y:.0f}q{w / 2:.0f} {-6 - i / 8:.0f} {w:.0f} 0q{-w / 2:.0f} {4 + i / 10:.0f} {-w:.0f} 0Z", "#514a45", .22)
    for _ in range(170):
        t = p.rng.random()
        x = 120 + t * 1250 + p.rng.gauss(0, 40)
        y = 250 - math.sin(t * 3.6) * 130 + p.rng.gauss(0, 34)
        s = p.rng.uniform(5, 15)
        a = p.rng.uniform(-.5, .5) * s
        p.raw(f'<path d="M{x - s:.0f} {y - a:.0f}Q{x - s * .4:.0f} {y - s * .5:.0f} {x:.0f} {y:.0f}Q{x + s * .4:.0f} {y - s * .5:.0f} {x + s:.0f} {y + a:.0f}" fill="none" stroke="#3a4650" stroke-width="{s / 5:.1f}" stroke-linecap="round"/>')
    for x, y, s, way in ((300, 880, 1.5, 1), (420, 930, 1.2, -1), (230, 800, 1, 1), (1290, 900, 1.3, -1), (1380, 760, .8, 1), (540, 760, .7, 1)):
        p.group(f'transform="translate({x} {y}) scale({s * way} {s})" fill="#2c343b" stroke="#2c343b"')
        p.raw('<path d="M-30 0Q-10 -26 24 -18Q34 -40 46 -38Q56 -36 54 -30L92 -14L52 -26Q44 -22 40 -6Q24 14 -8 10L-44 14Z" stroke="none"/><path d="M0 8L-2 52M14 8L20 50" stroke-width="3"/>')
        p.raw('<path d="M-20 60Q20 54 60 62Q20 70 -20 60Z" fill="#d8cfb9" stroke="none" opacity=".35"/>')
        p.end()
    return p


def concert_hall():
    p = Picture("concert-hall", seed=127)
    p.rect(0, 0, p.w, p.h, "#241f22")
    p.raw(f'<ellipse cx="800" cy="250" rx="900" ry="420" fill="{p.radial([(0, "#7a5140", 1), (.7, "#3d2c2b", 1), (1, "#241f22", 1)])}"/>')
    for tier in range(4):
        cy, rx, ry = 230 + tier * 118, 560 + tier * 120, 110 + tier * 66
        front = f"M{800 - rx} {cy - 20}A{rx} {ry} 0 0 0 {800 + rx} {cy - 20}V{cy + 34}A{rx} {ry} 0 0 1 {800 - rx} {cy + 34}Z"
        back = f"M{800 - rx} {cy - 90}A{rx} {ry} 0 0 0 {800 + rx} {cy - 90}V{cy - 18}A{rx} {ry} 0 0 1 {800 - rx} {cy - 18}Z"
        p.shape(back, "#2d2326")
        for k in range(60):
            a = math.pi * (.06 + .88 * k / 59)
            x, y = 800 - math.cos(a) * rx, cy - 26 + math.sin(a) * ry
            if (k * 13 + tier * 5) % 7:
                p.disc(x, y - 4, 10 + tier * 2, ("#6a4038", "#4a5f70", "#8d7a63", "#3c3235")[(k * 5 + tier) % 4])
        p.shape(front, p.linear([(0, "#c08b5e", 1), (.5, "#e2bd88", 1), (1, "#8a5a41", 1)], 0, 0, 1, 0))
        p.spray(front, "#3a2522", [(0, .7), (.35, .1), (.65, .1), (1, .7)], axis=(0, 0, 1, 0))
        for k in range(13):
            a = math.pi * (.1 + .8 * k / 12)
            x, y = 800 - math.cos(a) * rx, cy + 6 + math.sin(a) * ry
            p.disc(x, y, 5 + tier, "#fff0cd")
            p.disc(x, y, 34 + 5 * tier, p.radial([(0, LAMP, .5), (1, LAMP, 0)]))
    stage = "M0 1067V900Q800 780 1600 900V1067Z"
    p.shape(stage, p.linear([(0, "#d9a974", 1), (1, "#7a5240", 1)]))
    for k in range(-9, 10):
        p.line([(800 + k * 62, 848 + abs(k) * 4), (800 + k * 130, 1067)], "#6b4737", 2, .45)
    p.raw(f'<ellipse cx="800" cy="960" rx="520" ry="96" fill="{p.radial([(0, "#fdeecb", .75), (1, "#fdeecb", 0)])}"/>')
    p.raw('<ellipse cx="836" cy="992" rx="250" ry="30" fill="#3a2723" opacity=".6"/>')
    p.rough(2.4, .05)
    p.shape("M610 860Q620 832 700 832H900Q1010 836 1036 880Q1044 902 1010 902H610Z", "#15171c")
    p.shape("M640 832Q720 690 930 664Q1010 720 1016 846Q960 832 900 832Z", "#22252c")
    p.shape("M668 826Q740 716 920 690Q980 740 990 834Q950 828 900 828Z", "#3c3a3c")
    p.rect(588, 866, 60, 14, "#efe6d4")
    for x in (640, 820, 990):
        p.poly([(x, 900), (x + 22, 900), (x + 16, 988), (x + 6, 988)], "#15171c")
    p.poly([(500, 912), (566, 912), (562, 930), (504, 930)], "#15171c")
    p.line([(512, 930), (508, 990)], "#15171c", 8)
    p.line([(556, 930), (560, 990)], "#15171c", 8)
    p.end()
    p.line([(800, 846), (900, 690)], "#15171c", 6)
    return p


def bookshop():
    p = Picture("bookshop", 1280, 1600, seed=139)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#1f2a36", 1), (1, "#34424e", 1)]))
    p.spray("M0 0H1280V1250H0Z", "#121920", [(0, .55), (1, .1)])
    for row in range(14):
        for col in range(10):
            p.rect(col * 140 - (row % 2) * 70, 20 + row * 42, 136, 38, "#2d3a46", .8)
    for x in (170, 560, 950):
        lit = x == 560
        p.rect(x, 130, 170, 300, "#edc98b" if lit else "#1a232d")
        p.line([(x + 85, 130), (x + 85, 430)], "#46525b", 6)
        p.line([(x, 240), (x + 170, 240)], "#46525b", 6)
        p.rect(x - 16, 430, 202, 18, "#55616a")
    p.shape("M585 430V330q0 -30 30 -30t30 30v100Z", "#3d332f")
    p.rect(90, 560, 1100, 96, "#7b3f30")
    p.rect(90, 650, 1100, 12, "#3c211c")
    for k in range(8):
        p.rect(330 + k * 80, 596, 52 if k % 3 else 34, 22, "#e8d3a8", .85)
    p.rect(110, 670, 1060, 700, "#2a1f1e")
    p.rect(150, 700, 620, 560, p.linear([(0, "#f5dca6", 1), (1, "#d39c62", 1)]))
    p.rect(830, 700, 300, 670, p.linear([(0, "#f0cf94", 1), (1, "#b97e50", 1)]))
    inks = ("#8f4a39", "#3f586b", "#efe6d4", "#56483f", "#6f858d", "#c69a5d", "#27323c")
    for shelf in range(4):
        y, x = 850 + shelf * 122, 166
        while x < 740:
            w, h = p.rng.uniform(12, 30), p.rng.uniform(70, 108)
            p.rect(x, y - h, w, h, inks[p.rng.randrange(7)])
            x += w + (2 if p.rng.random() < .9 else p.rng.uniform(14, 36))
        p.rect(150, y, 620, 12, "#6e4a35")
    p.spray("M150 700h620v560h-620Z", "#5c3322", [(0, .1), (1, .5)], axis=(0, 0, 1, 1))
    for shelf in range(5):
        y, x = 820 + shelf * 112, 1010
        while x < 1118:
            w, h = p.rng.uniform(10, 22), p.rng.uniform(60, 92)
            p.rect(x, y - h, w, h, inks[p.rng.randrange(7)])
            x += w + 2
        p.rect(1006, y, 124, 8, "#6e4a35")
    p.line([(980, 700), (980, 1370)], "#2a1f1e", 10)
    p.shape("M872 1370L864 1180Q846 1060 862 1004Q872 964 896 954V930Q882 912 886 884Q892 856 914 856Q940 858 942 886Q942 914 926 930V954Q952 964 958 1004Q968 1060 952 1180L946 1370H916L909 1200L902 1370Z", "#20262e")
    p.poly([(880, 1040), (936, 1030), (940, 1076), (884, 1086)], "#efe6d4")
    p.rect(0, 1370, 1280, 230, "#3d4650")
    p.poly([(150, 1370), (770, 1370), (960, 1600), (20, 1600)], LAMP, .3)
    p.poly([(830, 1370), (1130, 1370), (1380, 1600), (960, 1600)], LAMP, .38)
    p.poly([(876, 1370), (944, 1370), (1010, 1600), (900, 1600)], "#171d24", .7)
    p.spray("M0 1370H1280V1600H0Z", "#12181e", [(0, .05), (1, .7)])
    return p


def rink():
    p = Picture("rink", seed=151)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#c4d0d2", 1), (1, "#f2eee2", 1)], 0, 0, 1, 1))
    p.spray(p.all(), "#7d97a6", [(0, .5), (.55, .05), (1, 0)], axis=(0, 0, 1, 1))
    for r, w, c, o in ((1560, 150, "#34495b", 1), (1480, 16, "#a5543c", .9), (1250, 7, "#5d7f98", .8), (980, 7, "#a5543c", .8), (690, 7, "#5d7f98", .8)):
        p.raw(f'<circle cx="230" cy="1500" r="{r}" fill="none" stroke="{c}" stroke-width="{w}" opacity="{o}"/>')
    for i in range(46):
        r, a = p.rng.uniform(720, 1440), p.rng.uniform(-1.5, -.1)
        s = p.rng.uniform(.08, .3)
        x0, y0, x1, y1 = 230 + r * math.cos(a), 1500 + r * math.sin(a), 230 + (r - 20) * math.cos(a + s), 1500 + (r - 20) * math.sin(a + s)
        p.raw(f'<path d="M{x0:.0f} {y0:.0f}A{r:.0f} {r:.0f} 0 0 1 {x1:.0f} {y1:.0f}" fill="none" stroke="#fdfbf5" stroke-width="{p.rng.uniform(1.5, 4):.1f}" opacity=".8"/>')
    for x, y, s, turn, c in ((980, 560, 1.15, 38, "#a5543c"), (700, 400, .92, 20, "#2f475c"), (430, 318, .74, 8, "#2f475c")):
        p.group(f'transform="translate({x} {y}) rotate({turn}) scale({s})"')
        p.raw('<path d="M-10 96L60 220L330 330L350 318L190 190L120 90Z" fill="#5b7a8e" opacity=".5"/>')
        p.raw(f'<g stroke-linecap="round" fill="none" stroke="{c}"><path d="M-70 10Q0 -40 74 -6" stroke-width="54"/><path d="M-64 20L20 56L-6 112" stroke-width="30"/><path d="M-66 16L-120 70L-196 96" stroke-width="27"/>'
              '<path d="M-20 -20L-80 -64" stroke-width="17"/></g>')
        p.raw(f'<path d="M70 -6L40 52L92 66" fill="none" stroke="{c}" stroke-width="17" stroke-linecap="round"/><circle cx="104" cy="-10" r="27" fill="#20262e"/>'
              '<path d="M-40 124h82M-226 96l58 22" stroke="#20262e" stroke-width="7" stroke-linecap="round"/>')
        p.end()
    return p


def rowing():
    p = Picture("rowing", 1600, 900, seed=163)
    p.rect(0, 0, p.w, p.h, p.linear([(0, "#31495a", 1), (.6, "#5f7f8c", 1), (1, "#a9b3a6", 1)], 0, 0, 1, 1))
    p.spray(p.all(), "#1c2b38", [(0, .6), (.6, .05), (1, 0)], axis=(0, 0, 1, 1))
    for i in range(130):
        x, y, w = p.rng.uniform(-100, 1600), p.rng.uniform(0, 900), p.rng.uniform(40, 220)
        p.shape(f"M{x:.0f} {y:.0f}q{w / 2:.0f} -7 {w:.0f} 0q{-w / 2:.0f} 7 {-w:.0f} 0Z", "#dfe3d4" if i % 3 else "#24384a", p.rng.uniform(.1, .3))
    p.group('transform="translate(800 450) rotate(-24)"')
    p.poly([(-640, 8), (-1100, -120), (-1100, 140)], "#e9ecdf", .28)
    p.shape("M-640 34Q0 74 660 36Q0 96 -640 34Z", "#14202b", .5)
    p.shape("M-660 0Q-300 -30 0 -31Q360 -30 690 0Q360 30 0 31Q-300 30 -660 0Z", "#e7d5b1")
    p.shape("M-500 0Q-240 -17 0 -17Q260 -17 470 0Q260 17 0 17Q-240 17 -500 0Z", "#6a4733")
    for i in range(8):
        x, side = -390 + i * 104, -1 if i % 2 else 1
        p.line([(x + 10, 6 * side), (x - 70, 250 * side)], "#f1e9d8", 7, extra='stroke-linecap="round"')
        p.poly([(x - 62, 226 * side), (x - 92, 304 * side), (x - 66, 310 * side), (x - 48, 230 * side)], "#a5543c")
        for k, r in enumerate((46, 30, 16)):
            p.raw(f'<ellipse cx="{x - 190}" cy="{284 * side}" rx="{r}" ry="{r * .7:.0f}" fill="none" stroke="#eef0e4" stroke-width="{3 + k}" opacity="{.3 + .15 * k:.2f}"/>')
        p.line([(x - 8, 0), (x + 34, 10 * side)], "#d9b08a", 12, extra='stroke-linecap="round"')
        p.raw(f'<ellipse cx="{x - 14}" cy="0" rx="20" ry="31" fill="#f1e9d8"/><circle cx="{x - 8}" cy="0" r="14" fill="{("#2b2523", "#5a4433", "#1f2228")[i % 3]}"/>')
    p.raw('<ellipse cx="500" cy="0" rx="18" ry="24" fill="#a5543c"/><circle cx="494" cy="0" r="13" fill="#23262c"/>')
    p.end()
    return p
