"""Every picture of the demo paper by name."""

import capitals
import city
import far
import harbour
import night_train
import panmunjom

SCENES = {
    "night-train": night_train.draw,
    "blue-huts": panmunjom.blue_huts,
    "two-shadows": panmunjom.two_shadows,
    "avenue-at-night": capitals.avenue_at_night,
    "long-table": capitals.long_table,
    "lectern-at-dusk": capitals.lectern_at_dusk,
    "procession": far.procession,
    "mountain": far.mountain,
    "letter": far.letter,
    "strait": far.strait,
    "night-crane": harbour.night_crane,
    "fish-market": harbour.fish_market,
    "rate-steps": harbour.rate_steps,
    "star-trails": city.star_trails,
    "mud-flats": city.mud_flats,
    "concert-hall": city.concert_hall,
    "bookshop": city.bookshop,
    "rink": city.rink,
    "rowing": city.rowing,
}
