"""Microseconds of processor time per training step of the models of `npm run bench:train`, in PyTorch (eager, float32, one thread).

`python3 test/bench/pytorch.py [word...]` prints a JSON object: the name of a model to the least of some rounds. Only models whose name
contains one of the words are run.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)


def perceptron(*sizes):
    pairs = list(zip(sizes, sizes[1:]))
    layers = [layer for a, b in pairs for layer in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


def convolution(inputs, filters):
    return [nn.Conv2d(inputs, filters, 3, padding=1), nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]


def small_net():
    return nn.Sequential(*convolution(1, 16), *convolution(16, 32), nn.Flatten(), nn.Linear(32 * 49, 10))


def cifar_net():
    return nn.Sequential(*convolution(3, 32), *convolution(32, 32), *convolution(32, 32), nn.Flatten(), nn.Linear(32 * 16, 10))


class Transformer(nn.Module):
    """Two pre-norm layers of width 64, 4 heads, on 64 codes out of 64; scores for each step."""

    def __init__(self):
        super().__init__()
        self.codes = nn.Embedding(64, 64)
        self.places = nn.Parameter(torch.zeros(64, 64))
        self.blocks = nn.ModuleList([Block() for _ in range(2)])
        self.norm = nn.LayerNorm(64)
        self.scores = nn.Linear(64, 64, bias=False)

    def forward(self, codes):
        x = self.codes(codes) + self.places
        for block in self.blocks:
            x = block(x)
        return self.scores(self.norm(x)).transpose(1, 2)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = nn.LayerNorm(64), nn.LayerNorm(64)
        self.query, self.key, self.value, self.out = (nn.Linear(64, 64, bias=False) for _ in range(4))
        self.up, self.down = nn.Linear(64, 256), nn.Linear(256, 64)

    def forward(self, x):
        y = self.one(x)
        heads = lambda z: z.view(z.shape[0], 64, 4, 16).transpose(1, 2)
        q, k, v = heads(self.query(y)), heads(self.key(y)), heads(self.value(y))
        seen = torch.softmax(q @ k.transpose(2, 3) * 0.25, 3) @ v
        x = x + self.out(seen.transpose(1, 2).reshape(x.shape))
        return x + self.down(F.relu(self.up(self.two(x))))


class Recurrent(nn.Module):
    """One recurrent layer of 64 units over 64 steps of 64 features; scores from the last step."""

    def __init__(self, kind):
        super().__init__()
        self.cell = kind(64, 64, batch_first=True)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.cell(x)[0][:, -1])


def images(*shape):
    return lambda n: torch.rand(n, *shape)


def codes(n):
    return torch.randint(0, 64, (n, 64))


MODELS = {
    "MLP 784-64-64-10, batch 64": (lambda: perceptron(784, 64, 64, 10), images(784), 64, 0.9, 200),
    "MLP 784-256-256-10, batch 64": (lambda: perceptron(784, 256, 256, 10), images(784), 64, 0.9, 100),
    "MLP 16-32-32-4, batch 32, alone": (lambda: perceptron(16, 32, 32, 4), images(16), 32, 0.9, 200),
    "conv net 16-32, batch 64": (small_net, images(1, 28, 28), 64, 0.9, 20),
    "conv net 32-32-32 on 3×32×32, batch 64": (cifar_net, images(3, 32, 32), 64, 0.9, 10),
    "transformer 2×64, batch 16": (Transformer, codes, 16, 0.0, 20),
    "GRU 64 over 64 steps, batch 16": (lambda: Recurrent(nn.GRU), images(64, 64), 16, 0.9, 20),
    "LSTM 64 over 64 steps, batch 16": (lambda: Recurrent(nn.LSTM), images(64, 64), 16, 0.9, 20),
}


def measure(make, data, batch, momentum, steps):
    model = make()
    x = data(512)
    y = torch.randint(0, 64, (512, 64)) if x.dtype == torch.int64 else torch.randint(0, 4, (512,))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001, momentum=momentum)
    best = float("inf")
    for _ in range(6):
        orders = [torch.randint(0, 512, (batch,)) for _ in range(steps)]
        started = time.process_time()
        for rows in orders:
            optimizer.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
        best = min(best, (time.process_time() - started) / steps)
    return best * 1e6


words = sys.argv[1:]
chosen = {name: spec for name, spec in MODELS.items() if not words or any(word in name for word in words)}
print(json.dumps({name: measure(*spec) for name, spec in chosen.items()}))
