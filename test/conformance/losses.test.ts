// Every loss: values against its formula in double precision, gradients against differences of that formula, a free batch axis as in
// the evaluation graph, a population against one by one, scales that are fed, and what the model says.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../runtime/autodiff/reverse.js'
import * as losses from '../../runtime/model/losses/index.js'
import type { Loss } from '../../runtime/model/losses/loss.js'
import { isZeroScale, scaleOptions, scaleValue } from '../../runtime/model/scalars.js'
import { randomStream } from '../../runtime/support/random.js'
import { batchGraph, spreadLanes } from '../../runtime/tensor/batch.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import type { Axis } from '../../runtime/tensor/tensor-type.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { numbersOf, scalarOf, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { evaluate } from '../support/tensors.js'
import { lossCases, type HeldAgainstTargets, type LossCase, type Rows } from './loss-cases.js'

interface Named {
  readonly name: string
  readonly loss: Loss
  readonly one: LossCase
}

const cases: readonly Named[] = Object.entries(lossCases).flatMap(([key, members]) =>
  members.map((one) => {
    const loss: Loss = losses[key as HeldAgainstTargets]
    return { name: `${loss.kind} ${JSON.stringify(one.options ?? {})}`, loss, one }
  }),
)

/** Standard normal outputs and targets. */
function drawn({ name, one }: Named, batch: number, member = 0) {
  const random = randomStream('losses', name, batch, member)
  const outputs: Rows = Array.from({ length: batch }, () =>
    Array.from({ length: one.width }, () => Math.fround(random.normal())),
  )
  const { target, targetOf = (draw) => draw } = one
  const targets = Array.from({ length: batch }, () =>
    target.kind === 'class'
      ? Math.floor(random.uniform() * target.classes)
      : Math.fround(targetOf(random.normal())),
  )
  const upstream = Array.from({ length: batch }, () => Math.fround(random.normal()))
  return { outputs, targets, upstream }
}

/** The loss of each row with all that is fed as inputs. */
function lossOf({ loss, one }: Named, batch: Axis) {
  const graph = builder()
  const options = one.options ?? {}
  const outputs = graph.input('outputs', tensorType('float32', [batch, one.width]))
  const element = loss.target === 'class' ? 'int64' : 'float32'
  const targets = graph.input('targets', tensorType(element, [batch]))
  const scales = new Map(
    scaleOptions(loss).map((option) => [option, graph.input(`scale.${option}`, tensorType('float32', []))]),
  )
  const rows = loss.rows(options, outputs, targets, {
    graph,
    scalar: (option) => scales.get(option) ?? fail(option),
    isZero: (option) => isZeroScale(loss, options, option),
  })
  return { graph, outputs, rows }
}

const fail = (option: string): never => {
  throw new Error(`'${option}' is no scale`)
}

const feedsOf = ({ loss, one }: Named, { outputs, targets }: ReturnType<typeof drawn>) => ({
  outputs: tensorOf('float32', [outputs.length, one.width], outputs.flat()),
  targets: tensorOf(loss.target === 'class' ? 'int64' : 'float32', [targets.length], targets),
  ...Object.fromEntries(
    scaleOptions(loss).map((option): [string, Tensor] => [
      `scale.${option}`,
      scalarOf('float32', scaleValue(loss, one.options ?? {}, option)),
    ]),
  ),
})

async function numbers(value: Value, feeds: Readonly<Record<string, Tensor>>): Promise<readonly number[]> {
  const [result] = await evaluate([value], feeds)
  return result === undefined ? [] : numbersOf(result)
}

/** Every number within a few last bits of single precision, counted from the largest. */
function expectClose(found: readonly number[], wanted: readonly number[], share: number): void {
  expect(found).toHaveLength(wanted.length)
  const scale = Math.max(1, ...wanted.map(Math.abs))
  const distance = Math.max(...found.map((x, index) => Math.abs(x - (wanted[index] ?? NaN))))
  expect(distance / scale).toBeLessThan(share)
}

/** Central differences of Σ upstream · rows of the formula, entry by entry. */
function slopesOf({ one }: Named, { outputs, targets, upstream }: ReturnType<typeof drawn>) {
  const at = (row: number, column: number, shift: number): number => {
    const moved = outputs.map((entries, r) =>
      entries.map((x, c) => (r === row && c === column ? x + shift : x)),
    )
    return one.rows(moved, targets).reduce((total, x, index) => total + x * (upstream[index] ?? NaN), 0)
  }
  const step = 1e-5
  return outputs.flatMap((entries, row) =>
    entries.map((_, column) => (at(row, column, step) - at(row, column, -step)) / (2 * step)),
  )
}

describe.each(cases)('$name', (named) => {
  test.each([9, 1])('has the value of its formula on %i rows', async (batch) => {
    const draw = drawn(named, batch)
    const found = await numbers(lossOf(named, batch).rows, feedsOf(named, draw))
    expectClose(found, named.one.rows(draw.outputs, draw.targets), 2e-6)
  })

  test.each([9, 1])('has the gradient of its formula on %i rows', async (batch) => {
    const draw = drawn(named, batch)
    const { graph, outputs, rows } = lossOf(named, batch)
    const upstream = graph.constant(tensorOf('float32', [batch], draw.upstream))
    const [slope = rows] = gradients(graph.reduceSum(graph.multiply(rows, upstream)), [outputs])
    expectClose(await numbers(slope, feedsOf(named, draw)), slopesOf(named, draw), 5e-6)
  })

  test('is the same where the batch axis is free', async () => {
    const feeds = feedsOf(named, drawn(named, 6))
    const { rows } = lossOf(named, 'batch')
    expect(rows.type.shape).toEqual(['batch'])
    expectClose(await numbers(rows, feeds), await numbers(lossOf(named, 6).rows, feeds), 1e-6)
  })

  test('gives each member of a population what it has alone, in any slot', async () => {
    const { rows } = lossOf(named, 5)
    const lanes = batchGraph([rows], new Set(['outputs', 'targets']), 3)
    const together = async (order: readonly number[]) => {
      const feeds = order.map((member) => feedsOf(named, drawn(named, 5, member)))
      const [first] = feeds
      const stacked = Object.fromEntries(
        Object.entries(first ?? {}).map(([name, tensor]) => {
          if (name.startsWith('scale.')) return [name, tensor]
          const all = feeds.flatMap((feed) => [
            ...numbersOf((feed as Record<string, Tensor>)[name] ?? tensor),
          ])
          return [name, tensorOf(tensor.element, [order.length, ...tensor.shape], all)]
        }),
      )
      const [whole = rows] = spreadLanes(lanes.outputs, 3)
      const found = await numbers(whole, stacked)
      return new Map(order.map((member, slot) => [member, found.slice(5 * slot, 5 * slot + 5)]))
    }
    const [one, other] = [await together([0, 1, 2]), await together([2, 0, 1])]
    for (const member of [0, 1, 2]) {
      expect(other.get(member)).toEqual(one.get(member))
      const alone = await numbers(rows, feedsOf(named, drawn(named, 5, member)))
      expectClose(one.get(member) ?? [], alone, 1e-6)
    }
  })

  test('says probabilities of classes, a value a row, or unit vectors', async () => {
    const { target, width } = named.one
    const embeds = named.loss.outputs === 'embeddings'
    const graph = builder()
    const { outputs } = drawn(named, 4)
    const raw = graph.constant(tensorOf('float32', [4, width], outputs.flat()))
    const said = named.loss.predict(raw, graph)
    const entries = embeds ? width : target.kind === 'class' ? target.classes : 1
    expect(said.type.shape).toEqual(target.kind === 'class' ? [4, entries] : [4])
    const total = graph.reduceSum(embeds ? graph.multiply(said, said) : said, [1 - Number(entries === 1)])
    if (target.kind === 'class') expectClose(await numbers(total, {}), [1, 1, 1, 1], 1e-6)
  })

  test('takes its own target and no other', () => {
    const { target, width, options = {} } = named.one
    const refusal = (count: number, other: typeof target) =>
      named.loss.refuses({ shape: [count], type: 'real' }, other, options, { shape: [3], type: 'real' })
    const wrong: typeof target =
      target.kind === 'class' ? { kind: 'real' } : { kind: 'class', classes: Math.max(2, width) }
    expect(refusal(width, target)).toBeUndefined()
    expect(refusal(width, wrong)).toMatch(new RegExp(`^'${named.loss.kind}' needs .*target`))
    const misfit = named.loss.outputs === 'embeddings' ? 1 : width + 2
    expect(refusal(misfit, target)).toContain('but the model ends in')
  })
})
