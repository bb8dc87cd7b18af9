"""Every crate in the tree has a licence that MIT OR Apache-2.0 software may carry, and none is banned.

Advisories are asked of cargo-deny where it is installed and its database can be fetched; otherwise this says so.
"""
import json
import re
import shutil
import subprocess
import sys

ALLOWED = {
    "MIT", "MIT-0", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "ISC", "Zlib",
    "Unicode-3.0", "Unlicense", "CC0-1.0", "0BSD", "BlueOak-1.0.0",
    # Data: the certificate authorities of webpki-roots. Asks only that its text stays with the data.
    "CDLA-Permissive-2.0",
    # The Independent JPEG Group: permissive, wants to be named.
    "IJG",
    # File-level copyleft of crates that are used unchanged.
    "MPL-2.0",
}
BANNED = {
    "aws-lc-sys": "one TLS provider, ring; this one is minutes of C",
    "chrono": "jiff is the date library",
    "openssl-sys": "rustls is the TLS library",
    "unsafe-libyaml": "serde-saphyr reads YAML",
}


def fits(expression: str) -> bool:
    """An SPDX expression whose OR has an allowed branch in which every AND part is allowed."""
    expression = expression.replace("/", " OR ").replace("(", " ( ").replace(")", " ) ")
    tokens = re.findall(r"\(|\)|AND|OR|[A-Za-z0-9.\-+]+(?: WITH [A-Za-z0-9.\-]+)?", expression)

    def either(i):
        ok, i = both(i)
        while i < len(tokens) and tokens[i] == "OR":
            other, i = both(i + 1)
            ok = ok or other
        return ok, i

    def both(i):
        ok, i = one(i)
        while i < len(tokens) and tokens[i] == "AND":
            other, i = one(i + 1)
            ok = ok and other
        return ok, i

    def one(i):
        if tokens[i] == "(":
            ok, i = either(i + 1)
            return ok, i + 1
        return tokens[i] in ALLOWED, i + 1

    return either(0)[0]


tree = json.loads(subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked"], check=True, capture_output=True).stdout)
wrong = []
for package in tree["packages"]:
    licence = package["license"]
    if package["name"] in BANNED:
        wrong.append(f"{package['name']} is banned: {BANNED[package['name']]}.")
    elif not licence or not fits(licence):
        wrong.append(f"{package['name']} {package['version']} has the licence {licence!r}, which is not on the list in bin/licences.py.")
for sentence in wrong:
    print(sentence, file=sys.stderr)
if wrong:
    sys.exit(1)
print(f"{len(tree['packages'])} crates, all with an allowed licence.")
if shutil.which("cargo-deny"):
    result = subprocess.run(["cargo", "deny", "check", "advisories"])
    sys.exit(result.returncode)
print("Advisories were not checked: cargo-deny is not installed here (cargo install cargo-deny; it fetches its database).")
