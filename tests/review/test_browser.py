"""The page in a browser: by keys, by hand, without JavaScript, with two people, for everybody. Each looks at the rows."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.reconcile.settle import catch_up
from review.app import create_app
from tests.review.conftest import Ask

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = Path(os.environ.get("BELEGT_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM} (or set BELEGT_CHROMIUM)")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    """The page, served on a free port."""
    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(path, settle=catch_up), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def context(browser: "Browser") -> Iterator["BrowserContext"]:
    opened = browser.new_context(locale="de-DE")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: "BrowserContext") -> "Page":
    """A page on which no error of a script, and no refusal of the policy, passes unseen."""
    opened = context.new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    opened.on("console", lambda message: _no_refusal(message.text))
    return opened


def _no_refusal(text: str) -> None:
    assert "Content Security Policy" not in text, text


def shown(page: "Page") -> str:
    """What the card is about."""
    return page.locator('.decide input[name="target_id"]').input_value()


def press(page: "Page", key: str) -> str:
    """Press a key, and wait for the next card."""
    before = shown(page)
    page.keyboard.press(key)
    page.wait_for_function(
        "before => document.querySelector('.decide input[name=target_id]')?.value !== before", arg=before
    )
    return before


def statuses(ask: Ask) -> list[str]:
    return [row["status"] for row in ask("SELECT status FROM decision ORDER BY number")]


def test_twenty_facts_by_keys_alone(page: "Page", address: str, ask: Ask) -> None:
    page.goto(f"{address}/queue?kind=fact")
    keys = "aaxuaaaaxaaaauaaxaaa"
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.method + " " + request.url))
    seen = [press(page, key) for key in keys]
    assert len(set(seen)) == 20
    asked = [request for request in requests if "/static/" not in request]
    assert asked == [f"POST {address}/decide"] * 20  # to decide and to go on is one request
    said = {"a": "accepted", "x": "rejected", "u": "unsure"}
    rows = ask("SELECT target_id, status FROM decision ORDER BY number")
    assert [(row["target_id"], row["status"]) for row in rows] == [
        (i, said[k]) for i, k in zip(seen, keys, strict=True)
    ]
    assert page.evaluate("document.activeElement.id") == "question"
    assert "Gespeichert" in page.locator("#told").inner_text()
    assert page.locator("#told").get_attribute("role") == "status"
    left = ask("SELECT count(*) AS n FROM v_fact WHERE status = 'open'")[0]["n"]
    assert page.locator("#progress strong").inner_text() == str(left)


def test_undo_by_key_after_a_reload_and_moving_without_deciding(page: "Page", address: str, ask: Ask) -> None:
    page.goto(f"{address}/queue?kind=fact")
    first = press(page, "x")
    second = press(page, "s")
    page.reload()
    assert press(page, "k") != second
    page.reload()
    page.keyboard.press("z")
    page.wait_for_function(
        "first => document.querySelector('.decide input[name=target_id]')?.value === first", arg=first
    )
    assert statuses(ask) == ["rejected", "open"]


def test_a_fact_is_corrected_by_keys(page: "Page", address: str, ask: Ask) -> None:
    page.goto(f"{address}/queue?kind=fact&predicate=leads")
    page.keyboard.press("e")
    page.keyboard.type("Institut für Probe a x u z")  # keys do nothing inside a field
    assert not ask("SELECT * FROM decision")
    before = shown(page)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => document.querySelector('.decide input[name=target_id]')?.value !== before", arg=before
    )
    fact = ask("SELECT * FROM v_fact WHERE fact_id = ?", before)[0]
    assert (fact["status"], fact["subject"]) == ("corrected", "Institut für Probe a x u z")
    assert fact["extracted_subject"] != fact["subject"]


def test_a_conflict_of_dates_is_resolved(page: "Page", address: str, ask: Ask) -> None:
    wanted = ask("SELECT discrepancy_id FROM v_discrepancy WHERE verdict = 'conflict' AND subject = 'VUV 3.0'")[0]
    page.goto(f"{address}/queue?at=discrepancy:{wanted['discrepancy_id']}")
    assert page.locator(".is-newer").count() == 1
    assert press(page, "2") == wanted["discrepancy_id"]
    row = ask("SELECT target, target_id, status FROM decision")[0]
    assert tuple(row.values()) == ("discrepancy", wanted["discrepancy_id"], "right")


def test_an_identity_is_judged(page: "Page", address: str, ask: Ask) -> None:
    page.goto(f"{address}/queue?kind=identity")
    judged = press(page, "x")
    row = ask("SELECT target, target_id, status FROM decision")[0]
    assert tuple(row.values()) == ("identity", judged, "different")
    assert ask("SELECT status FROM judgement") == [{"status": "different"}]


def test_many_at_once_and_back_at_once(page: "Page", address: str, ask: Ask) -> None:
    page.goto(f"{address}/queue?kind=fact&predicate=said")
    page.get_by_role("link", name="Viele auf einmal entscheiden").click()
    count = ask("SELECT count(*) AS n FROM v_fact WHERE predicate = 'said'")[0]["n"]
    assert page.locator(".samples li").count() == 5
    page.get_by_role("button", name=f"{count} Fakten so entscheiden").click()
    page.wait_for_url("**/decisions*")
    assert statuses(ask) == ["accepted"] * count
    page.get_by_role("button", name="Alle zurücknehmen").click()
    page.wait_for_load_state()
    assert statuses(ask) == ["accepted"] * count + ["open"] * count
    assert ask("SELECT count(*) AS n FROM v_fact WHERE status <> 'open'")[0]["n"] == 0


def test_a_missed_fact_is_selected_in_a_compound_behind_an_astral_character(
    page: "Page", address: str, ask: Ask
) -> None:
    release = ask("SELECT release_id, text FROM v_release WHERE external_id = 'astral'")[0]
    page.goto(f"{address}/release/{release['release_id']}")
    page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf('datenbank');
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 'datenbank'.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }"""
    )
    page.locator("#add-bar a").click()
    page.get_by_label("Wer oder was").fill("Forschungsnetz")
    page.get_by_label("Aussage").select_option("participates_in")
    page.get_by_role("button", name="Ergänzen").click()
    page.wait_for_url("**told=added")
    fact = ask("SELECT * FROM v_fact WHERE extractor = 'person'")[0]
    assert (fact["quote"], fact["object"]) == ("datenbank", "datenbank")
    assert fact["start"] == release["text"].index("datenbank")  # code points: two of them are beyond the first plane


