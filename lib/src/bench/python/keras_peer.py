"""Keras 3 on TensorFlow: keras_peer.py DATA_FOLDER TASK THREADS."""

import os
import platform
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import tensorflow

import peer

tensorflow.config.threading.set_intra_op_parallelism_threads(int(sys.argv[3]))
train_images, train_labels, test_images, test_labels = peer.load(sys.argv[1])


class Network:
    def __init__(self, seed):
        keras.utils.set_random_seed(seed)
        # Glorot-uniform weights and zero biases are what Dense starts with.
        hidden = [keras.layers.Dense(n, peer.ACTIVATION) for n in peer.SIZES[1:-1]]
        self.model = keras.Sequential(
            [keras.Input((peer.SIZES[0],)), *hidden, keras.layers.Dense(peer.SIZES[-1])]
        )
        self.model.compile(
            keras.optimizers.Adam(peer.RATE, peer.BETA1, peer.BETA2, peer.EPSILON),
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        )

    def epoch(self):
        history = self.model.fit(
            train_images, train_labels, batch_size=peer.BATCH, verbose=0
        )
        return history.history["loss"][0]

    def accuracy(self):
        right = self.model.predict(test_images, 1000, 0).argmax(1) == test_labels
        return right.mean()


peer.serve(
    Network,
    f"Keras {keras.__version__}, TensorFlow {tensorflow.__version__},"
    f" Python {platform.python_version()}",
)
