"""A second implementation of the network and of Adam, in NumPy and double precision.

Writes golden.csv beside this file: for each activation the loss before each of five Adam steps and
the parameters after them. Run it with: python golden.py (needs numpy).
"""

import csv
import pathlib

import numpy as np

SIZES = [6, 5, 4, 3]
BATCH = 7
STEPS = 5
RATE, BETA1, BETA2, EPSILON = 0.01, 0.9, 0.999, 1e-7

ACTIVATIONS = {
    "relu": (lambda z: np.where(z > 0, z, 0), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1.0, 0.01)),
    "elu": (lambda z: np.where(z > 0, z, np.expm1(z)), lambda z: np.where(z > 0, 1.0, np.exp(z))),
}


def waves(count, phase):
    """Numbers that both implementations can make exactly alike: float32(sin(1.7 i + phase))."""
    return np.sin(1.7 * np.arange(count) + phase).astype(np.float32).astype(np.float64)


def train(value, slope):
    shapes = list(zip(SIZES, SIZES[1:]))
    flat = waves(sum((i + 1) * o for i, o in shapes), 0.3)
    x = waves(BATCH * SIZES[0], 1.1).reshape(BATCH, SIZES[0])
    y = np.eye(SIZES[-1])[np.arange(BATCH) % SIZES[-1]]
    mean, square, losses = np.zeros_like(flat), np.zeros_like(flat), []
    for step in range(1, STEPS + 1):
        layers, at = [], 0
        for i, o in shapes:
            layers.append((flat[at : at + i * o].reshape(i, o), flat[at + i * o : at + (i + 1) * o]))
            at += (i + 1) * o
        h, zs = [x], []
        for w, b in layers:
            zs.append(h[-1] @ w + b)
            h.append(value(zs[-1]))
        logits = zs[-1] - zs[-1].max(axis=1, keepdims=True)
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        losses.append(-np.log((p * y).sum(axis=1)).mean())
        delta, gradient = (p - y) / BATCH, []
        for layer in reversed(range(len(layers))):
            gradient.insert(0, np.concatenate([(h[layer].T @ delta).ravel(), delta.sum(axis=0)]))
            if layer:
                delta = (delta @ layers[layer][0].T) * slope(zs[layer - 1])
        g = np.concatenate(gradient)
        mean = BETA1 * mean + (1 - BETA1) * g
        square = BETA2 * square + (1 - BETA2) * g * g
        rate = RATE * np.sqrt(1 - BETA2**step) / (1 - BETA1**step)
        flat = flat - rate * mean / (np.sqrt(square) + EPSILON)
    return losses, flat


if __name__ == "__main__":
    with open(pathlib.Path(__file__).with_name("golden.csv"), "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["activation", "what", "index", "value"])
        for name, (value, slope) in ACTIVATIONS.items():
            losses, parameters = train(value, slope)
            rows.writerows([name, "loss", i, repr(float(v))] for i, v in enumerate(losses))
            rows.writerows([name, "parameter", i, repr(float(v))] for i, v in enumerate(parameters))
