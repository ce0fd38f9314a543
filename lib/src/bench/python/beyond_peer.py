"""Two systems of dyingrelu.beyond in PyTorch, on one thread: beyond_peer.py DATA_FOLDER relu.

Each line read is a system, its variant and a seed: "convolution conv–BN–ReLU 1", "ring relu relu 0.001
1". It is trained and counted as Convolution.java and Ring.java do it, at the same steps, and the
answer is "run", the processor's seconds, and what the last step's row says: of a convolution its accuracy and the
share of dead channels, of a ring its modes, good points and dead units of the generator.
"""

import math
import platform
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import peer

torch.set_num_threads(1)
train_images, train_labels, test_images, test_labels = map(
    torch.from_numpy, peer.load(sys.argv[1])
)


def start(module):
    """He's normal weights and biases of 0."""
    nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    nn.init.zeros_(module.bias)
    return module


class Block(nn.Module):
    def __init__(self, given, channels, order):
        super().__init__()
        self.convolution = start(nn.Conv2d(given, channels, 3, 2, 1))
        self.norm = nn.BatchNorm2d(channels)
        self.order = order

    def normalised(self, x):
        if self.counted:  # By the batch itself, which must leave no trace in running means.
            return functional.batch_norm(
                x, None, None, self.norm.weight, self.norm.bias, True
            )
        return self.norm(x)

    def forward(self, x):
        x = self.convolution(x)
        if self.order == "conv–BN–ReLU":
            x = self.normalised(x)
        self.fires = x > 0
        x = torch.relu(x)
        return self.normalised(x) if self.order == "conv–ReLU–BN" else x

    counted = False


def convolution(order):
    blocks = [Block(1, 8, order), Block(8, 16, order)]
    dense = [start(nn.Linear(7 * 7 * 16, 32)), nn.ReLU(), start(nn.Linear(32, 10))]
    model = nn.Sequential(*blocks, nn.Flatten(), *dense)
    adam = torch.optim.Adam(model.parameters(), 0.01, (peer.BETA1, peer.BETA2), peer.EPSILON)
    for step in range(401):
        shifted = (lambda x: 3 * x + 2) if step >= 200 else (lambda x: x)
        if step % 4 == 0 or 200 < step <= 220:
            with torch.no_grad():
                if step % 20 == 0:
                    model.eval()
                    guesses = [
                        model(shifted(some).view(-1, 1, 28, 28)).argmax(1)
                        for some in test_images[:1024].split(256)
                    ]
                    accuracy = (torch.cat(guesses) == test_labels[:1024]).double().mean().item()
                    model.train()
                Block.counted = True
                model(shifted(train_images[:256]).view(-1, 1, 28, 28))
                Block.counted = False
                dead = sum((~block.fires).all((0, 2, 3)).sum().item() for block in blocks)
        rows = torch.randint(12_000, (64,))
        logits = model(shifted(train_images[rows]).view(-1, 1, 28, 28))
        adam.zero_grad()
        functional.cross_entropy(logits, train_labels[rows]).backward()
        adam.step()
    return accuracy, 100 * dead / 24


def ring(generator, discriminator, rate):
    def network(name):
        slope = {"relu": 0.0, "leaky_relu": 0.2}[name]
        activation = nn.LeakyReLU(slope) if slope else nn.ReLU()
        layers = []
        for fan_in in (2, 64):
            layers += [start(nn.Linear(fan_in, 64)), activation]
        model = nn.Sequential(*layers, start(nn.Linear(64, 2)))
        return model, torch.optim.Adam(model.parameters(), float(rate), (0.5, 0.999), 1e-7), slope

    def points(count):
        angles = 2 * math.pi * torch.randint(8, (count,)) / 8
        return 2 * torch.stack([angles.cos(), angles.sin()], 1) + 0.1 * torch.randn(count, 2)

    def dead(model, slope, x):
        first = model[1](model[0](x))
        shares = [(h <= 0).all(0).double().mean().item() for h in (first, model[3](model[2](first)))]
        return 0.0 if slope else 50 * sum(shares)

    drawing, drawing_adam, drawing_slope = network(generator)
    judging, judging_adam, judging_slope = network(discriminator)
    noise, real = torch.randn(2_000, 2), points(2_000)
    angles = 2 * math.pi * torch.arange(8) / 8
    centres = 2 * torch.stack([angles.cos(), angles.sin()], 1)
    labels = torch.cat([torch.ones(128), torch.zeros(128)]).long()
    for step in range(4_001):
        if step % 100 == 0:
            with torch.no_grad():
                dead(judging, judging_slope, real)
                good = (torch.cdist(drawing(noise), centres) <= 0.3).sum(0)
                counted = (
                    (good >= 25).sum().item(),
                    100 * good.sum().item() / 2_000,
                    dead(drawing, drawing_slope, noise),
                )
        with torch.no_grad():
            both = torch.cat([points(128), drawing(torch.randn(128, 2))])
        judging_adam.zero_grad()
        functional.cross_entropy(judging(both), labels).backward()
        judging_adam.step()
        drawing_adam.zero_grad()
        functional.cross_entropy(judging(drawing(torch.randn(128, 2))), labels[:128]).backward()
        drawing_adam.step()
    return counted


SYSTEMS = {"convolution": convolution, "ring": ring}
peer.answer(
    "ready",
    f"PyTorch {torch.__version__}, NumPy {np.__version__}, Python {platform.python_version()}",
)
for line in sys.stdin:
    name, *variant, seed = line.split()
    torch.manual_seed(int(seed))
    begin = time.process_time()
    measured = SYSTEMS[name](*variant)
    peer.answer("run", time.process_time() - begin, *measured)
