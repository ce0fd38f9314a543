"""Golden values for PythonRandomTest and SyntheticCensusTest, from CPython's own generator.

Made once with CPython 3.11 on Linux: python golden.py (writes the two CSV files beside it).
Floats are written by float.hex, which loses nothing and which Java's Double.parseDouble reads.
"""

import csv
import hashlib
import math
import random
import struct
from pathlib import Path

HERE = Path(__file__).parent
SEEDS = [0, 1, 42, -42, 2**31, 2**32, 2**53 + 1, 2**100 + 7]
SAMPLE_SEED, LAYERS, WIDTH, SAMPLES, RATES = 42, 5, 20, 1000, [0.001, 0.01, 0.1, 1.0]


def draws():
    """Per seed: first values of random() and gauss(), a hash of 100,000 random(), gauss() at the end."""
    for seed in SEEDS:
        random.seed(seed)
        uniform = [random.random() for _ in range(100_000)]
        digest = hashlib.sha256(struct.pack(">100000d", *uniform)).hexdigest()
        random.seed(seed)
        normal = [random.gauss(0.0, 1.0) for _ in range(100_001)]
        yield [seed, *(x.hex() for x in uniform[:3]), digest, *(x.hex() for x in normal[:3]),
               normal[-1].hex(), math.fsum(normal).hex()]


def greatest_outputs(rate, slope):
    """The greatest output of each unit: layers x units."""
    random.seed(SAMPLE_SEED)
    sigma = math.sqrt(2.0 / WIDTH)
    weights = [[[random.gauss(0.0, sigma) for _ in range(WIDTH)] for _ in range(WIDTH)]
               for _ in range(LAYERS)]
    biases = [[-(abs(random.gauss(0.0, 1.0)) * (rate * 1.5 * (layer + 1))) for _ in range(WIDTH)]
              for layer in range(LAYERS)]
    greatest = [[-math.inf] * WIDTH for _ in range(LAYERS)]
    for _ in range(SAMPLES):
        signal = [random.gauss(0.0, 1.0) for _ in range(WIDTH)]
        for layer in range(LAYERS):
            following = []
            for unit in range(WIDTH):
                total = biases[layer][unit]
                for weight, value in zip(weights[layer][unit], signal):
                    total += weight * value
                output = total if total > 0 else slope * total + 0.0
                greatest[layer][unit] = max(greatest[layer][unit], output)
                following.append(output)
            signal = following
    return greatest


def write(name, header, rows):
    with open(HERE / name, "w", newline="\n") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


if __name__ == "__main__":
    write("random-golden.csv",
          ["seed", "random_1", "random_2", "random_3", "random_sha256",
           "gauss_1", "gauss_2", "gauss_3", "gauss_100001", "gauss_sum"], draws())
    write("census-golden.csv", ["learning_rate", "slope", "layer", "unit", "greatest_output"],
          ([rate, slope, layer + 1, unit + 1, value.hex()]
           for rate in RATES for slope in (0.0, 0.01)
           for layer, row in enumerate(greatest_outputs(rate, slope))
           for unit, value in enumerate(row)))
