"""Can it be read? Contrast of words with what is behind them."""

from __future__ import annotations

from playwright.sync_api import Locator

# W3C's contrast ratio for every piece of text below some elements.
CONTRAST = """(tops) => {
    const parse = colour => {
        const numbers = colour.match(/[0-9.]+/g).map(Number);
        return numbers.length > 3 ? numbers : [...numbers, 1];
    };
    const over = (front, alpha, back) => back.map((b, i) => alpha * front[i] + (1 - alpha) * b);
    const behind = element => {
        if (!element) return [255, 255, 255];
        const colour = parse(getComputedStyle(element).backgroundColor);
        if (colour[3] === 1) return colour.slice(0, 3);
        return over(colour, colour[3], behind(element.parentElement));
    };
    const luminance = colour => {
        const [r, g, b] = colour.map(c => c / 255).map(
            c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    const measure = node => {
        const text = node.textContent.trim(), element = node.parentElement;
        if (!text) return;
        let alpha = 1;
        for (let e = element; e; e = e.parentElement) alpha *= getComputedStyle(e).opacity;
        const colour = parse(getComputedStyle(element).color), back = behind(element);
        const two = [luminance(over(colour, alpha * colour[3], back)), luminance(back)];
        found.push([text, (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05)]);
    };
    for (const top of tops) {
        const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) measure(walker.currentNode);
    }
    return found;
}"""
WORDS, SIGNS = 4.5, 3.0


def faint(elements: Locator) -> list[tuple[str, float]]:
    """Return the words, and single signs such as ✓, that stand out too little, with contrast."""
    pieces = elements.evaluate_all(CONTRAST)
    assert pieces, "there is nothing to read"
    return [(text, ratio) for text, ratio in pieces if ratio < (WORDS if text[1:] else SIGNS)]


def overflowing(elements: Locator) -> list[str]:
    """Return the elements whose content is wider than they are."""
    wider = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    return elements.evaluate_all(wider)
