"""A student who goes through pictures pixel by pixel, and texts word by word."""

import math

import numpy as np


def flip(images, flags):
    """Write each row from its end."""
    new = images.copy()
    for i in range(len(images)):
        if flags[i]:
            for r in range(images.shape[1]):
                new[i, r] = images[i, r, ::-1]
    return new


def rotate(images, degrees):
    """Visit every pixel of every picture, and the four around the place it comes from."""
    n, h, w = images.shape
    new = np.zeros((n, h, w))
    for i in range(n):
        cos, sin = math.cos(math.radians(degrees[i])), math.sin(math.radians(degrees[i]))
        for r in range(h):
            for c in range(w):
                y, x = r - (h - 1) / 2, c - (w - 1) / 2
                row, column = cos * y + sin * x + (h - 1) / 2, -sin * y + cos * x + (w - 1) / 2
                top, left = math.floor(row), math.floor(column)
                for a in (top, top + 1):
                    for b in (left, left + 1):
                        if 0 <= a < h and 0 <= b < w:
                            weight = (1 - abs(row - a)) * (1 - abs(column - b))
                            new[i, r, c] += weight * images[i, a, b]
    if images.dtype == np.uint8:
        new = np.floor(new + 0.5)
    return new.astype(images.dtype)


def brighten(images, amounts):
    """Add to a list of Python's own numbers, which never overflow."""
    white = 255 if images.dtype == np.uint8 else 1.0
    new = np.empty(images.shape, images.dtype)
    for i in range(len(images)):
        for place in np.ndindex(images.shape[1:]):
            value = float(images[i][place]) + white * float(amounts[i])
            value = min(max(value, 0), white)
            new[i][place] = round(value) if white == 255 else value
    return new


def random_shift(images, most, training, rng):
    """Copy the part that stays inside, picture by picture."""
    if not training:
        return images.copy()
    new = np.zeros_like(images)
    h, w = images.shape[1:]
    for i in range(len(images)):
        down, right = rng.integers(-most, most, endpoint=True, size=2)
        for r in range(h):
            for c in range(w):
                if 0 <= r - down < h and 0 <= c - right < w:
                    new[i, r, c] = images[i, r - down, c - right]
    return new


def mixup(images, labels, classes, lam, partner):
    """Mix one example after the other."""
    mixed, soft = [], []
    for i in range(len(images)):
        j, a = partner[i], lam[i]
        mixed.append(a * images[i] + (1 - a) * images[j])
        row = [0.0] * classes
        row[labels[i]] += a
        row[labels[j]] += 1 - a
        soft.append(row)
    return mixed, soft


def cutmix(images, labels, classes, lam, row, column, partner):
    """Count the pixels while they are pasted."""
    n, h, w = images.shape
    new, soft = images.copy(), []
    for i in range(n):
        side = math.sqrt(1 - lam[i])
        high, wide = int(h * side), int(w * side)
        top, left, pasted = row[i] - high // 2, column[i] - wide // 2, 0
        for r in range(top, top + high):
            for c in range(left, left + wide):
                if 0 <= r < h and 0 <= c < w:
                    new[i, r, c] = images[partner[i], r, c]
                    pasted += 1
        label = [0.0] * classes
        label[labels[i]] += 1 - pasted / (h * w)
        label[labels[partner[i]]] += pasted / (h * w)
        soft.append(label)
    return new, soft


def change_words(texts, share, rng):
    """Decide word by word."""
    new = []
    for text in texts:
        kept = []
        for word in text:
            if rng.random() > share:
                kept.append(word)
        if not kept:
            kept.append(text[rng.integers(len(text))])
        if len(kept) > 1:
            i = rng.integers(len(kept))
            j = rng.integers(len(kept) - 1)
            if j >= i:
                j += 1
            kept[i], kept[j] = kept[j], kept[i]
        new.append(kept)
    return new


def safe_set(scanner):
    """Ask of every change whether the scanner does it."""
    changes = {"mirror": False, "upside_down": False}
    for name in scanner:
        changes[name] = scanner[name]
    return changes


def learn_moved(x, y, x_new, rng):
    """Compare with every digit at 27 places and angles, and take the nearest."""
    from scipy import ndimage

    copies, classes = [], []
    for angle in (-12, 0, 12):
        turned = ndimage.rotate(x / 255, angle, axes=(2, 1), reshape=False, order=1)
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                copies.append(np.roll(turned, (down, right), axis=(1, 2)))
                classes.append(y)
    rows, classes = np.concatenate(copies).reshape(-1, 144), np.concatenate(classes)
    lengths = (rows**2).sum(axis=1)
    return [classes[(lengths - 2 * rows @ new.ravel() / 255).argmin()] for new in x_new]
