"""Instances and subsets the house theme's fonts (called by bin/fonts).

Newsreader is one axis: weight 400 is cut for text (optical size 18), weight 700 for display
(optical size 40), so that a headline of weight 560 is finer than text and no second file is needed.
The sources spend most of their bytes on kerning that varies with weight and on pairs that no one
sees; kerning is taken at one weight, rounded and packed into classes of glyphs that kern alike.
"""
import importlib.util
import io
import pathlib
import shutil
import sys

from fontTools import subset
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.varLib import build, instancer

LIMIT = 70_000
# Latin for Western, Northern and Central Europe, and the marks that a newspaper sets.
WESTERN = "20-7E,A0-AC,AE-FF,131,152-153,160-161,178,17D-17E,2009,2011,2013-2014,2018-201A,201C-201E,2020-2022,2026,202F,2032-2033,2039-203A,20AC,2212"
CENTRAL = "102-107,10C-111,118-11B,11E-11F,130,139-13A,13D-13E,141-144,147-148,150-151,154-155,158-15B,15E-15F,164-165,16E-171,179-17C,218-21B,1E9E"
FEATURES = ["liga", "locl", "ccmp", "tnum", "pnum", "onum", "lnum", "mark"]


def codes(ranges):
    """The code points of '20-7E,131'."""
    out = set()
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        out |= set(range(int(first, 16), int(last or first, 16) + 1))
    return out


def source(package, italic=False):
    folder = pathlib.Path(importlib.util.find_spec(package).origin).parent
    return next(p for p in (folder / "files").glob("*.ttf") if ("Italic" in p.name) == italic), folder / "LICENSE"


def reread(font):
    held = io.BytesIO()
    font.save(held)
    held.seek(0)
    return TTFont(held)


def instance(path, **limits):
    return reread(instancer.instantiateVariableFont(TTFont(path), limits))


def kerning(font, glyphs, step, least):
    """Kerning of `glyphs` as {(left, right): units}, rounded to `step`, without pairs below `least`."""
    pairs = {}
    lookups = font["GPOS"].table.LookupList.Lookup
    wanted = {i for r in font["GPOS"].table.FeatureList.FeatureRecord if r.FeatureTag == "kern" for i in r.Feature.LookupListIndex}
    for index in sorted(wanted):
        seen = {}
        for table in lookups[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            for left in set(table.Coverage.glyphs) & glyphs:
                for right, value in row(table, left, glyphs):
                    seen.setdefault((left, right), value)
        for pair, value in seen.items():
            pairs[pair] = pairs.get(pair, 0) + value
    rounded = {p: round(v / step) * step for p, v in pairs.items()}
    return {p: v for p, v in rounded.items() if abs(v) >= least}


def row(table, left, glyphs):
    """What stands in one pair table for `left`: (right, advance) in order of precedence."""
    def advance(value):
        return (value.XAdvance if value and hasattr(value, "XAdvance") else 0) or 0
    if table.Format == 1:
        for record in table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord:
            if record.SecondGlyph in glyphs:
                yield record.SecondGlyph, advance(record.Value1)
        return
    records = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)].Class2Record
    for right in glyphs:
        yield right, advance(records[table.ClassDef2.classDefs.get(right, 0)].Value1)


def kern_feature(pairs):
    """The pairs as a feature of classes: glyphs that kern alike share one."""
    def classes(side):
        alike = {}
        for glyph in {p[side] for p in pairs}:
            profile = tuple(sorted((p[1 - side], v) for p, v in pairs.items() if p[side] == glyph))
            alike.setdefault(profile, []).append(glyph)
        return {g: sorted(members) for members in alike.values() for g in members}
    lefts, rights = classes(0), classes(1)
    lines = sorted({(tuple(lefts[a]), tuple(rights[b]), v) for (a, b), v in pairs.items()})
    rules = "\n".join(f"  pos [{' '.join(a)}] [{' '.join(b)}] {v};" for a, b, v in lines)
    return f"feature kern {{\n{rules}\n}} kern;\n"


def cut(font, ranges, features):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["STAT"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes(ranges))
    worker.subset(font)
    return reread(font)


def finish(font, pairs, path):
    if "GPOS" in font:
        del font["GPOS"]
    addOpenTypeFeaturesFromString(font, kern_feature(pairs), tables=["GPOS"])
    font["post"].formatType = 3.0
    font.flavor = "woff2"
    font.save(path, reorderTables=False)
    return path.stat().st_size


def diagonal(path, ranges):
    """Weight 400 at optical size 18 to weight 700 at optical size 40, as one axis."""
    text, display = (cut(instance(path, opsz=o, wght=w), ranges, FEATURES) for o, w in ((18, 400), (40, 700)))
    space = DesignSpaceDocument()
    space.addAxis(AxisDescriptor(name="Weight", tag="wght", minimum=400, default=400, maximum=700))
    for font, weight in ((text, 400), (display, 700)):
        for tag in ("GPOS", "GDEF"):
            if tag in font:
                del font[tag]
        if weight == 700 and "GSUB" in font:
            del font["GSUB"]
        space.addSource(SourceDescriptor(font=font, location={"Weight": weight}, name=str(weight)))
    made, *_ = build(space, optimize=True)
    if "STAT" in made:
        del made["STAT"]
    return made


def serif(path, ranges, out, step=8, least=12):
    glyph_font = cut(instance(path, opsz=24, wght=500), ranges, FEATURES + ["kern"])
    pairs = kerning(glyph_font, set(glyph_font.getGlyphOrder()), step, least)
    return finish(reread(diagonal(path, ranges)), pairs, out)


def still(path, ranges, out, step=8, least=12, **limits):
    """A font whose kerning does not vary; `limits` as for the instancer."""
    fixed = {k: v if isinstance(v, (int, float)) else 500 for k, v in limits.items()}
    still_font = cut(instance(path, **fixed), ranges, FEATURES + ["kern"])
    pairs = kerning(still_font, set(still_font.getGlyphOrder()), step, least)
    font = cut(instance(path, **limits), ranges, FEATURES)
    return finish(font, pairs, out)


def main(out):
    out = pathlib.Path(out)
    roman, licence = source("fontpkg_newsreader")
    italic, _ = source("fontpkg_newsreader", italic=True)
    sans, sans_licence = source("fontpkg_public_sans")
    sizes = {
        "newsreader.woff2": serif(roman, WESTERN + "," + CENTRAL, out / "newsreader.woff2"),
        "newsreader-italic.woff2": still(italic, WESTERN + "," + CENTRAL, out / "newsreader-italic.woff2", opsz=18, wght=400),
        "public-sans.woff2": still(sans, WESTERN + "," + CENTRAL, out / "public-sans.woff2", wght=(400, 700)),
    }
    shutil.copyfile(licence, out / "OFL-Newsreader.txt")
    shutil.copyfile(sans_licence, out / "OFL-PublicSans.txt")
    for name, size in sizes.items():
        print(f"{size:7} {name}")
    total = sum(sizes.values())
    print(f"{total:7} in all, at most {LIMIT}")
    if total > LIMIT:
        sys.exit("The fonts weigh too much. Take code points out of WESTERN or CENTRAL in bin/fonts.py.")


if __name__ == "__main__":
    main(sys.argv[1])
