// Cases as JUnit XML in the form that Ant's schema fixed, which Jenkins, GitLab, GitHub and Azure all read.
import { isoTime } from '../../runtime/support/clock.js'
import type { Case } from './cases.js'
import type { Conclusions } from './conclusions.js'

/** The document; one suite for claims, guarantees, specifications and execution each, where it has cases. */
export function toJUnit(cases: readonly Case[], conclusions: Conclusions): string {
  const suites = (['claims', 'guarantees', 'specifications', 'execution'] as const)
    .map((suite) => ({ suite, ours: cases.filter((each) => each.suite === suite) }))
    .filter(({ ours }) => ours.length > 0)
  const texts = suites.map(({ suite, ours }, id) => suiteText(suite, ours, id, conclusions))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${texts.join('')}</testsuites>\n`
}

function suiteText(suite: string, cases: readonly Case[], id: number, conclusions: Conclusions): string {
  const count = (outcome: Case['outcome']): number => cases.filter((each) => each.outcome === outcome).length
  // The whole time stands at the suite that was worked for; a claim takes none of its own.
  const seconds = id === 0 ? conclusions.seconds : 0
  const facts = {
    id,
    package: packageOf(conclusions),
    name: suite,
    timestamp: isoTime(conclusions.startedAt).slice(0, 19),
    // Required by the schema; which machine it was stands in the result.
    hostname: 'localhost',
    tests: cases.length,
    failures: count('failed'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds.toFixed(3),
  }
  const properties = propertiesOf(conclusions).map(
    ([name, value]) => `      <property${attributes({ name, value })}/>\n`,
  )
  return [
    `  <testsuite${attributes(facts)}>\n`,
    `    <properties>\n${properties.join('')}    </properties>\n`,
    ...cases.map((each) => caseText(each, packageOf(conclusions))),
    '    <system-out></system-out>\n    <system-err></system-err>\n  </testsuite>\n',
  ].join('')
}

function caseText({ suite, name, outcome, type, message, span }: Case, place: string): string {
  const head = `    <testcase${attributes({ classname: `${place}.${suite}`, name, time: '0' })}`
  if (outcome === 'passed') return `${head}/>\n`
  const where = span === undefined ? '' : `${span.file}:${span.start.line}:${span.start.column}: `
  const tag = outcome === 'failed' ? 'failure' : outcome
  const said = attributes(outcome === 'skipped' ? { message } : { message, type })
  return `${head}>\n      <${tag}${said}>${escape(`${where}${message}`)}</${tag}>\n    </testcase>\n`
}

const packageOf = ({ result }: Conclusions): string =>
  result === undefined ? 'espalier' : `espalier.${result.name}`

const propertiesOf = ({
  call,
  version,
  exit,
  result,
}: Conclusions): readonly (readonly [string, string])[] => [
  ['call', call],
  ['espalier', version],
  ['exit', String(exit)],
  ...(result === undefined ? [] : [['result', result.result_digest] as const]),
]

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('')

/** Characters that XML 1.0 cannot hold at all, lone surrogates among them, become U+FFFD. */
const escape = (text: string): string =>
  text
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
