// A program that knows nothing of Espalier but its arguments: it says how well a learning rate and a depth do.
const [rate, depth, seed] = process.argv.slice(2).map(Number)
const noise = ((seed * 7919) % 101) / 10100
const accuracy = 0.9 - 0.05 * Math.log10(rate / 0.01) ** 2 - 0.01 * Math.abs(depth - 2) + noise
console.log(JSON.stringify({ accuracy }))