def test_keys_can_be_switched_off(page: "Page", address: str, ask: Ask) -> None:
    page.goto(f"{address}/queue?kind=fact")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Tasten ausschalten").click()
    page.goto(f"{address}/queue?kind=fact")
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert not ask("SELECT * FROM decision")


def test_the_same_walk_without_javascript(browser: "Browser", address: str, ask: Ask) -> None:
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(f"{address}/queue?kind=fact")
    for name in ("Stimmt nicht", "Stimmt steht", "Unsicher"):
        page.get_by_role("button", name=name).click()
    page.locator(".correct summary").click()
    page.locator("#new-subject").fill("Institut für Probe")
    page.get_by_role("button", name="Berichtigung speichern").click()
    assert statuses(ask) == ["rejected", "accepted", "unsure", "corrected"]
    page.get_by_role("button", name="Zurücknehmen").click()
    assert statuses(ask)[-1] == "open"
    page.get_by_role("link", name="Später").click()
    page.goto(f"{address}/queue?kind=value_difference")
    page.get_by_role("button", name="B gilt").click()
    page.goto(f"{address}/queue?kind=identity")
    page.get_by_role("button", name="Dieselbe Sache").click()
    assert statuses(ask)[-2:] == ["right", "same"]
    page.goto(f"{address}/bulk?predicate=funds")
    page.get_by_role("button", name="so entscheiden").click()
    batch = ask("SELECT count(*) AS n FROM decision WHERE batch IS NOT NULL AND undoes IS NULL")[0]["n"]
    page.get_by_role("button", name="Alle zurücknehmen").click()
    assert ask("SELECT count(*) AS n FROM decision WHERE undoes IS NOT NULL AND batch IS NOT NULL")[0]["n"] == batch > 1
    release = ask("SELECT release_id FROM v_release WHERE external_id = 'astral'")[0]["release_id"]
    page.goto(f"{address}/release/{release}")
    page.get_by_role("link", name="Fehlenden Fakt ergänzen").click()
    page.locator("#quote").fill("Herzzentrumsdatenbank")
    page.get_by_role("button", name="Im Text suchen").click()
    page.locator("#subject").fill("Netz")
    page.locator("#predicate").select_option("leads")
    page.get_by_role("button", name="Ergänzen").click()
    assert ask("SELECT quote FROM v_fact WHERE extractor = 'person'") == [{"quote": "Herzzentrumsdatenbank"}]
    context.close()


