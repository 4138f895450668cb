// What must be there before a run of commands begins: it is looked for once, not found out by every training anew.
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { RunError } from '../../../schemas/diagnostic.js'
import type { Experiment } from '../../experiment.js'

/** Looks for the programs of commands, and for the files that they say they read. @throws RunError `program-not-found`, `input-not-found` before anything is run */
export function checkPrograms(experiment: Experiment, root: string): void {
  for (const { name, space } of experiment.arms) {
    if (space.training?.definition.kind !== 'command') continue
    const { run, inputs } = space.training.options
    const program: unknown = Array.isArray(run) ? run[0] : undefined
    if (typeof program === 'string' && !program.includes('${') && !canRun(program, root)) {
      throw new RunError(
        'program-not-found',
        'data',
        `arm '${name}' runs '${program}', which is not on the PATH`,
        {
          hint: 'install it, or write the path of the program from the project folder',
        },
      )
    }
    const absent = (Array.isArray(inputs) ? inputs.map(String) : []).find(
      (file) => !existsSync(resolve(root, file)),
    )
    if (absent === undefined) continue
    throw new RunError(
      'input-not-found',
      'data',
      `arm '${name}' names the input '${absent}', which is not there`,
      {
        hint: 'a path of an input counts from the file that names it; the one above counts from the project folder',
      },
    )
  }
}

function canRun(program: string, root: string): boolean {
  const places = /[\\/]/.test(program)
    ? [isAbsolute(program) ? program : join(root, program)]
    : (process.env['PATH'] ?? '')
        .split(delimiter)
        .flatMap((folder) =>
          ['', ...(process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [])].map((end) =>
            join(folder, program + end),
          ),
        )
  return places.some(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
