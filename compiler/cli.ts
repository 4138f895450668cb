// The command line: builds commander's program from the one table, runs a command, turns errors into exit codes.
import { Command as Program, CommanderError, Option } from 'commander'
import type { CommandEntry, CommandOption, Exit, Terminal } from './commands/command.js'
import { exits } from './commands/command.js'
import { reportFailure } from './commands/failure.js'
import { versionOf } from './commands/version.js'
import { commands } from './commands/table.js'

/** Runs one command line and gives its exit code. */
export async function main(words: readonly string[], terminal: Terminal): Promise<Exit> {
  const debug = words.includes('--debug')
  let exit: Exit = exits.done
  const program = createProgram(terminal, (code) => {
    exit = code
  })
  try {
    await program.parseAsync([...spelledOut(words)], { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.done : exits.wrong
    return reportFailure(terminal, error, debug)
  }
}

/** Nothing at all asks for help, and so does `help run`. */
const spelledOut = (words: readonly string[]): readonly string[] => {
  const [first, ...rest] = words
  if (first === undefined) return ['--help']
  return first === 'help' ? [...rest, '--help'] : words
}

function createProgram(terminal: Terminal, finish: (exit: Exit) => void): Program {
  const program = configure(new Program('espalier'), terminal)
    .description('Declare an experiment in YAML, get a typed plan, get a result that can be trusted.')
    .version(versionOf(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
  for (const entry of commands) addCommand(program, entry, terminal, finish)
  return program
}

function addCommand(
  program: Program,
  entry: CommandEntry,
  terminal: Terminal,
  finish: (exit: Exit) => void,
): void {
  const command = configure(program.command(`${entry.name} ${entry.words}`.trim()), terminal)
    .description(entry.summary)
    .addHelpText('after', () => furtherHelp(entry))
  for (const option of entry.options) command.addOption(optionOf(option))
  command.addOption(new Option('--debug', 'print stack traces of errors'))
  command.action(async (...given: unknown[]) => {
    const loaded = await entry.load()
    const words = given.slice(0, -2).flatMap((word) => (word === undefined ? [] : word)) as string[]
    finish(await loaded.command(terminal, { words, options: command.opts() }))
  })
}

function furtherHelp({ notes, examples }: CommandEntry): string {
  const lines = ['Examples:', ...examples.map((example) => `  ${example}`)]
  return ['', ...(notes === undefined ? [] : [...notes(), '']), ...lines].join('\n')
}

function optionOf(declared: CommandOption): Option {
  const option = new Option(declared.flags, declared.description)
  const { choices } = declared
  if (choices !== undefined) option.choices([...(typeof choices === 'function' ? choices() : choices)])
  if (declared.repeatable === true) {
    option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value])
  }
  return option
}

const configure = (program: Program, terminal: Terminal): Program =>
  program
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for help)')
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      outputError: (text, write) => write(text.replace(/^error: /, 'error arguments: ')),
    })
