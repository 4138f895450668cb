// Type-checks one file of this repository under edits that exist only in memory.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A checker of one file, its text as it is on disk. */
export interface TypeChecker {
  readonly text: string
  /** The messages for an edited text, each with its whole chain. */
  errors(text: string): readonly string[]
  /** Types that the checker has made for the last text: its work, whatever the machine is doing. */
  instantiations(): number
}

/** Opens a checker. */
export function typeChecker(path: string): TypeChecker {
  const file = root + path
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(`${root}tsconfig.test.json`, ts.sys.readFile).config,
    ts.sys,
    root,
  )
  const original = ts.sys.readFile(file) ?? ''
  let text = original
  let version = 0
  const service = ts.createLanguageService({
    getCompilationSettings: () => config.options,
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : '0'),
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
  })
  return {
    text: original,
    instantiations: () => service.getProgram()?.getInstantiationCount() ?? 0,
    errors: (edited) => {
      text = edited
      version += 1
      return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
        (found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'),
      )
    },
  }
}
