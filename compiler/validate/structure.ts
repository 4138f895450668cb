// JSON Schema at work: a located node against one schema, each complaint as a finding at the place it is about.
// Sole user of ajv; compiles a schema when it is first needed, and never one that is not. Loading ajv takes as long as checking
// a small specification, so that waits too: most specifications never need it.
import { createRequire } from 'node:module'
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv'
import type { OptionSchema } from '../../schemas/definition.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { toJson, type LocatedNode, type Path } from '../source/located-node.js'
import { explainIssue, withoutMisspelt, type Issue, type IssueContext } from './structure-findings.js'
import { quickAccept } from './quick-accept.js'
import { loosen } from './schema-marks.js'

/** Checks nodes against schemas; keeps what it compiled, so one checker should serve many specifications. */
export interface StructureChecker {
  check(schema: OptionSchema, node: LocatedNode, context: IssueContext): readonly Diagnostic[]
}

/** A checker with nothing compiled yet. */
export function createStructureChecker(): StructureChecker {
  let ajv: Ajv | undefined
  const compiled = new WeakMap<OptionSchema, ValidateFunction>()
  return {
    check(schema, node, context) {
      const value = toJson(node)
      if (quickAccept(schema, value)) return []
      const validate = compiled.get(schema) ?? (ajv ??= loadAjv()).compile(loosen(schema))
      compiled.set(schema, validate)
      if (validate(value)) return []
      const issues = relevant(validate.errors ?? []).map(({ keyword, params, instancePath }): Issue => ({
        keyword,
        params,
        path: pathOf(instancePath),
        schema,
      }))
      return withoutMisspelt(issues).map((issue) => explainIssue(issue, node, context))
    },
  }
}

function loadAjv(): Ajv {
  const { Ajv: Constructor } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  return new Constructor({
    strict: false,
    allErrors: true,
    validateSchema: false,
    addUsedSchema: false,
    messages: false,
  })
}

/** Without the fallout below a failed `anyOf`, and one complaint a place unless keys are concerned. */
function relevant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  const direct = errors.filter(
    (error) =>
      !unions.some((union) => error !== union && error.schemaPath.startsWith(`${union.schemaPath}/`)),
  )
  const seen = new Set<string>()
  return direct.filter(({ instancePath, keyword, schemaPath }) => {
    if (keyword === 'if' || schemaPath.includes('/propertyNames/')) return false
    if (ABOUT_KEYS.has(keyword)) return true
    const first = !seen.has(instancePath)
    seen.add(instancePath)
    return first
  })
}

const ABOUT_KEYS = new Set(['additionalProperties', 'required', 'propertyNames', 'dependentRequired'])

const pathOf = (instancePath: string): Path =>
  instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
