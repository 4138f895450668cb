// The small sections of an experiment: fidelity, allow, slots, order, deploy, resources, report.
import type { Json } from '../../schemas/json.js'
import { parseDuration, parseSize } from '../validate/units.js'
import {
  numberOf,
  textOf,
  toJson,
  valueOf,
  type LocatedMap,
  type LocatedNode,
} from '../source/located-node.js'
import type { ExperimentNode, WaiverNode } from './nodes.js'

type Settings = Pick<
  ExperimentNode,
  'fidelity' | 'allow' | 'slots' | 'order' | 'deploy' | 'resources' | 'report'
>

/** Virtual slots of the clock where none are written (design §8). */
const standardSlots = 4

/** Settings with their defaults. */
export function buildSettings(root: LocatedMap): Settings {
  const report = valueOf(root, 'report')
  const asked = report === undefined ? {} : toJson(report)
  return {
    ...fidelityOf(valueOf(root, 'fidelity')),
    allow: waiversOf(valueOf(root, 'allow')),
    slots: numberOf(valueOf(root, 'slots')) ?? standardSlots,
    order: textOf(valueOf(root, 'order')) === 'arrival' ? 'arrival' : 'virtual',
    deploy: deployOf(root),
    resources: resourcesOf(valueOf(root, 'resources')),
    report: isObject(asked) ? asked : {},
  }
}

function fidelityOf(node: LocatedNode | undefined): Pick<Settings, 'fidelity'> {
  if (node?.kind !== 'map') return {}
  const [entry] = node.entries
  const [from, to] = [numberOf(valueOf(entry?.value, 'from')), numberOf(valueOf(entry?.value, 'to'))]
  if (entry === undefined || from === undefined || to === undefined) return {}
  return { fidelity: { name: entry.key, from, to, span: node.span } }
}

function waiversOf(node: LocatedNode | undefined): readonly WaiverNode[] {
  const items = node?.kind === 'list' ? node.items : node === undefined ? [] : [node]
  return items.flatMap((item) => {
    const rule = textOf(valueOf(item, 'rule'))
    if (rule === undefined) return []
    return [{ span: item.span, rule, because: textOf(valueOf(item, 'because')) ?? '' }]
  })
}

function deployOf(root: LocatedMap): Settings['deploy'] {
  const node = valueOf(root, 'deploy')
  const refit = textOf(valueOf(node, 'refit')) ?? textOf(node)
  const known = refit === 'tune' || refit === 'none' ? refit : 'all'
  return { refit: known, span: node?.span ?? root.span }
}

function resourcesOf(node: LocatedNode | undefined): Settings['resources'] {
  const gpus = numberOf(valueOf(node, 'gpus'))
  const memory = scalarOf(valueOf(node, 'memory'), parseSize)
  const timeout = scalarOf(valueOf(node, 'timeout'), parseDuration)
  return {
    ...(gpus === undefined ? {} : { gpus }),
    ...(memory === undefined ? {} : { memoryBytes: memory }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
  }
}

function scalarOf(
  node: LocatedNode | undefined,
  parse: (written: string) => number | undefined,
): number | undefined {
  const written = textOf(node)
  return written === undefined ? numberOf(node) : parse(written)
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
