"""PyTorch: pytorch_peer.py DATA_FOLDER TASK THREADS [compile]; eager without the last."""

import platform
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import peer

torch.set_num_threads(int(sys.argv[3]))
COMPILED = "compile" in sys.argv
ACTIVATION = {
    "relu": nn.ReLU,
    "leaky_relu": lambda: nn.LeakyReLU(0.01),
    "elu": nn.ELU,
}[peer.ACTIVATION]
train_images, train_labels, test_images, test_labels = map(
    torch.from_numpy, peer.load(sys.argv[1])
)


def noise(count):
    global train_images, train_labels
    train_images, train_labels = torch.rand(count, 784), torch.randint(10, (count,))


class Network:
    def __init__(self, seed):
        torch.manual_seed(seed)
        layers = []
        for fan_in, units in zip(peer.SIZES, peer.SIZES[1:]):
            linear = nn.Linear(fan_in, units)
            nn.init.xavier_uniform_(linear.weight)
            nn.init.zeros_(linear.bias)
            layers += [linear, ACTIVATION()]
        self.model = nn.Sequential(*layers[:-1])
        self.optimizer = torch.optim.Adam(
            self.model.parameters(), peer.RATE, (peer.BETA1, peer.BETA2), peer.EPSILON
        )
        self.loss = lambda x, y: functional.cross_entropy(self.model(x), y)
        if COMPILED:
            self.loss = torch.compile(self.loss)

    def epoch(self):
        # No DataLoader: the images are one tensor already, and rows are taken by index.
        total = 0.0
        for rows in torch.randperm(len(train_images)).split(peer.BATCH):
            loss = self.loss(train_images[rows], train_labels[rows])
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            total += loss.item() * len(rows)
        return total / len(train_images)

    @torch.no_grad()
    def accuracy(self):
        right = self.model(test_images).argmax(1) == test_labels
        return right.double().mean().item()


peer.serve(
    Network,
    f"PyTorch {torch.__version__}, NumPy {np.__version__}, Python {platform.python_version()}",
    noise,
)
