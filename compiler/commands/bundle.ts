// An anonymous bundle of a finished run: all that others need to look at it and to repeat it, and nothing of whose it was.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { anonymousResult } from '../../runtime/report/anonymous.js'
import { writeCsv } from '../../runtime/report/writers/csv.js'
import { writeHtml } from '../../runtime/report/writers/html.js'
import { writeJson } from '../../runtime/report/writers/json.js'
import { runFiles } from '../../runtime/run.js'
import { digestOfBytes } from '../../runtime/support/digest.js'
import { tarGz, type Member } from '../../runtime/support/tar.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { Result } from '../../schemas/result.js'
import { codeFolder } from '../emit/own-code.js'
import { findIdentity, hideIdentities, identitiesOf, type Identity } from './identities.js'
import { rootOfRun } from './run-directory.js'

const lockFile = 'lock.json'

/**
 * The bytes of the bundle, a `.tar.gz` of one folder.
 * @throws SpecError `not-anonymous` where a file that is carried as it stands names the machine or its user
 */
export function bundleOf(directory: string, result: Result): Uint8Array {
  const project = rootOfRun(directory)
  const identities = identitiesOf({ run: directory, ...(project === undefined ? {} : { project }) })
  const carried = [
    ...fileAt(directory, runFiles.plan),
    ...fileAt(directory, lockFile),
    ...codeOf(directory),
    ...specificationOf(project, result),
  ]
  for (const member of carried) refuseIdentity(member, identities)
  const anonymous = anonymousResult(result, (text) => hideIdentities(text, identities))
  const written = [
    text(runFiles.result, writeJson(anonymous)),
    text(runFiles.report, writeHtml(anonymous)),
    text('measurements.csv', writeCsv(anonymous)),
  ]
  const members = [text('README.txt', readme(anonymous, carried)), ...carried, ...written]
  return tarGz(members.map(({ path, content }) => ({ path: `${result.name}/${path}`, content })))
}

const text = (path: string, content: string): Member => ({ path, content: Buffer.from(content) })

const fileAt = (folder: string, path: string): readonly Member[] =>
  existsSync(join(folder, path)) ? [{ path, content: readFileSync(join(folder, path)) }] : []

/** Code of the author's own, as the plan imports it. */
function codeOf(directory: string): readonly Member[] {
  const folder = join(directory, codeFolder)
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(directory.length + 1))
    .sort()
    .flatMap((path) =>
      fileAt(directory, path).map((member) => ({ ...member, path: path.split(sep).join('/') })),
    )
}

/** The specification, where it still is what the run was made from. */
function specificationOf(project: string | undefined, { spec }: Result): readonly Member[] {
  if (project === undefined) return []
  return fileAt(project, spec.path)
    .filter(({ content }) => digestOfBytes(content) === spec.bytes_sha256)
    .map(({ content }) => ({ path: 'specification.yaml', content }))
}

function refuseIdentity({ path, content }: Member, identities: readonly Identity[]): void {
  const found = findIdentity(Buffer.from(content).toString('utf8'), identities)
  if (found === undefined) return
  const { line, identity } = found
  throw new SpecError('not-anonymous', `${path}:${line} holds the ${identity.what} '${identity.text}'`, {
    hint: 'a bundle carries this file as the run pinned it: take the name out of the specification or its code, and run again',
  })
}

const readme = (
  { name, seed, result_digest }: Result,
  carried: readonly Member[],
): string => `${name}, seed ${seed}

${carried.some(({ path }) => path === 'specification.yaml') ? 'specification.yaml  what was written\n' : ''}plan.ts             what it was compiled to; code of the author's own, if any, lies in code/
lock.json           digests of plan, code and data
result.json         measurements, claims and their outcomes
measurements.csv    the measurements alone, a tidy row a line
report.html         the same for readers

To repeat it, put the data files at the places that plan.ts names and run

    npx espalier run plan.ts

Its result must have the digest ${result_digest}.
`
