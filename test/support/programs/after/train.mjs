// Nearest neighbours, as somebody wrote it before there was anything to tune it with.
import { readFileSync } from 'node:fs'

const rows = readFileSync('flowers.csv', 'utf8').trim().split('\n').slice(1)
const flowers = rows.map((row) => row.split(',')).map(([length, width, kind]) => ({ length, width, kind }))
const trial = JSON.parse(readFileSync(process.env.ESPALIER_TRIAL))
const train = JSON.parse(readFileSync(trial.rows.train))
const test = JSON.parse(readFileSync(trial.rows.select ?? trial.rows.measure))
const neighbours = trial.configuration.neighbours

const distance = (a, b) => Math.hypot(a.length - b.length, a.width - b.width)

function guess(flower) {
  const near = train.map((index) => flowers[index]).sort((a, b) => distance(a, flower) - distance(b, flower))
  const votes = {}
  for (const { kind } of near.slice(0, neighbours)) votes[kind] = (votes[kind] ?? 0) + 1
  return Object.keys(votes).sort((a, b) => votes[b] - votes[a])[0]
}

const hits = test.filter((index) => guess(flowers[index]) === flowers[index].kind).length
console.log(JSON.stringify({ accuracy: hits / test.length }))
