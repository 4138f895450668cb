// The package as a program imports it, each time in a process of its own whose output streams must stay empty.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { projectWith } from '../../support/command-line.js'
import { repository } from '../../support/compile-specification.js'

const specification = `espalier: 1
name: flowers
seed: 1
data: { dataset: iris, prepare: [standardize] }
space: { sequence: [{ affine: { units: 4 } }, relu, { affine: { units: $data.classes } }] }
hyperparameters: { learning_rate: { log_uniform: [1.0e-3, 1.0e-1] } }
train: { loss: cross_entropy, optimizer: { adam: { learning_rate: $learning_rate } }, batch_size: 16, epochs: 2 }
objective: { maximize: accuracy }
budget: { trials: 3 }
`
const wrong = specification.replace('seed: 1', 'seeed: 1')

/** A plan as one writes it by hand: a bowl, of which the middle is deepest. */
const byHand = `
import { allStages, arm, full, function_, grid, holdout, hyperparameter, minimize, oneOf, plan, searchSpace } from 'espalier'
const space = searchSpace()({
  hyperparameters: [hyperparameter('x', oneOf('x', [1, 2, 3, 4, 5]))],
  training: function_('procedure', { call: 'bowl' }),
})
export const bowl = (objective) => plan({
  name: 'bowl',
  seed: 1,
  arms: [arm('default', { space, sampler: grid('', {}), scheduler: full('', {}), trials: 5 })],
  objective: [minimize('depth')],
  protocol: holdout('', {}),
  resources: { timeoutSeconds: 1 },
  functions: { bowl: objective },
}, allStages)
`
const project = projectWith({
  'package.json': '{ "type": "module" }',
  'flowers.yaml': specification,
  'wrong.yaml': wrong,
  'by-hand.js': byHand,
})
mkdirSync(join(project.folder, 'node_modules'))
symlinkSync(repository, join(project.folder, 'node_modules/espalier'))
afterAll(() => project.remove())

/** Runs the body of a module that fills `out`; fails where anything is printed. */
function program(body: string, ...words: readonly string[]): Readonly<Record<string, unknown>> {
  const text = `import * as espalier from 'espalier'\nimport { writeFileSync } from 'node:fs'\nconst out = {}\n${body}\nwriteFileSync('out.json', JSON.stringify(out))\n`
  writeFileSync(join(project.folder, 'program.js'), text)
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words, 'program.js'], {
    cwd: project.folder,
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
  return JSON.parse(readFileSync(join(project.folder, 'out.json'), 'utf8')) as Record<string, unknown>
}

