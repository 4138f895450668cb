// The searched part of one arm: hyperparameters, training options, model, constraints → one space node.
import type { Definition } from '../../schemas/definition.js'
import { readComponent } from '../validate/component.js'
import { finding } from '../source/finding.js'
import {
  textOf,
  valueOf,
  type LocatedEntry,
  type LocatedMap,
  type LocatedNode,
} from '../source/located-node.js'
import { outermost, type Building } from './building.js'
import { buildComponent } from './components.js'
import { buildModule } from './modules.js'
import type { ComponentNode, ConstraintNode, HyperparameterNode, SpaceNode } from './nodes.js'
import { readTerm } from './terms.js'
import { buildValue } from './values.js'

/** Any scalar may be a hyperparameter; a list is a choice. */
const hyperparameterSchema = { 'x-open': true } as const

/** Keys of a hyperparameter that say something about it and are not its domain. */
const sayings: ReadonlySet<string> = new Set(['when', 'description'])

/** The space of an arm's document. */
export function buildSpace(root: LocatedMap, building: Building): SpaceNode {
  const model = buildModel(valueOf(root, 'space'), building)
  return {
    span: valueOf(root, 'space')?.span ?? root.span,
    hyperparameters: entriesOf(valueOf(root, 'hyperparameters')).flatMap(
      (entry) => buildHyperparameter(entry, building) ?? [],
    ),
    training: buildTraining(root, building),
    ...(model === undefined ? {} : { model }),
    constraints: buildConstraints(root, building),
  }
}

function buildHyperparameter(entry: LocatedEntry, building: Building): HyperparameterNode | undefined {
  const { key, value: node } = entry
  const when = valueOf(node, 'when')
  const description = textOf(valueOf(node, 'description')) ?? building.comment(entry)
  const value = buildValue(withoutSayings(node), {
    building,
    environment: outermost,
    schema: hyperparameterSchema,
    path: key,
  })
  if (value === undefined) return undefined
  return {
    span: node.span,
    name: key,
    value,
    ...(when?.kind === 'scalar' ? { when: readTerm(when, building, outermost) } : {}),
    ...(description === undefined ? {} : { description }),
  }
}

/** `{ value: 3, when: … }` and `{ uniform: …, when: … }` without what is said about them. */
function withoutSayings(node: LocatedNode): LocatedNode {
  if (node.kind !== 'map') return node
  const entries = node.entries.filter(({ key }) => !sayings.has(key))
  const [only] = entries
  return entries.length === 1 && only?.key === 'value' ? only.value : { ...node, entries }
}

/** `train:` for the native procedure; the options of `procedure:` for a foreign one. */
function buildTraining(root: LocatedMap, building: Building): ComponentNode {
  const procedure = valueOf(root, 'procedure')
  const train = valueOf(root, 'train')
  const written = procedure === undefined ? undefined : readComponent(procedure)
  const kind = written?.kind ?? 'supervised'
  const span = written?.span ?? train?.span ?? root.span
  const body = written?.body ?? train
  const path = kind === 'supervised' ? 'train' : 'procedure'
  const place = { building, environment: outermost, role: 'procedure', path } as const
  const built = buildComponent({ kind, span, ...(body === undefined ? {} : { body }) }, place)
  return (
    built ?? {
      kind: 'component',
      span,
      role: 'procedure',
      component: kind,
      path,
      options: {},
      origin: 'written',
    }
  )
}

function buildModel(node: LocatedNode | undefined, building: Building): ComponentNode | undefined {
  if (node === undefined) return undefined
  let reported = false
  const report: Building['report'] = (diagnostic) => {
    reported = true
    building.report(diagnostic)
  }
  const watched = { ...building, report }
  const model = buildModule(node, {
    building: watched,
    environment: outermost,
    schema: { 'x-role': 'layer' },
    path: '',
    definition: rootDefinition,
  })
  if (model === undefined && !reported && building.count(node.span)) {
    building.report(
      finding(
        'recursion-without-end',
        node.span,
        'the space needs more nested definitions than their `depth` allows',
        {
          hint: 'give the recursive definition an alternative that ends, or a larger `depth`',
        },
      ),
    )
  }
  return model
}

/** Stands above the root, which is the body of nothing. */
const rootDefinition: Definition = {
  role: 'combinator',
  kind: 'root',
  summary: '',
  options: {},
  required: [],
}

function buildConstraints(root: LocatedMap, building: Building): readonly ConstraintNode[] {
  const nodes = [valueOf(root, 'constraints')].flatMap((node) =>
    node?.kind === 'list' ? node.items : node === undefined ? [] : [node],
  )
  return nodes.flatMap((node) => {
    const text = node.kind === 'map' ? valueOf(node, 'expr') : node
    if (text?.kind !== 'scalar') return []
    return [{ span: node.span, text: String(text.value), term: readTerm(text, building, outermost) }]
  })
}

const entriesOf = (node: LocatedNode | undefined): readonly LocatedEntry[] =>
  node?.kind === 'map' ? node.entries : []
