"""The peer's side of the benchmark: the data, and one answer on standard output for each line read.

"accuracy SEED" makes a new network, trains it for three epochs and answers with its accuracy on the
test set; "epoch" trains one more and answers with its seconds and mean loss; "shape WIDTH DEPTH BATCH
STEPS" makes a network of another shape on so many batches of noise. Lines without the mark are not
answers, so a framework may print what it likes.
"""

import pathlib
import sys
import time

import numpy as np

EPOCHS = 3
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7
# As Task.java has them: the second argument says which.
TASK = sys.argv[2]
ACTIVATION = "relu" if TASK == "small" else TASK
SIZES = [784, 100, 100, 10] if TASK == "small" else [784, *[256] * 5, 10]
BATCH, RATE = (16, 0.001) if TASK == "small" else (128, 0.005)


def load(folder):
    """Images (float32 in [0, 1], n x 784) and labels of the training and the test set."""
    folder = pathlib.Path(folder)
    return [
        data
        for name in ("train", "test")
        for data in (
            np.fromfile(folder / f"{name}-images.f32", "<f4").reshape(-1, SIZES[0]),
            np.fromfile(folder / f"{name}-labels.u8", np.uint8).astype(np.int64),
        )
    ]


def answer(*words):
    print("bench", *words, flush=True)


def serve(network, versions, noise=None):
    """Answers until standard input ends.

    network(seed) makes a network with two methods: epoch() trains it and gives the mean loss,
    accuracy() is its share of right answers on the test set; noise(count) puts so many random images
    in the place of the data.
    """
    global BATCH, SIZES
    answer("ready", versions)
    trained = None
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "accuracy":
            trained = network(int(arguments[0]))
            for _ in range(EPOCHS):
                trained.epoch()
            answer("accuracy", trained.accuracy())
        elif command == "shape":
            width, depth, BATCH, steps = map(int, arguments)
            SIZES = [784, *[width] * depth, 10]
            noise(BATCH * steps)
            trained = network(1)
            answer("ready")
        else:
            start = time.perf_counter()
            loss = trained.epoch()
            answer("epoch", time.perf_counter() - start, loss)
