// Loading plans in this process: types erased, imports bound, several plans side by side.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { loadCode, loadPlan } from '../../../runtime/study/load-plan.js'
import { pinOf } from '../../../runtime/support/pin.js'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-plan-'))
})
afterAll(() => rm(folder, { recursive: true }))

const write = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}
const planText = (name: string): string => `
import { helper } from './helper.ts'
interface Named { readonly name: string }
const experiment: Named = { name: helper(${JSON.stringify(name)}) }
export default { experiment, stages: async () => {} }
`

describe('loadPlan', () => {
  test('erases types, follows relative imports and keeps two plans apart', async () => {
    await write('helper.ts', "export const helper = (text: string): string => text + '!'\n")
    const [one, two] = await Promise.all([
      loadPlan(await write('one.ts', planText('one'))),
      loadPlan(await write('two.ts', planText('two'))),
    ])
    expect([one.experiment.name, two.experiment.name]).toEqual(['one!', 'two!'])
  })

  test('names what is wrong with a file', async () => {
    await expect(loadPlan(join(folder, 'absent.ts'))).rejects.toMatchObject({ code: 'plan-unreadable' })
    await expect(loadPlan(await write('broken.ts', 'export default {'))).rejects.toMatchObject({
      code: 'plan-unreadable',
    })
    await expect(loadPlan(await write('empty.ts', 'export default 1'))).rejects.toMatchObject({
      code: 'plan-invalid',
    })
    await expect(
      loadPlan(await write('self.ts', "import './self.ts'\nexport default 1")),
    ).rejects.toMatchObject({ code: 'plan-unreadable' })
  })
})

describe('loadCode', () => {
  test('gives what a file exports, pinned to its bytes', async () => {
    const path = await write(
      'halve.ts',
      `import { defineLayer, type Signal } from 'espalier/define'
export const halve = defineLayer({
  role: 'layer', kind: 'halve', summary: 'Halves.', options: {}, required: [],
  output: (_options: unknown, input: Signal): Signal => input,
  cost: () => ({ parameters: 0, flops: 0 }),
})
export const other = 1
`,
    )
    const { module, exports } = await loadCode(path)
    expect(exports).toMatchObject({ halve: { kind: 'halve' }, other: 1 })
    const bytes = createHash('sha256').update(readFileSync(path)).digest('hex')
    expect(module.sha256).toBe(bytes)
    expect(pinOf(exports['halve'] as object)).toBe(bytes)
  })
})
