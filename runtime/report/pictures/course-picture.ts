// Best-so-far curves: a line an arm (median over searches) with the middle half as a band.
import type { Course } from '../best-so-far.js'
import { showNumber, showPlain } from '../numbers.js'
import { linearScale, padded, type Scale } from './scale.js'
import { element, escapeMarkup, label, line, picture } from './svg.js'

const size = [720, 300] as const
const area = { left: 64, right: 704, top: 14, bottom: 252 }

/** Arms differ in colour and in dashes, so that the picture can be read without colour. */
export function coursePicture(courses: readonly Course[], metric: string, id: string): string {
  const points = courses.flatMap((course) => course.points)
  if (points.length === 0) return ''
  const x = linearScale([1, Math.max(2, ...points.map(({ trial }) => trial))], [area.left, area.right], 8)
  const y = linearScale(padded(points.flatMap(({ low, high }) => [low, high])), [area.bottom, area.top], 5)
  const curves = courses.map((course, index) => curve(course, index, x, y)).join('')
  const title = `Best ${metric} so far`
  return picture(size, id, [title, description(courses)], axes(x, y, metric) + curves) + legend(courses)
}

function axes(x: Scale, y: Scale, metric: string): string {
  const vertical = y.ticks.map(
    (tick) =>
      line(area.left, y.place(tick), area.right, y.place(tick), 'grid') +
      label(showNumber(tick, y.decimals), area.left - 8, y.place(tick) + 4, 'end'),
  )
  const horizontal = x.ticks
    .filter(Number.isInteger)
    .map(
      (tick) =>
        line(x.place(tick), area.bottom, x.place(tick), area.bottom + 5, 'axis') +
        label(String(tick), x.place(tick), area.bottom + 20, 'middle'),
    )
  const names =
    label('trials', (area.left + area.right) / 2, area.bottom + 40, 'middle') +
    element(
      'text',
      {
        x: 14,
        y: (area.top + area.bottom) / 2,
        'text-anchor': 'middle',
        transform: `rotate(-90 14 ${(area.top + area.bottom) / 2})`,
      },
      escapeMarkup(metric),
    )
  return [
    ...vertical,
    ...horizontal,
    line(area.left, area.bottom, area.right, area.bottom, 'axis'),
    names,
  ].join('')
}

/** Steps, because the best stays until it is beaten. */
function curve({ points }: Course, index: number, x: Scale, y: Scale): string {
  const forward = stairs(points.map(({ trial, high }) => [x.place(trial), y.place(high)] as const))
  const back = [...stairs(points.map(({ trial, low }) => [x.place(trial), y.place(low)] as const))].reverse()
  const middle = stairs(points.map(({ trial, middle: value }) => [x.place(trial), y.place(value)] as const))
  const arm = `arm arm-${index % 6}`
  return (
    element('polygon', { points: coordinates([...forward, ...back]), class: `band ${arm}` }) +
    element('polyline', { points: coordinates(middle), class: `curve ${arm}` })
  )
}

type Point = readonly [number, number]

function stairs(points: readonly Point[]): readonly Point[] {
  return points.flatMap(([x, y], index): readonly Point[] => {
    const before = points[index - 1]
    return before === undefined
      ? [[x, y]]
      : [
          [x, before[1]],
          [x, y],
        ]
  })
}

const coordinates = (points: readonly Point[]): string =>
  points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')

function legend(courses: readonly Course[]): string {
  const items = courses.map(({ arm, searches }, index) => {
    const sample = element(
      'svg',
      { viewBox: '0 0 30 8', class: 'key', 'aria-hidden': 'true' },
      element('line', { x1: 0, y1: 4, x2: 30, y2: 4, class: `curve arm arm-${index % 6}` }),
    )
    return element(
      'li',
      {},
      `${sample} ${escapeMarkup(`${arm} (${searches} ${searches === 1 ? 'search' : 'searches'})`)}`,
    )
  })
  return element('ul', { class: 'legend' }, items.join(''))
}

function description(courses: readonly Course[]): string {
  return courses
    .map(({ arm, points }) => {
      const last = points.at(-1)
      return last === undefined
        ? `${arm} has no value`
        : `${arm} ends at ${showPlain(last.middle)} after ${last.trial} trials`
    })
    .join('; ')
}
