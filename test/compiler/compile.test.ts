// Golden plans: what every shipped specification compiles to, that it type-checks, and that it runs as the checks believed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { codeFilesOf } from '../../compiler/commands/own-code.js'
import type { Compiled } from '../../compiler/compile.js'
import { instantiateSpace } from '../../compiler/ir/instantiate.js'
import { drawAccepted, randomly, randomStream, replay, specifier } from '../../runtime/catalogue.js'
import type { Plan, Run } from '../../runtime/experiment.js'
import { loadPlan } from '../../runtime/study/load-plan.js'
import { createTestCompiler, repository } from '../support/compile-specification.js'

const specifications = readdirSync(join(repository, 'specs'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.yaml'))
  .sort()
const goldenFolder = join(repository, 'test', 'golden')
const update = process.env['UPDATE_GOLDEN'] === '1'
const compiler = createTestCompiler()
const compiled = new Map<string, Compiled>()

beforeAll(async () => {
  for (const path of specifications) compiled.set(path, await compiler.compileFile(`specs/${path}`))
})

const golden = (path: string, file: string): string => join(goldenFolder, path.replace(/\.yaml$/, ''), file)

function expectGolden(path: string, file: string, text: string | undefined): void {
  const place = golden(path, file)
  if (update && text !== undefined) {
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, text)
  }
  expect(existsSync(place) ? readFileSync(place, 'utf8') : 'no golden file: run with UPDATE_GOLDEN=1').toBe(
    text,
  )
}

describe('every shipped specification', () => {
  test.each(specifications)('%s compiles to its golden plan', (path) => {
    const result = compiled.get(path)
    const errors = (result?.diagnostics ?? []).filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code, message }) => `${code}: ${message}`)).toEqual([])
    expectGolden(path, 'ir.txt', result?.ir)
    expectGolden(path, 'plan.ts', result?.plan)
    for (const { from, to } of codeFilesOf(result?.analysed?.experiment.use ?? [], repository)) {
      expectGolden(path, to, readFileSync(from, 'utf8'))
    }
  })

  test('compiles to the same bytes again', async () => {
    for (const path of specifications) {
      const again = await createTestCompiler().compileFile(`specs/${path}`)
      expect(again.plan).toBe(compiled.get(path)?.plan)
      expect(again.ir).toBe(compiled.get(path)?.ir)
    }
  })
})

describe('golden plans under the type checker', () => {
  const quickstart = (): string => compiled.get('quickstart.yaml')?.plan ?? ''
  const edits: Readonly<Record<string, (plan: string) => string>> = {
    'a choice is fixed by hand': (plan) =>
      plan.replace(/kernel: oneOf\('repeat\[\*\]\.conv2d\.kernel'.*?\)/, 'kernel: 3'),
    'a hyperparameter is deleted': (plan) => plan.replace(/ {2}hyperparameter\('batch_size'.*\n/, ''),
    'an alternative is deleted': (plan) => plan.replace(/ +gelu: gelu\(.*\n/, ''),
    'a value is added': (plan) => plan.replace('[8, 16]', '[8, 16, 64]'),
    'a module is deleted': (plan) => plan.replace(/ +optional\('repeat\[\*\]\.optional'.*\n/, ''),
    'an option is misspelt': (plan) => plan.replace("padding: 'same'", "pading: 'same'"),
    'a required option is missing': (plan) => plan.replace("{ units: reference('data.classes') }", '{}'),
    'evaluation comes before selection': (plan) =>
      plan.replace('run.evaluate(selected)', 'run.evaluate(tuned)'),
  }
  let faults: ReadonlyMap<string, readonly string[]> = new Map()
  beforeAll(() => {
    const plans = new Map(
      specifications.map((path) => [golden(path, 'plan.ts'), compiled.get(path)?.plan ?? '']),
    )
    for (const [name, edit] of Object.entries(edits)) {
      plans.set(join(goldenFolder, `${name}.ts`), edit(quickstart()))
    }
    faults = typeCheck(plans)
  })

  test('are without errors', () => {
    for (const path of specifications) expect(faults.get(golden(path, 'plan.ts'))).toEqual([])
  })

  test.each(Object.entries(edits))('fail where %s', (name, edit) => {
    expect(edit(quickstart())).not.toBe(quickstart())
    expect(faults.get(join(goldenFolder, `${name}.ts`))).not.toEqual([])
  })

  test('name the choice that is gone', () => {
    const [fault = ''] = faults.get(join(goldenFolder, 'a choice is fixed by hand.ts')) ?? []
    expect(fault).toContain('repeat[*].conv2d.kernel')
  })
})

describe('a loaded plan', () => {
  const load = (path: string): Promise<Plan> => loadPlan(golden(path, 'plan.ts'))

  test.each(specifications)('of %s holds the spaces that were checked', async (path) => {
    const { analysed } = compiled.get(path) ?? {}
    const { experiment } = await load(path)
    expect(experiment.arms.map(({ name }) => name)).toEqual(analysed?.experiment.arms.map(({ name }) => name))
    for (const [index, arm] of experiment.arms.entries()) {
      const node = analysed?.experiment.arms[index]
      if (node === undefined || analysed === undefined) throw new Error('an arm is missing')
      const checked = instantiateSpace(node.space, analysed.facts, analysed.context.catalogue)
      for (let draw = 0; draw < 10; draw += 1) {
        const found = drawAccepted(specifier(checked), randomly(randomStream('plan', path, index, draw)))
        if (found === undefined) throw new Error('no configuration was accepted')
        const run = replay(arm.space, found.configuration)
        const { parameters, flops, configuration } = found
        expect({ ...run, decisions: run.decisions.map((decision) => decision.path) }).toMatchObject({
          parameters,
          flops,
          configuration,
          decisions: found.decisions.map((decision) => decision.path),
        })
      }
    }
  })

  test('walks its stages in order', async () => {
    const { stages } = await load('quickstart.yaml')
    const walked: string[] = []
    const stage = (name: string) => (): Promise<never> => {
      walked.push(name)
      return Promise.resolve(name as never)
    }
    const names = ['prepare', 'tune', 'select', 'evaluate', 'claim', 'deploy'] as const
    await stages(Object.fromEntries(names.map((name) => [name, stage(name)])) as unknown as Run)
    expect(walked).toEqual(names)
  })
})

/** Type errors by file, of texts that need not lie on the disk. */
function typeCheck(plans: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const settings = ts.readConfigFile(join(goldenFolder, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(settings.config, ts.sys, goldenFolder)
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (path) => plans.has(path) || fileExists(path)
  host.readFile = (path) => plans.get(path) ?? readFile(path)
  host.getSourceFile = (path, version, ...rest) => {
    const text = plans.get(path)
    return text === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, text, version)
  }
  const program = ts.createProgram([...plans.keys()], options, host)
  return new Map(
    [...plans.keys()].map((path) => {
      const file = program.getSourceFile(path)
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      return [path, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))]
    }),
  )
}
