// How emitted code breaks into lines: a group stands on one line where it fits, else each item has its own.
import { quote } from './text.js'

/** Widest line of a plan. */
export const lineWidth = 110

/** Code to be laid out. */
export type Code = string | Group

/** Items between brackets: `f(a, b)`, `[a, b]`, `{ a: b }`. */
interface Group {
  readonly open: string
  readonly items: readonly Code[]
  readonly close: string
  /** Blanks inside the brackets on one line. */
  readonly padded: boolean
  /** Stands after `open` where the last item hugs it: `f('path', {` … `})`. */
  readonly hug: boolean
}

/** `name(a, b)`; the last argument may open on the line of the call. */
export const call = (name: string, items: readonly Code[]): Code => ({
  open: `${name}(`,
  items,
  close: ')',
  padded: false,
  hug: true,
})

/** `[a, b]` */
export const list = (items: readonly Code[], suffix = ''): Code =>
  items.length === 0 ? `[]${suffix}` : { open: '[', items, close: `]${suffix}`, padded: false, hug: false }

/** `{ key: value }`; a bare name stands for a variable of that name. */
export const object = (entries: readonly (string | readonly [string, Code])[], suffix = ''): Code =>
  entries.length === 0
    ? `{}${suffix}`
    : {
        open: '{',
        items: entries.map((entry) =>
          typeof entry === 'string' ? entry : prefixed(`${propertyKey(entry[0])}: `, entry[1]),
        ),
        close: `}${suffix}`,
        padded: true,
        hug: false,
      }

/** Code behind a word: `export const x = …`. */
export const prefixed = (prefix: string, code: Code): Code =>
  typeof code === 'string' ? prefix + code : { ...code, open: prefix + code.open }

/** A key of an object literal or a property of a type. */
export function propertyKey(key: string): string {
  if (key === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) || /^(0|[1-9][0-9]{0,8})$/.test(key) ? key : quote(key)
}

/** The code as text, its first line starting at column `indent + used`. */
export function layOut(code: Code, indent = 0, used = 0): string {
  if (typeof code === 'string') return code
  const flat = flatten(code)
  if (indent + used + flat.length <= lineWidth && !flat.includes('\n')) return flat
  return hugged(code, indent, used) ?? broken(code, indent)
}

function broken(group: Group, indent: number): string {
  const inner = ' '.repeat(indent + 2)
  const lines = group.items.map((item) => `${inner}${layOut(item, indent + 2, 1)},\n`)
  return `${group.open}\n${lines.join('')}${' '.repeat(indent)}${group.close}`
}

/** All items but one on the first line, that one broken: worth it where only one item is itself a group. */
function hugged(group: Group, indent: number, used: number): string | undefined {
  const place = group.items.findLastIndex((item) => typeof item !== 'string')
  const item = group.items[place]
  const others = group.items.filter((_, index) => index !== place)
  if (!group.hug || item === undefined || typeof item === 'string' || !opensBlock(item)) return undefined
  if (others.some((other) => typeof other !== 'string')) return undefined
  const before = group.items.slice(0, place).map((each) => `${flatten(each)}, `)
  const after = group.items.slice(place + 1).map((each) => `, ${flatten(each)}`)
  const head = `${group.open}${before.join('')}`
  if (indent + used + head.length + openingOf(item).length > lineWidth) return undefined
  return `${head}${layOut(item, indent, lineWidth)}${after.join('')}${group.close}`
}

/** Whether a broken group reads well behind other items: `{ … }`, `[ … ]`, or a call around one. */
const opensBlock = (group: Group): boolean =>
  /[{[]$/.test(group.open) ||
  (group.hug && group.items.some((item) => typeof item !== 'string' && opensBlock(item)))

const openingOf = (code: Code): string => (typeof code === 'string' ? code : code.open)

function flatten(code: Code): string {
  if (typeof code === 'string') return code
  const blank = code.padded ? ' ' : ''
  return `${code.open}${blank}${code.items.map(flatten).join(', ')}${blank}${code.close}`
}
