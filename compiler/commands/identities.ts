// What would tell whose machine something was made on: names of host and user, and folders of theirs.
import { homedir, hostname, userInfo } from 'node:os'

/** A text that must not leave the machine, and what it is. */
export interface Identity {
  readonly what: 'host name' | 'user name' | 'home folder' | 'project folder' | 'run folder'
  readonly text: string
}

/** Accounts and hosts that everybody has: they tell nothing, and their names are common words. */
const common = new Set(
  'root user admin node runner ubuntu debian docker vagrant jovyan nobody test localhost home work'.split(
    ' ',
  ),
)

/** What identifies this machine and the folders of a run; the longest first, so that a folder is found before one above it. */
export function identitiesOf(folders: {
  readonly project?: string
  readonly run: string
}): readonly Identity[] {
  const all: readonly Identity[] = [
    { what: 'host name', text: hostname() },
    { what: 'user name', text: userName() },
    { what: 'home folder', text: homedir() },
    { what: 'project folder', text: folders.project ?? '' },
    { what: 'run folder', text: folders.run },
  ]
  return all.filter(tells).sort((a, b) => b.text.length - a.text.length)
}

/** A name of one or two letters is in every text. */
const tells = ({ what, text }: Identity): boolean =>
  what.endsWith('folder') ? text.length > 1 : text.length > 2 && !common.has(text.toLowerCase())

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // An account without an entry has no name to tell.
    return ''
  }
}

/** The first line (from 1) of a text that holds an identity as a word or as the beginning of a path. */
export function findIdentity(
  text: string,
  identities: readonly Identity[],
): { readonly line: number; readonly identity: Identity } | undefined {
  for (const identity of identities) {
    const at = text.search(patternOf(identity))
    if (at >= 0) return { line: text.slice(0, at).split('\n').length, identity }
  }
  return undefined
}

/** The text with folders written as `<project folder>` and the like. */
export const hideIdentities = (text: string, identities: readonly Identity[]): string =>
  identities.reduce((rest, each) => rest.replaceAll(patternOf(each), `<${each.what}>`), text)

const patternOf = ({ text }: Identity): RegExp =>
  new RegExp(`(?<![\\w-])${text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`)}(?![\\w-])`, 'gi')
