// The report as a document: sections in order, each of plain blocks. Writers turn it into HTML or Markdown.
// Owns what is said and in which order; waivers come first, because they qualify everything below.
import type { ClaimResult, Result } from '../../schemas/result.js'
import type { JsonObject } from '../../schemas/json.js'
import { courseTable, coursesOf, type Course } from './best-so-far.js'
import { addedSentence, countsSentence, exactSentence, formsSentence, looksSentence } from './counts.js'
import { finalTable } from './final-table.js'
import { guaranteesTable, waiversOf } from './guarantees-table.js'
import { plural, showValue } from './numbers.js'
import { placementTable } from './placement-table.js'
import { selectedTable } from './selected-table.js'
import type { Table } from './table.js'

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'warnings'; readonly texts: readonly string[] }
  | { readonly kind: 'table'; readonly table: Table }
  /** Outcome, sentence and the paired differences behind it. */
  | { readonly kind: 'claim'; readonly claim: ClaimResult }
  | { readonly kind: 'courses'; readonly metric: string; readonly courses: readonly Course[] }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [string, string])[] }

export interface Section {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

export interface ReportDocument {
  readonly title: string
  readonly subtitle: string
  readonly sections: readonly Section[]
  readonly digest: string
}

/** The whole report of a result; sections without content are left out. */
export function documentOf(result: Result): ReportDocument {
  const sections: readonly Section[] = [
    section('warnings', 'Read this first', warnings(result)),
    section('claims', 'Claims', claims(result)),
    section('arms', 'Arms', tables([finalTable(result)])),
    section('search', 'Search', search(result)),
    section('selected', 'Selected configurations', tables([selectedTable(result)])),
    section('guarantees', 'Guarantees', tables([guaranteesTable(result)])),
    section('run', 'Run', [{ kind: 'facts', facts: runFacts(result) }]),
    section('placement', 'Devices', tables([placementTable(result)])),
    section('environment', 'Environment', environment(result)),
  ]
  return {
    title: result.name,
    subtitle: subtitleOf(result),
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    digest: result.result_digest,
  }
}

const section = (id: string, title: string, blocks: readonly Block[]): Section => ({ id, title, blocks })

const tables = (list: readonly Table[]): readonly Block[] =>
  list.filter(({ rows }) => rows.length > 0).map((table) => ({ kind: 'table', table }))

function warnings(result: Result): readonly Block[] {
  const texts = [
    ...(result.status === 'finished'
      ? []
      : [`The run is ${result.status}${result.message === null ? '' : `: ${result.message}`}.`]),
    ...waiversOf(result),
    ...(result.exact.holds ? [] : [exactSentence(result)]),
    ...[addedSentence(result)].filter((text) => text !== undefined),
    ...((result.looks ?? 0) > 1 ? [looksSentence(result) ?? ''] : []),
  ]
  return texts.length === 0 ? [] : [{ kind: 'warnings', texts }]
}

function claims({ claims: list }: Result): readonly Block[] {
  return list.map((claim) => ({ kind: 'claim', claim }))
}

function search(result: Result): readonly Block[] {
  const courses = coursesOf(result)
  const metric = result.objective[0]?.metric
  if (metric === undefined || courses.length === 0) return []
  return [{ kind: 'courses', metric, courses }, ...tables([courseTable(result)])]
}

function subtitleOf(result: Result): string {
  const goals = result.objective.map(({ metric, direction }) => `${direction} ${metric}`).join(', ')
  const arms = plural(Object.keys(result.arms).length, 'arm')
  const outcomes = (['supported', 'refuted', 'undecided'] as const).flatMap((outcome) => {
    const count = result.claims.filter((claim) => claim.outcome === outcome).length
    return count === 0 ? [] : [`${count} ${outcome}`]
  })
  const claimed = outcomes.length === 0 ? '' : ` · claims: ${outcomes.join(', ')}`
  return `${goals} · ${arms} · ${result.protocol.kind.replaceAll('_', ' ')} · seed ${result.seed}${claimed}`
}

function runFacts(result: Result): readonly (readonly [string, string])[] {
  const looks = looksSentence(result)
  const forms = formsSentence(result)
  return [
    ['specification', `${result.spec.path} (sha256 ${result.spec.bytes_sha256.slice(0, 12)}…)`],
    ['protocol', `${result.protocol.kind} ${optionsText(result.protocol.options)}`.trim()],
    ...result.data.map(({ name, rows, digest }): readonly [string, string] => [
      `data: ${name}`,
      `${plural(rows, 'row')}, sha256 ${digest.slice(0, 12)}…`,
    ]),
    ['work', countsSentence(result)],
    ...(forms === undefined ? [] : [['form', forms] as const]),
    ...(looks === undefined ? [] : [['looks', looks] as const]),
    ['exactness', exactSentence(result)],
    ['status', result.status],
  ]
}

function environment({ environment: machine, timings, measured }: Result): readonly Block[] {
  const facts = [machine, timings, measured]
    .flatMap((group) => Object.entries(group))
    .filter(([name]) => name !== 'placements' && name !== 'forms')
  return facts.length === 0
    ? []
    : [{ kind: 'facts', facts: facts.map(([name, value]) => [name, showValue(value)]) }]
}

const optionsText = (options: JsonObject): string =>
  Object.keys(options).length === 0 ? '' : JSON.stringify(options)
