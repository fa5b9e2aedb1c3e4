"""`make screenshots`: the pictures of docs/screenshots, taken anew of the demonstration.

A catalogue of its own is served from `var/screenshots`, kept from one time to the next. Needs the
developers' packages and Chromium.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "screenshots"
FOLDER = ROOT / "docs" / "screenshots"
SIZES = ((1280, 900), (360, 760))
SCHEMES = ("light", "dark")
COLOURS = 256  # of a palette: the pages have few, and the files weigh a third

PUBLIC = {
    "home": "/",
    "liste": "/recettes/?territoire=bretagne&q=repare+cafe",
    "recette": "/recettes/un-repair-cafe-dans-la-maison-de-quartier/",
    "territoire": "/territoires/bretagne/",
}
Take = Callable[[str], None]
EDITED = "/recettes/une-install-party-ou-chacun-apprend-a-installer-puis-a-transmettre/"
TEXT = """La bourse aux plantes du quartier

Deux fois par an, on échange plants, boutures et graines au pied des immeubles.

Pourquoi
Beaucoup jettent leurs plants en trop. Les échanger fait se rencontrer les voisins.

Ingrédients
- une cour ou un trottoir large
- six personnes pour installer

Déroulement
Prévenir deux semaines avant, par affiches.
Installer les tables à neuf heures.
Ranger ensemble à midi.

Licence CC BY-SA 4.0
"""


def main() -> None:
    """Serve the demonstration, take every page in both widths and both schemes."""
    with served() as site, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=as_root)
        for width, height in SIZES:
            for scheme in SCHEMES:
                take_all(browser, site, (width, height), scheme)
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """Serve the demonstration while the block runs; give its address."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    site = f"http://127.0.0.1:{port}"
    environment = os.environ | {"DEBUG": "1", "VAR_DIR": str(KEPT), "SITE_URL": site}
    command = [sys.executable, "manage.py", "run_here", "--port", str(port)]
    server = subprocess.Popen(  # noqa: S603  # ours
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 300
        while True:
            try:
                urllib.request.urlopen(site).read()
                break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.5)
        yield site
    finally:
        server.terminate()
        server.wait()


def take_all(browser: Browser, site: str, size: tuple[int, int], scheme: str) -> None:
    """Take every page in one width and one scheme."""
    width, height = size
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="fr-FR",
    )
    page = context.new_page()

    def take(name: str) -> None:
        page.wait_for_load_state("networkidle")
        path = FOLDER / f"{name}-{width}-{scheme}.png"
        page.screenshot(path=path)
        with Image.open(path) as whole:
            whole.convert("RGB").quantize(COLOURS).save(path, optimize=True)

    for name, address in PUBLIC.items():
        page.goto(address)
        take(name)
    write(page, take)
    log_in(page)
    edit(page, take)
    context.close()


def write(page: Page, take: Take) -> None:
    """Take the express recipe begun, and a text before and after it was read."""
    page.goto("/proposer/")
    page.locator("[name=title]").fill("Une grainothèque à la bibliothèque")
    page.locator("[name=summary]").fill(
        "Un meuble où chacun dépose et prend des graines, avec un atelier à chaque saison."
    )
    take("proposer")
    page.goto("/proposer/texte/")
    page.locator("textarea[name=text]").fill(TEXT)
    take("texte")
    page.locator("button[name=step]").first.click()
    page.wait_for_load_state()
    take("texte-compris")


def edit(page: Page, take: Take) -> None:
    """Take the editor on a published recipe, and its preview."""
    page.goto(EDITED)
    page.locator("form[action$='/modifier/'] button, a[href$='/modifier/']").first.click()
    page.wait_for_load_state()
    if not re.search(r"/brouillons/\d+/", page.url):
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
    take("editeur")
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}apercu/")
    take("apercu")


def log_in(page: Page) -> None:
    """Log in as the contributor of the demonstration."""
    page.goto("/compte/connexion/")
    page.locator("[name=login]").fill("contributor@example.org")
    page.locator("[name=password]").fill((KEPT / "demo-password").read_text())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