def test_two_people_at_once(browser: "Browser", address: str, ask: Ask) -> None:
    contexts = [browser.new_context(locale="de-DE") for _ in range(2)]
    first, second = (context.new_page() for context in contexts)
    for page, name in ((first, "Anna"), (second, "Bernd")):
        page.goto(address)
        page.locator(".me summary").click()
        page.locator("#me-name").fill(name)
        page.get_by_role("button", name="Übernehmen").click()
        page.goto(f"{address}/queue?kind=fact")
    assert shown(first) != shown(second)
    both = shown(first)
    second.goto(f"{address}/queue?at=fact:{both}")
    assert "Anna" in second.locator(".holder").inner_text()
    press(first, "a")
    second.keyboard.press("x")
    second.wait_for_selector(".late")
    assert "Anna" in second.locator(".late").inner_text()
    assert [tuple(row.values()) for row in ask("SELECT reviewer, status FROM decision")] == [("Anna", "accepted")]
    press(second, "x")
    assert [row["reviewer"] for row in ask("SELECT reviewer FROM decision ORDER BY number")] == ["Anna", "Bernd"]
    for context in contexts:
        context.close()


def test_the_keyboard_reaches_all_of_a_card_in_order(page: "Page", address: str) -> None:
    page.goto(f"{address}/queue?kind=fact")
    assert page.evaluate("document.activeElement.id") == "question"
    order = []
    for _ in range(14):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate(
                "document.activeElement.dataset.key || document.activeElement.name || document.activeElement.tagName"
            )
        )
    wanted = ["a", "x", "u", "SUMMARY", "e", "k", "j", "s", "z", "?"]
    assert [name for name in order if name in wanted][: len(wanted)] == wanted, order
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: "Browser", address: str, ask: Ask, scheme: Any) -> None:
    release = ask("SELECT release_id FROM v_release WHERE published = '2025-03-27'")[0]["release_id"]
    entity = ask("SELECT entity_id FROM v_entity WHERE name LIKE 'VUV 3.0%' OR name LIKE 'VUV 2.0%'")[0]["entity_id"]
    link = ask("SELECT first FROM entity_link ORDER BY first LIMIT 1")[0]["first"]
    pages = (
        "/", "/queue", "/queue?kind=fact", "/queue?kind=identity", "/queue?kind=name_variant", "/queue?kind=impossible_date",
        "/queue?kind=fact&predicate=nothing", "/discrepancies", "/releases", f"/release/{release}", f"/release/{release}/add",
        f"/release/{release}/add?quote=Standort", "/entities", f"/entity/{entity}", f"/entity/{link}", "/decisions",
        "/bulk", "/runs", "/help", "/nowhere",
    )  # fmt: skip
    context = browser.new_context(color_scheme=scheme, locale="de-DE", bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/queue?kind=fact")
    for key in "axu":
        press(page, key)
    found = []
    everything = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    rules = (
        everything if scheme == "light" else ["color-contrast", "link-in-text-block"]
    )  # only colours differ in the dark
    for name in pages:
        page.goto(address + name)
        page.add_script_tag(path=str(AXE))
        result = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", rules)
        found += [(name, v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in result["violations"]]
    context.close()
    assert not found


@pytest.mark.parametrize(("width", "size"), [(360, 16), (640, 32)])
def test_nothing_is_cut_off_on_a_small_screen_or_enlarged(
    browser: "Browser", address: str, ask: Ask, width: int, size: int
) -> None:
    """360 px, and 1280 px at 200 % zoom."""
    release = ask("SELECT release_id FROM v_release WHERE published = '2025-03-27'")[0]["release_id"]
    context = browser.new_context(
        viewport={"width": width, "height": 740}, locale="de-DE", device_scale_factor=size / 16
    )
    page = context.new_page()
    page.goto(f"{address}/queue?kind=fact")
    press(page, "a")
    for name in (
        "/",
        "/queue",
        "/queue?kind=fact",
        "/queue?kind=identity",
        "/discrepancies",
        "/releases",
        f"/release/{release}",
        "/entities",
        "/decisions",
        "/bulk",
        "/runs",
        "/help",
    ):
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        cut = "[...document.querySelectorAll('.top nav a')].filter(a => a.getBoundingClientRect().right > innerWidth).length"
        assert page.evaluate(cut) == 0, name
        broken = """[...document.querySelectorAll('thead th:not(:has(*)), .title button')].filter(e => {
            const range = document.createRange(); range.selectNodeContents(e);
            return !/\\s/.test(e.textContent.trim()) && new Set([...range.getClientRects()].map(r => r.top)).size > 1;
        }).map(e => e.textContent)"""
        assert page.evaluate(broken) == [], name  # one word is one line
    context.close()
