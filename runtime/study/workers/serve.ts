// The life of a worker process: it loads the plan, opens procedures on first need, and answers one message after the other.
import { Worker } from 'node:worker_threads'
import { EspalierError } from '../../../schemas/diagnostic.js'
import { unreachable } from '../../support/invariant.js'
import type { Experiment } from '../../experiment.js'
import type { OpenProcedure, SegmentOutcome, SegmentRequest } from '../../procedures/procedure.js'
import type { RowSets } from '../../protocols/protocol.js'
import { replayer } from '../../space/replay.js'
import type { SearchSpace, Specified } from '../../space/search-space.js'
import type { Configuration } from '../../space/decision.js'
import { visibleDevices } from '../../trial/command/device-mask.js'
import { deviceIndexAt } from '../../trial/device-index.js'
import { ownExecution, type Executions } from '../../trial/execution.js'
import { loadPlan } from '../load-plan.js'
import { procedureOf } from '../roles.js'
import type { FromWorker, SegmentOrder, ToWorker } from './messages.js'

type Opening = Extract<ToWorker, { kind: 'open' }>

/** Serves the process that started this one, until it is gone. */
export function serveWorker(executions: Executions): void {
  const send = (message: FromWorker): void => void process.send?.(message)
  const rowSets = new Map<number, RowSets>()
  let opened: Promise<Workshop> | undefined
  let last: Promise<void> = Promise.resolve()
  const answer = async (message: ToWorker): Promise<void> => {
    switch (message.kind) {
      case 'open':
        opened = openWorkshop(message, executions, send, rowSets)
        return opened.then(
          () => send({ kind: 'ready' }),
          (error: unknown) => send({ kind: 'unusable', ...wordsOf(error) }),
        )
      case 'rows':
        rowSets.set(message.rows, message.sets)
        return
      case 'train':
        return (await opened)?.train(message.fence, message.orders)
      case 'export':
        return (await opened)?.export(message.fence, message.order, message.file)
      default:
        return unreachable(message)
    }
  }
  process.on('message', (message) => {
    last = last.then(() => answer(message as ToWorker)).catch((error: unknown) => die(error))
  })
  process.on('disconnect', () => process.exit(0))
}

/** What a worker works with. */
interface Workshop {
  train(fence: number, orders: readonly SegmentOrder[]): Promise<void>
  export(fence: number, order: SegmentOrder, file: string): Promise<void>
}

async function openWorkshop(
  opening: Opening,
  executions: Executions,
  send: (message: FromWorker) => void,
  rowSets: ReadonlyMap<number, RowSets>,
): Promise<Workshop> {
  watchParent(opening.parent)
  const { experiment } = await loadPlan(opening.planFile)
  const requestOf = orderReader(experiment, rowSets)
  const { gpus } = experiment.resources
  const deviceIndex = deviceIndexAt(opening.device, opening.place, gpus, visibleDevices)
  const procedures = new Map<string, Promise<OpenProcedure>>()
  let fenceNow = 0
  const procedureFor = (order: SegmentOrder): Promise<OpenProcedure> => {
    const { definition } = procedureOf(armOf(experiment, order.arm))
    const { kind } = definition
    const known = procedures.get(kind)
    if (known !== undefined) return known
    const execution = definition.open === undefined ? executions.get(kind) : ownExecution(definition)
    if (execution === undefined) throw new Error(`nothing here executes the procedure '${kind}'`)
    const { directory, root, device, metrics, place } = opening
    const progress = (training: string, fidelity: number, values: Readonly<Record<string, number>>): void =>
      send({ kind: 'progress', fence: fenceNow, training, fidelity, metrics: values })
    const procedure = execution.open({
      experiment,
      directory,
      root,
      device,
      ...(deviceIndex === undefined ? {} : { deviceIndex }),
      metrics,
      place,
      progress,
    })
    procedures.set(kind, procedure)
    return procedure
  }
  return {
    train: async (fence, orders) => {
      fenceNow = fence
      const outcomes = await trained(orders, procedureFor, requestOf)
      send({ kind: 'trained', fence, outcomes })
    },
    export: async (fence, order, file) => {
      fenceNow = fence
      const problem = await exported(order, file, procedureFor, requestOf)
      send({ kind: 'exported', fence, ...(problem === undefined ? {} : { problem }) })
    },
  }
}

/** Outcomes in order; an exception of the procedure is the end `failed` of all of them. */
async function trained(
  orders: readonly SegmentOrder[],
  procedureFor: (order: SegmentOrder) => Promise<OpenProcedure>,
  requestOf: (order: SegmentOrder) => SegmentRequest,
): Promise<readonly SegmentOutcome[]> {
  const [first] = orders
  if (first === undefined) return []
  try {
    return await (await procedureFor(first)).train(orders.map(requestOf))
  } catch (error) {
    const { message } = wordsOf(error)
    return orders.map(({ training }) => ({
      training,
      end: 'failed',
      measurements: [],
      message,
      measured: {},
    }))
  }
}

async function exported(
  order: SegmentOrder,
  file: string,
  procedureFor: (order: SegmentOrder) => Promise<OpenProcedure>,
  requestOf: (order: SegmentOrder) => SegmentRequest,
): Promise<string | undefined> {
  try {
    const procedure = await procedureFor(order)
    if (procedure.export === undefined) return 'the procedure leaves no model'
    await procedure.export(requestOf(order), file)
    return undefined
  } catch (error) {
    return wordsOf(error).message
  }
}

function orderReader(
  experiment: Experiment,
  rowSets: ReadonlyMap<number, RowSets>,
): (order: SegmentOrder) => SegmentRequest {
  const replayers = new Map<SearchSpace, (configuration: Configuration) => Specified>()
  return ({ configuration, rows, ...order }) => {
    const { space } = armOf(experiment, order.arm)
    const specify = replayers.get(space) ?? replayer(space)
    replayers.set(space, specify)
    const sets = rowSets.get(rows)
    if (sets === undefined) throw new Error(`row sets ${rows} were not sent`)
    return { ...order, specified: specify(configuration), rows: sets }
  }
}

function armOf(experiment: Experiment, name: string): Experiment['arms'][number] {
  const arm = experiment.arms.find((one) => one.name === name)
  if (arm === undefined) throw new Error(`the plan has no arm '${name}'`)
  return arm
}

/** A thread that ends this process when its parent has gone: the event loop here may be blocked for minutes by a training. */
function watchParent(parent: number): void {
  const file = new URL('./watchdog.js', import.meta.url)
  new Worker(file, { workerData: { parent, process: process.pid } }).unref()
}

const wordsOf = (error: unknown): { readonly message: string; readonly hint?: string } => {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof EspalierError && error.hint !== undefined
    ? { message, hint: error.hint }
    : { message }
}

/** A bug or a broken installation: the parent sees a crash, with the reason on the error stream. */
function die(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(70)
}
