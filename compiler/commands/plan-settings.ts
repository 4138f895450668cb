// Settings of a plan by their place in its text, so that two plans can be told apart setting by setting without running either.
// A plan is laid out line by line and by indentation; what moves when a specification is edited above (places, digests) is left out.

/** What a plan says, by place: `samplers.tpe` → `tpe`, `samplers.tpe.startup` → `10`, `arms.random.trials` → `24`. */
export function planSettings(plan: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  const stack: { readonly indent: number; readonly key: string }[] = []
  for (const line of codeLines(plan)) {
    const indent = line.length - line.trimStart().length
    while ((stack.at(-1)?.indent ?? -1) >= indent) stack.pop()
    const { key, value } = keyed(withoutPlaces(line.trim()))
    const place = [...stack.map((outer) => outer.key), key].filter((part) => part !== '')
    if (!/[{([]$/.test(value)) add(settings, place, value)
    else {
      stack.push({ indent, key })
      const kind = /^([\w$]+)\(/.exec(value)?.[1]
      if (kind !== undefined) add(settings, place, kind)
    }
  }
  return settings
}

/** One row for each setting that is not the same in all plans: its place, then what each plan says. */
export function differingSettings(
  plans: readonly string[],
): readonly { readonly place: string; readonly values: readonly (string | undefined)[] }[] {
  const all = plans.map(planSettings)
  const places = [...new Set(all.flatMap((settings) => [...settings.keys()]))]
  return places
    .map((place) => ({ place, values: all.map((settings) => settings.get(place)) }))
    .filter(({ values }) => new Set(values).size > 1)
}

/** Lines that say something of the experiment: no comments, imports, types, closing brackets, digests, guarantees, stages. */
function codeLines(plan: string): readonly string[] {
  const start = plan.indexOf("from 'espalier'")
  return plan
    .slice(Math.max(0, start))
    .split('\n')
    .slice(1)
    .filter((line) => !silent.test(line))
}

const silent =
  /^\s*(\/\/|\/\*\*|\*|readonly |path: |bytesSha256|resolvedSha256|digest: |\{ rule: |.*await run\.|[\])}]|$)/

const withoutPlaces = (text: string): string =>
  text
    .replace(/,? ?'(?:[^':]*:)?\d+:\d+'/g, '')
    .replace(/[,;]$/, '')
    .replace(/ as const$/, '')

/** `name: value`, `export const name = value`, `call('name', value)`; a line of another form is its own key. */
function keyed(text: string): { readonly key: string; readonly value: string } {
  if (text.startsWith('export default')) return { key: '', value: '{' }
  const [, name = '', value = ''] =
    /^export const ([\w$]+) = (.*)$/.exec(text) ?? /^([\w$]+|'[^']*'): (.*)$/.exec(text) ?? []
  if (name !== '') return { key: name.replaceAll("'", ''), value }
  const [, kind = '', own = '', rest = ''] = /^([\w$]+)\('([^']*)'(?:, )?(.*?)\)?$/.exec(text) ?? []
  return kind === '' ? { key: text, value: text } : { key: own === '' ? kind : own, value: rest }
}

/** An object on one line, alone or handed to a call, is a setting for each of its members; so is a list of calls. */
function add(settings: Map<string, string>, place: readonly string[], value: string): void {
  const called = /^([\w$]+)\('[^']*', (\{ .* \})\)$/.exec(value)
  const [, kind = '', options = value] = called ?? []
  const inner = /^\{ (.*) \}$/.exec(options)?.[1] ?? /^\[([\w$]+\(.*)\]$/.exec(value)?.[1]
  if (kind !== '') settings.set(place.join('.'), kind)
  if (inner !== undefined) {
    for (const member of membersOf(inner)) {
      const { key, value: own } = keyed(member)
      add(settings, [...place, key], own)
    }
    return
  }
  const name = place.join('.')
  let unique = name
  for (let copy = 2; settings.has(unique); copy += 1) unique = `${name} (${String(copy)})`
  settings.set(unique, value)
}

/** Splits at commas that stand outside brackets and quotes. */
function membersOf(text: string): readonly string[] {
  const members = ['']
  let depth = 0
  let isQuoted = false
  for (const sign of text) {
    if (sign === "'") isQuoted = !isQuoted
    if (!isQuoted && '{(['.includes(sign)) depth += 1
    if (!isQuoted && '})]'.includes(sign)) depth -= 1
    if (sign === ',' && depth === 0 && !isQuoted) members.push('')
    else members[members.length - 1] = `${members.at(-1) ?? ''}${sign}`
  }
  return members.map((member) => member.trim())
}
