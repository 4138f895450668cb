import csv
import json
import random

from sklearn.linear_model import LogisticRegression

with open('flowers.csv') as file:
    rows = list(csv.DictReader(file))
order = list(range(len(rows)))
random.Random(0).shuffle(order)
train, test = order[:90], order[90:]
strength = 1.0


def inputs(indices):
    return [[float(rows[i]['length']), float(rows[i]['width'])] for i in indices]


def labels(indices):
    return [rows[i]['kind'] for i in indices]


model = LogisticRegression(C=strength, max_iter=500).fit(inputs(train), labels(train))
print('accuracy:', model.score(inputs(test), labels(test)))
