// The few SVG forms that pictures use, as text. Every text and attribute value is escaped here and nowhere else.

/** Escapes for HTML and SVG, in text and in quoted attributes. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** `<name attributes>content</name>`; content is markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string {
  const list = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeMarkup(typeof value === 'number' ? short(value) : value)}"`)
    .join('')
  return `<${name}${list}>${content}</${name}>`
}

/** A text at a place. */
export const label = (
  text: string,
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end' = 'start',
): string => element('text', { x, y, 'text-anchor': anchor }, escapeMarkup(text))

export const line = (x1: number, y1: number, x2: number, y2: number, className: string): string =>
  element('line', { x1, y1, x2, y2, class: className })

/** A picture that scales with its column; `title` and `description` are what screen readers say. */
export function picture(
  [width, height]: readonly [number, number],
  id: string,
  [title, description]: readonly [string, string],
  content: string,
): string {
  const head =
    element('title', { id: `${id}-title` }, escapeMarkup(title)) +
    element('desc', { id: `${id}-description` }, escapeMarkup(description))
  return element(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
    },
    head + content,
  )
}

const short = (value: number): string => String(Number(value.toFixed(2)))
