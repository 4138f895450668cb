// `espalier space`: what a specification searches: the tree, its size, lists read as choices, what models cost, samples.
import {
  costRanges,
  count,
  estimateAcceptance,
  printSpace,
  showCount,
  type CostRange,
  type SearchSpace,
} from '../../runtime/catalogue.js'
import { drawAccepted, randomly } from '../../runtime/space/sample.js'
import { specifier } from '../../runtime/space/specify.js'
import { didYouMean } from '../../runtime/support/did-you-mean.js'
import { randomStream } from '../../runtime/support/random.js'
import { SpecError, type Diagnostic } from '../../schemas/diagnostic.js'
import { analyse, type Analysed } from '../analyse.js'
import { hasErrors } from '../check.js'
import { exits, type Command } from './command.js'
import { nameSpecifications, printAll } from './specification.js'

/** Configurations that are counted one by one where nothing shorter is exact. */
const countingCap = 100_000

/** One block a distinct space; `--arm` asks for one. @throws SpecError `unknown-arm`, `bad-samples` */
export const command: Command = async (terminal, call) => {
  const [named] = nameSpecifications(terminal, call)
  if (named === undefined) return exits.wrong
  const { diagnostics, files, analysed } = await analyse(named.path, named.settings)
  if (hasErrors(diagnostics)) printAll(terminal, diagnostics, files)
  if (analysed === undefined) return exits.wrong
  const lists = diagnostics.filter(({ code }) => code === 'listed-choice')
  const samples = samplesOf(call.options['samples'])
  for (const { arms, space } of chosenSpaces(analysed, call.options['arm'])) {
    const title = `${arms.length === 1 ? 'arm' : 'arms'} ${arms.join(', ')}`
    terminal.out(`${[title, '', ...describe(space, analysed, lists, samples)].join('\n')}\n`)
  }
  return exits.done
}

interface NamedSpace {
  readonly arms: readonly string[]
  readonly space: SearchSpace
}

function chosenSpaces({ context }: Analysed, arm: unknown): readonly NamedSpace[] {
  const all = context.spaces.map(({ arms, space }) => ({ arms: arms.map(({ name }) => name), space }))
  if (arm === undefined) return all
  const found = all.filter(({ arms }) => arms.includes(String(arm)))
  if (found.length > 0) return found
  const names = all.flatMap(({ arms }) => arms)
  throw new SpecError(
    'unknown-arm',
    `there is no arm '${String(arm)}', expected one of ${names.join(', ')}`,
    {
      hint: didYouMean(String(arm), names),
    },
  )
}

function samplesOf(asked: unknown): number {
  const samples = asked === undefined ? 3 : Number(asked)
  if (Number.isInteger(samples) && samples >= 0 && samples <= 10_000) return samples
  throw new SpecError('bad-samples', `--samples got '${String(asked)}', expected a whole number up to 10000`)
}

function describe(
  space: SearchSpace,
  { experiment }: Analysed,
  lists: readonly Diagnostic[],
  samples: number,
): readonly string[] {
  const random = randomStream(experiment.seed, 'space')
  const { low, high } = estimateAcceptance(space, random.derive('acceptance'))
  return [
    printSpace(space),
    '',
    `configurations: ${showCount(count(space, countingCap))}`,
    ...(space.constraints.length === 0
      ? []
      : [`accepted by the constraints: ${percent(low)} to ${percent(high)} of random draws`]),
    ...costLines(space, random),
    ...(lists.length === 0 ? [] : ['', 'lists read as choices:', ...lists.map(listLine)]),
    ...(samples === 0 ? [] : ['', 'samples:', ...sampleLines(space, random, samples)]),
    '',
  ]
}

function costLines(space: SearchSpace, random: ReturnType<typeof randomStream>): readonly string[] {
  if (space.model === undefined) return []
  const ranges = costRanges(space, random.derive('costs'))
  if (ranges === undefined) return []
  return [
    rangeLine('parameters', ranges.parameters),
    rangeLine('FLOPs of one example, forward', ranges.flops),
  ]
}

const rangeLine = (what: string, { low, median, high }: CostRange): string =>
  `${what}: ${grouped(low)} to ${grouped(high)}, median ${grouped(median)}`

const listLine = ({ span, message }: Diagnostic): string =>
  `  ${span === undefined ? '' : `${span.file}:${span.start.line}:${span.start.column}: `}${message}`

function sampleLines(
  space: SearchSpace,
  random: ReturnType<typeof randomStream>,
  samples: number,
): readonly string[] {
  const walk = specifier(space)
  return Array.from({ length: samples }, (_, index) => {
    const drawn = drawAccepted(walk, randomly(random.derive('sample', index)))
    return drawn === undefined
      ? '  no configuration was accepted'
      : `  ${JSON.stringify(drawn.configuration)}  (${grouped(drawn.parameters)} parameters)`
  })
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const grouped = (count: number): string => Math.round(count).toLocaleString('en-US')