describe('the package as a program imports it', () => {
  test('check and compile give findings as data, of files and of texts, and print nothing', () => {
    const out = program(`
      out.right = await espalier.check('flowers.yaml')
      out.file = await espalier.check(new URL('wrong.yaml', import.meta.url))
      out.text = await espalier.check({ text: ${JSON.stringify(wrong)}, path: 'wrong.yaml' })
      out.absent = (await espalier.check('absent.yaml')).diagnostics.map(({ code }) => code)
      out.set = (await espalier.check('flowers.yaml', { set: { 'budget.trials': 0 } })).ok
      const { plan, ok } = await espalier.compile('flowers.yaml', { seed: 7 })
      out.compiled = [ok, plan.includes('seed: 7')]
      out.uncompiled = (await espalier.compile('wrong.yaml')).plan ?? 'none'
    `)
    const finding = expect.objectContaining({
      code: 'unknown-key',
      span: expect.objectContaining({ file: 'wrong.yaml', start: { line: 3, column: 1, offset: 26 } }),
      hint: 'did you mean `seed`?',
    })
    expect(out).toMatchObject({
      right: { ok: true, diagnostics: [] },
      file: { ok: false, diagnostics: expect.arrayContaining([finding]) },
      absent: ['file-not-found'],
      set: false,
      compiled: [true, true],
      uncompiled: 'none',
    })
    expect(out['text']).toEqual(out['file'])
  })

  test('run throws errors of one family for what is wrong, before anything is written', () => {
    const out = program(`
      import { readdirSync } from 'node:fs'
      const before = readdirSync('.').length
      const caught = async (...words) => {
        try {
          await espalier.run(...words)
        } catch (error) {
          return [error instanceof espalier.EspalierError, error.name, error.code, error.message]
        }
      }
      out.wrong = await caught('wrong.yaml')
      out.place = await caught('flowers.yaml', { out: 'flowers.yaml' })
      out.workers = await caught('flowers.yaml', { workers: 0 })
      out.device = await caught('flowers.yaml', { device: 'gpu' })
      out.left = readdirSync('.').length - before
    `)
    expect(out).toEqual({
      wrong: [true, 'SpecificationError', 'unknown-key', expect.stringMatching(/^wrong\.yaml:3:1: .*seeed/)],
      place: [true, 'SpecError', 'not-a-run', expect.any(String)],
      workers: [true, 'SpecError', 'bad-workers', expect.any(String)],
      device: [true, 'SpecError', 'unknown-device', expect.stringContaining('auto, cpu, webgpu, cuda')],
      left: 0,
    })
  })

  test('an aborted run goes on to the result of one that nobody stopped, and is only read once it is complete', () => {
    const out = program(`
      const stop = new AbortController()
      const events = new Set()
      const onProgress = (event) => {
        events.add(event.kind)
        if (event.kind === 'trial-finished') stop.abort()
      }
      const cut = await espalier.run('flowers.yaml', { out: 'runs/cut', workers: 1, signal: stop.signal, onProgress })
      const rest = await espalier.run('flowers.yaml', { out: 'runs/cut' })
      const again = await espalier.run('flowers.yaml', { out: 'runs/cut' })
      const { plan } = await espalier.compile('flowers.yaml')
      writeFileSync('flowers.plan.ts', plan)
      const straight = await espalier.run('flowers.plan.ts', { out: 'elsewhere/straight' })
      out.statuses = [cut.status, rest.status, again.status, straight.status]
      out.fresh = [rest.isFresh, again.isFresh]
      out.digests = [rest, again, straight].map(({ result }) => result.result_digest)
      out.events = [...events]
      out.directory = rest.directory
    `)
    const digests = out['digests'] as readonly string[]
    expect(out['statuses']).toEqual(['interrupted', 'finished', 'finished', 'finished'])
    expect(out['fresh']).toEqual([true, false])
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(digests).size).toBe(1)
    expect(out['events']).toEqual(expect.arrayContaining(['stage-started', 'trial-finished']))
    expect(out['directory']).toBe(join(project.folder, 'runs/cut'))
  })

  test('a plan by hand runs a function in this process; each way to fail is the end of one training', () => {
    const out = program(`
      import { bowl } from './by-hand.js'
      const seen = []
      const { status, result } = await espalier.run(bowl(async ({ x }, { seed, signal }) => {
        seen.push([x, Number.isInteger(seed), signal.aborted])
        if (x === 1) throw new Error('no')
        if (x === 2) return { depth: NaN }
        if (x === 3) return new Promise(() => undefined)
        return (x - 5) ** 2
      }))
      out.status = status
      out.ends = result.counts.by_end
      out.chosen = result.arms.default.selected.map(({ configuration }) => configuration)
      out.seen = seen.length
    `)
    expect(out).toMatchObject({
      status: 'finished',
      ends: { completed: 3, failed: 1, diverged: 1, timed_out: 1 },
      chosen: [{ x: 5 }],
      seen: 6,
    })
  })

  test('a plan that trains in workers is asked for as a file', () => {
    writeFileSync(
      join(project.folder, 'trained.js'),
      `import * as espalier from 'espalier'
const { supervised, crossEntropy, adam, constant, searchSpace, arm, grid, full, plan, maximize, holdout, allStages } = espalier
const training = supervised('train', { loss: crossEntropy('l', {}), optimizer: adam('o', {}), schedule: constant('s', {}), epochs: 1 })
export default plan({
  name: 'trained', seed: 1, objective: [maximize('accuracy')], protocol: holdout('', {}),
  arms: [arm('default', { space: searchSpace()({ hyperparameters: [], training }), sampler: grid('', {}), scheduler: full('', {}), trials: 1 })],
}, allStages)
`,
    )
    const out = program(`
      import trained from './trained.js'
      out.code = await espalier.run(trained).catch(({ code }) => code)
    `)
    expect(out).toEqual({ code: 'plan-without-file' })
  })

  test('importing it loads neither compiler nor native code', () => {
    const hooks = `export const resolve = async (name, context, next) => {
      const found = await next(name, context)
      appendFileSync('loaded.txt', found.url + '\\n')
      return found
    }
    import { appendFileSync } from 'node:fs'`
    writeFileSync(join(project.folder, 'hooks.js'), hooks)
    writeFileSync(
      join(project.folder, 'register.js'),
      "import { register } from 'node:module'\nregister('./hooks.js', import.meta.url)\n",
    )
    program('out.run = typeof espalier.run', '--import', './register.js')
    const loaded = readFileSync(join(project.folder, 'loaded.txt'), 'utf8')
    expect(loaded).toContain('dist/compiler/espalier.js')
    expect(loaded).not.toMatch(/node_modules\/(ts-morph|ajv|yaml|onnxruntime-node|libsql|execa)\//)
    expect(loaded).not.toMatch(/dist\/compiler\/(analyse|compile|commands)/)
  })
})
