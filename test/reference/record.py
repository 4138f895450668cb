"""Records what PyTorch computes, as the reference of test/conformance/reference.test.ts.

Recipe: Python 3.11 and PyTorch 1.13.0 (Debian 12: python3-torch), one thread, float32:
    /usr/bin/python3 test/reference/record.py > test/reference/pytorch.json
The settings are such that the same program in float64 gives the same losses to 1e-5: it prints how far apart they are to stderr.
Inputs and first weights come from a linear congruential generator (see `numbers`), which test/support/reference.ts repeats.
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)


def numbers(seed, shape, scale):
    """Entries in [-scale, scale): x = (1664525 x + 1013904223) mod 2^32, from x = seed; multiplied out in float64."""
    count = 1
    for length in shape:
        count *= length
    state, values = seed, []
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append((state / 2**31 - 1) * scale)
    return torch.tensor(values, dtype=torch.float64).reshape(shape).to(torch.float32).to(torch.get_default_dtype())


def rounded(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().reshape(-1).tolist()]


def layer(seed, input_shape, parameters, forward):
    """Outputs, and the gradients of Σ output · upstream with respect to the input and each parameter."""
    x = numbers(seed, input_shape, 1.0).requires_grad_()
    weights = [numbers(seed + 1 + i, shape, 0.5).requires_grad_() for i, shape in enumerate(parameters)]
    y = forward(x, *weights)
    (y * numbers(seed + 99, y.shape, 1.0)).sum().backward()
    return {
        "output": rounded(y),
        "gradients": [rounded(value.grad) for value in (x, *weights)],
    }


def separable(x, depthwise, pointwise, bias):
    return F.conv2d(F.conv2d(x, depthwise, groups=3, padding=1), pointwise, bias)


def squeeze_excite(x, a, b, c, d):
    return x * torch.sigmoid(F.relu(x.mean((2, 3)) @ a + b) @ c + d)[:, :, None, None]


def gru(x, w, u, b, c):
    state = torch.zeros(1, x.shape[0], u.shape[0])
    return torch._VF.gru(x, state, [w.T, u.T, b, c], True, 1, 0.0, True, False, True)[0]


def lstm(x, *weights):
    """In both directions."""
    state = torch.zeros(2, x.shape[0], weights[1].shape[0])
    parameters = [value.T if value.dim() == 2 else value for value in weights]
    return torch._VF.lstm(x, (state, state), parameters, True, 1, 0.0, True, True, True)[0]


LAYERS = {
    "conv2d": layer(1, (2, 4, 6, 5), [(6, 2, 3, 3), (6,)], lambda x, w, b: F.conv2d(F.pad(x, (1, 1, 0, 1)), w, b, stride=2, groups=2)),
    "conv1d": layer(2, (2, 7, 3), [(4, 3, 3), (4,)], lambda x, w, b: F.conv1d(F.pad(x.transpose(1, 2), (4, 0)), w, b, dilation=2).transpose(1, 2)),
    "depthwise_conv2d": layer(3, (2, 3, 6, 5), [(6, 1, 3, 3), (6,)], lambda x, w, b: F.conv2d(x, w, b, groups=3)),
    "separable_conv2d": layer(4, (2, 3, 6, 5), [(6, 1, 3, 3), (4, 6, 1, 1), (4,)], separable),
    "conv_transpose2d": layer(5, (2, 3, 4, 5), [(3, 4, 4, 4), (4,)], lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1)),
    "squeeze_excite": layer(6, (2, 6, 3, 4), [(6, 6), (6,), (6, 6), (6,)], squeeze_excite),
    "max_pool2d": layer(8, (2, 3, 6, 5), [], lambda x: F.max_pool2d(x, 3, stride=1)),
    "gru": layer(9, (2, 5, 3), [(3, 12), (4, 12), (12,), (12,)], gru),
    "lstm": layer(11, (2, 5, 3), [(3, 16), (4, 16), (16,), (16,)] * 2, lstm),
    "layer_norm": layer(7, (3, 4, 5), [(5,), (5,)], lambda x, g, b: F.layer_norm(x, (5,), g, b)),
}

STEPS, ROWS = 100, 256


def train(model, data, labels, batch, optimizer):
    """Losses of 100 steps over the rows in order, again from the front at the end."""
    losses = []
    for step in range(STEPS):
        rows = [(step * batch + i) % ROWS for i in range(batch)]
        loss = F.cross_entropy(model(data[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def labels(classes):
    return torch.tensor([(row * row + row // 3) % classes for row in range(ROWS)])


def fill(tensor, seed, scale, transposed=False):
    shape = tuple(tensor.shape)
    values = numbers(seed, shape[::-1], scale).T if transposed else numbers(seed, shape, scale)
    with torch.no_grad():
        tensor.copy_(values)


def perceptron():
    model = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 4))
    for i, affine in enumerate(model[::2]):
        fill(affine.weight, 11 + i, 0.3, transposed=True)
        nn.init.zeros_(affine.bias)
    adam = torch.optim.Adam(model.parameters(), lr=0.001)
    return train(model, numbers(10, (ROWS, 16), 1.0), labels(4), 32, adam)


def convolutional():
    # Smooth throughout: where a rectifier or a largest entry changes sides by rounding, two correct programs part for good.
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.SiLU(), nn.AvgPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.BatchNorm2d(16), nn.SiLU(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(16 * 3 * 3, 10),
    )  # fmt: skip
    fill(model[0].weight, 21, 0.5)
    fill(model[4].weight, 22, 0.2)
    fill(model[9].weight, 23, 0.1, transposed=True)
    for layer in (model[0], model[4], model[9]):
        nn.init.zeros_(layer.bias)
    momentum = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    losses = train(model, numbers(20, (ROWS, 1, 12, 12), 1.0), labels(10), 32, momentum)
    running = [rounded(value) for norm in (model[1], model[5]) for value in (norm.running_mean, norm.running_var)]
    return {"losses": losses, "running": running}


class Transformer(nn.Module):
    """Codes → embedding + places → two pre-norm encoder layers → norm → mean over places → classes."""

    def __init__(self):
        super().__init__()
        self.codes = nn.Embedding(12, 16)
        self.places = nn.Parameter(torch.empty(10, 16))
        block = lambda: nn.TransformerEncoderLayer(16, 4, 64, dropout=0.0, activation="gelu", batch_first=True, norm_first=True)
        self.blocks = nn.ModuleList([block(), block()])
        self.norm = nn.LayerNorm(16)
        self.head = nn.Linear(16, 5)

    def forward(self, codes):
        x = self.codes(codes) + self.places
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x).mean(1))


def transformer():
    model = Transformer()
    fill(model.codes.weight, 31, 0.5)
    fill(model.places, 32, 0.5)
    for i, block in enumerate(model.blocks):
        seed = 40 + 10 * i
        parts = torch.cat([numbers(seed + j, (16, 16), 0.3).T for j in range(3)])
        with torch.no_grad():
            block.self_attn.in_proj_weight.copy_(parts)
        nn.init.zeros_(block.self_attn.in_proj_bias)
        fill(block.self_attn.out_proj.weight, seed + 3, 0.3, transposed=True)
        fill(block.linear1.weight, seed + 4, 0.3, transposed=True)
        fill(block.linear2.weight, seed + 5, 0.2, transposed=True)
        for bias in (block.self_attn.out_proj.bias, block.linear1.bias, block.linear2.bias):
            nn.init.zeros_(bias)
    fill(model.head.weight, 33, 0.3, transposed=True)
    nn.init.zeros_(model.head.bias)
    codes = ((numbers(30, (ROWS, 10), 1.0) + 1) * 6).to(torch.int64)
    adamw = torch.optim.AdamW(model.parameters(), lr=0.001, weight_decay=0.05)
    return train(model, codes, labels(5), 16, adamw)


class Recurrent(nn.Module):
    """A GRU in both directions → an LSTM, its last state → classes."""

    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(6, 8, batch_first=True, bidirectional=True)
        self.lstm = nn.LSTM(16, 8, batch_first=True)
        self.head = nn.Linear(8, 4)

    def forward(self, x):
        return self.head(self.lstm(self.gru(x)[0])[1][0][0])


def recurrent():
    model = Recurrent()
    for value in model.parameters():
        nn.init.zeros_(value)
    fill(model.gru.weight_ih_l0, 61, 0.5, transposed=True)
    fill(model.gru.weight_hh_l0, 62, 0.5, transposed=True)
    fill(model.gru.weight_ih_l0_reverse, 63, 0.5, transposed=True)
    fill(model.gru.weight_hh_l0_reverse, 64, 0.5, transposed=True)
    fill(model.lstm.weight_ih_l0, 65, 0.5, transposed=True)
    fill(model.lstm.weight_hh_l0, 66, 0.5, transposed=True)
    fill(model.head.weight, 67, 0.5, transposed=True)
    with torch.no_grad():
        model.lstm.bias_ih_l0[8:16] = 1
    adam = torch.optim.Adam(model.parameters(), lr=0.001)
    return train(model, numbers(60, (ROWS, 12, 6), 1.0), labels(4), 16, adam)


def drift(train):
    """Losses in float32, and how far those in float64 are from them."""
    kept = train()
    torch.set_default_dtype(torch.float64)
    exact = train()
    torch.set_default_dtype(torch.float32)
    one, other = ([x["losses"] if isinstance(x, dict) else x][0] for x in (kept, exact))
    print(train.__name__, max(abs(a / b - 1) for a, b in zip(one, other)), file=sys.stderr)
    return kept


print(json.dumps({
    "layers": LAYERS,
    "perceptron": drift(perceptron),
    "convolutional": drift(convolutional),
    "transformer": drift(transformer),
    "recurrent": drift(recurrent),
}))  # fmt: skip
