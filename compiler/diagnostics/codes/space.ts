// Codes of the checks on a resolved specification: definitions expanded, shapes, types, samplers, budgets and claims.
import { entry, type CodeGroup } from './code-entry.js'

/** What shows only when the space is built and looked at. */
export const space: CodeGroup = {
  'missing-argument': entry(
    'a parameter that is not given',
    'The definition has no default for it.',
    '- block',
    '- block: { width: 16 }',
  ),
  'open-argument-in-expression': entry(
    'an expression over an argument that is a choice',
    'An expression needs a value. Make the choice a hyperparameter, and hand the definition `$name`.',
    'block: { width: [8, 16] }',
    'block: { width: $width }',
  ),
  'recursion-without-end': entry(
    'a definition that cannot end',
    'At its last depth every alternative of the definition still needs the definition itself. Add an alternative without it.',
    'tree: { depth: 3, body: { sequence: [tree, relu] } }',
    'tree: { depth: 3, body: { choice: [relu, { sequence: [tree, relu] }] } }',
  ),
  'space-too-large': entry(
    'a space that expands beyond the limit',
    'Recursive definitions multiply with their depth. Lower `depth:`.',
  ),
  'ambiguous-path': entry(
    'two choices under one path',
    'Choices are recorded by path. Give one of the two components a `name:` of its own.',
  ),
  'expression-type': entry(
    'an expression over values that do not fit',
    'Numbers are computed with, like is compared with like, truth values are combined; nothing is converted silently.',
    'when: "depth == \'two\'"',
    'when: "depth == 2"',
  ),
  'illegal-configuration': entry(
    'a configuration that is not in the space',
    'Configurations under `enqueue:` and `fixed:` give every choice that they meet a value of its domain, by path. `espalier space` prints the paths.',
  ),
  'absent-value': entry(
    'a value that is read where it is absent',
    'A hyperparameter with `when:` has a value only where its condition holds; what reads it elsewhere finds nothing.',
    'width: { choice: [16, 32], when: "kind == \'wide\'" }',
    'width: [16, 32]',
  ),
  'unsatisfiable-space': entry(
    'a space in which nothing can be built',
    'None of the configurations drawn could be built, or satisfied the constraints. The message gives the commonest reason.',
  ),
  'rarely-satisfied-space': entry(
    'a space in which little can be used',
    'Most configurations drawn are rejected, so samplers mostly redraw. Narrow the domains instead of the constraints.',
  ),
  'unmatched-pattern': entry(
    'a pattern that names no parameter',
    'Patterns name parameters by the layer (`head`), its kind (`batch_norm`), the parameter (`bias`) or both (`head.bias`); `*` stands for anything within one part. One that fits no layer that any configuration can have is mostly misspelt.',
    'groups: [{ freeze: haed }]',
    'groups: [{ freeze: head }]',
  ),
  'unshown-metric': entry(
    'a metric of what no layer shows',
    'Some metrics look at layers while they train, such as the entropy of attention; the space needs such a layer.',
    'objective: { maximize: lowest_attention_entropy }   # in a space of affine layers',
    'space: { sequence: [patches: 2, transformer_block: 2, flatten, affine: 10] }',
  ),
  'onnx-not-first': entry(
    'a frozen model behind other layers',
    'The features of an `onnx` layer are worked out once, before training, from prepared examples; no gradient passes through it. What stands before it could not be trained.',
    'sequence: [affine: 8, onnx: net.onnx, affine: 3]',
    'sequence: [onnx: net.onnx, affine: 8, affine: 3]',
  ),
  'listed-choice': entry(
    'a list that was read as a choice',
    'A list is a choice where the option takes a single value. This note lists every such reading; `{ choice: […] }` says it outright, `{ const: […] }` the opposite.',
  ),
  'budget-exceeds-space': entry(
    'more trials than configurations',
    'A finite space is used up before the budget is.',
  ),
  'parametrization-refuses': entry(
    'a parametrization that does not go with the optimizer, or stands beside `reparametrize`',
    'Its factors hold for optimizers of one family and for parameters that are trained themselves.',
  ),
  'sampler-refuses': entry(
    'a sampler that cannot take this space',
    'The sampler says why; it does not degrade silently.',
  ),
  'loss-fits-model': entry(
    'a loss that does not fit what the model gives',
    'Cross-entropy needs one output a class, a regression loss as many outputs as targets.',
  ),
  'metric-fits-loss': entry(
    'a metric of something that the model does not give',
    'Losses such as `triplet` train vectors that lie near each other, not a score for each class: there is nothing that accuracy or log loss could be worked out from. `consistency` trains models that draw samples, which `frechet_distance` measures and nothing else.',
    'objective: { maximize: accuracy }',
    'objective: { minimize: loss }',
  ),
  'reparametrization-refuses': entry(
    'a reparametrization that cannot take the parameters of the model',
    'A fastfood subspace has fewer dimensions than the weights it moves. Where the model is searched, constraints over `parameters` keep the two apart.',
    'subspace: { dimension: 500, projection: fastfood }',
    'subspace: { dimension: 40, projection: fastfood }',
  ),
  'metric-fits-task': entry(
    'a metric that does not fit the target',
    'Metrics of classes need a class target, metrics of numbers a real one.',
  ),
  'tasks-differ': entry(
    'tasks with data of different shapes',
    'One plan holds one space. Tasks whose inputs or classes differ need specifications of their own.',
  ),
  'claim-without-replicates': entry(
    'a comparison of tuned arms over one tuning',
    'One tuned configuration trained again with more seeds measures training noise, not the method. Compare `over: replicates`, or say `of: selected_configurations`.',
  ),
  'claim-unreachable': entry(
    'a claim that no outcome could support',
    'With so few units the least p-value that the test can give, corrected for the number of claims, is above its level. Add replicates.',
  ),
  'idle-waiver': entry(
    'a waiver of a rule that is kept',
    'Nothing breaks the rule, so the waiver only alarms readers. Delete it.',
  ),
}
