// Type-checks one file of this repository under edits that exist only in memory.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A checker of one file; each call gives the messages for an edited text (one message chain a line). */
export function typeChecker(path: string): {
  readonly text: string
  errors(text: string): readonly string[]
} {
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
    errors: (edited) => {
      text = edited
      version += 1
      return [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)].map(
        (found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'),
      )
    },
  }
}
