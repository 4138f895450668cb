// The one table of commands: `espalier --help` prints it, the command line is built from it.
import type { CommandEntry, CommandOption } from './command.js'
import { exportKinds } from './export-kinds.js'
import { templateLines, templateNames } from './templates.js'

const format: CommandOption = {
  flags: '--format <format>',
  description: 'how diagnostics are printed',
  choices: ['text', 'json', 'sarif'],
}
const json: CommandOption = { flags: '--json', description: 'print the final result as JSON on stdout' }
const workers: CommandOption = {
  flags: '--workers <n>',
  description: 'worker processes (default: one a core, at most 4)',
}
const set: CommandOption = {
  flags: '--set <path=value>',
  description: 'override a value of the specification; may be given several times',
  repeatable: true,
}
const allowCode: CommandOption = {
  flags: '--allow-code',
  description: 'run the code that the specification, plan or run brings with `use:`',
}
const progress: CommandOption = {
  flags: '--progress <kind>',
  description: 'how progress is shown on stderr',
  choices: ['auto', 'plain', 'jsonl', 'none'],
}
const ciFolder: CommandOption = {
  flags: '--ci-dir <dir>',
  description: 'folder for the files of --ci (default: espalier-ci)',
}
const ci: readonly CommandOption[] = [
  { flags: '--ci', description: 'also write JUnit, SARIF, code quality and a summary for pipelines' },
  ciFolder,
]
const running: readonly CommandOption[] = [
  allowCode,
  workers,
  {
    flags: '--device <device>',
    description: 'where models train',
    choices: ['auto', 'cpu', 'webgpu', 'cuda'],
  },
  {
    flags: '--ci',
    description:
      'for pipelines: exit 4 when a claim is refuted; write JUnit, SARIF, code quality and a summary',
  },
  ciFolder,
  {
    flags: '--fail-on <outcome>',
    description: 'exit 4 or 5 on such a claim',
    choices: ['refuted', 'undecided'],
  },
  { flags: '--engine <engine>', description: 'who carries trainings out', choices: ['local'] },
  {
    flags: '--accept-numerics',
    description: 'go on although this machine computes in another numerics class than the run was begun in',
  },
  progress,
  json,
]

/** All commands, in the order of the help page. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    words: '[dir]',
    summary: 'start a project from a template',
    options: [
      {
        flags: '--template <name>',
        description: 'what to start from',
        choices: templateNames,
      },
    ],
    notes: templateLines,
    examples: ['espalier init my-study --template tabular', 'espalier init --template compare'],
    load: () => import('./init.js'),
  },
  {
    name: 'doctor',
    words: '',
    summary: 'look at this machine: memory, disk, devices, data sets, and cures for what is missing',
    options: [
      json,
      { flags: '--runs <dir>', description: 'folder whose disk is looked at (default: runs)' },
      {
        flags: '--setup <what>',
        description: 'fetch what a device needs: the CUDA parts of ONNX Runtime, from nuget.org',
        choices: ['cuda'],
      },
      { flags: '--force', description: 'with --setup: also where there is no driver, as in an image' },
    ],
    examples: ['espalier doctor', 'espalier doctor --setup cuda'],
    load: () => import('./doctor.js'),
  },
  {
    name: 'explain',
    words: '<topic>',
    summary: 'a page of help on a diagnostic code or a component',
    options: [
      {
        flags: '--use <file>',
        description: 'also know what this file defines (with --allow-code); may be given several times',
        repeatable: true,
      },
      allowCode,
    ],
    examples: [
      'espalier explain claim-without-replicates',
      'espalier explain conv2d',
      'espalier explain my_layer --use my-layer.ts --allow-code',
    ],
    load: () => import('./explain.js'),
  },
  {
    name: 'check',
    words: '<spec...>',
    summary: 'all diagnostics of specifications',
    options: [format, set, allowCode, ...ci],
    examples: [
      'espalier check specs/quickstart.yaml',
      'espalier check specs/*.yaml --format sarif > report.sarif',
    ],
    load: () => import('./check.js'),
  },
  {
    name: 'space',
    words: '<spec>',
    summary: 'the search space: tree, size, lists read as choices, ranges of cost, samples',
    options: [
      { flags: '--arm <name>', description: 'the arm whose space is shown (default: every distinct one)' },
      { flags: '--samples <n>', description: 'configurations to print (default 3)' },
      set,
      allowCode,
    ],
    examples: ['espalier space specs/quickstart.yaml --samples 5'],
    load: () => import('./space.js'),
  },
  {
    name: 'compile',
    words: '<spec...>',
    summary: 'write plans: readable TypeScript, one a specification',
    options: [
      {
        flags: '-o, --output <dir>',
        description: 'folder for the plans (default: beside each specification)',
      },
      { flags: '--check', description: 'write nothing; fail if a committed plan is stale' },
      set,
      allowCode,
      ...ci,
    ],
    examples: ['espalier compile specs/quickstart.yaml -o plans', 'espalier compile specs/*.yaml --check'],
    load: () => import('./compile.js'),
  },
  {
    name: 'run',
    words: '<spec-or-plan>',
    summary: 'carry an experiment out; resumes what was interrupted, prints what is complete',
    options: [
      { flags: '--seed <n>', description: "override the specification's seed" },
      { flags: '--out <dir>', description: 'run directory (default: runs/<name>-<digest8>-s<seed>)' },
      { flags: '--dry-run', description: 'say what would be done, and stop' },
      set,
      ...running,
    ],
    examples: [
      'espalier run specs/quickstart.yaml',
      'espalier run specs/quickstart.yaml --seed 2 --workers 2 --ci',
    ],
    load: () => import('./run.js'),
  },
  {
    name: 'resume',
    words: '<run>',
    summary: 'go on with an interrupted run, or with a larger budget',
    options: [
      {
        flags: '--extend <trials=n>',
        description: 'go on to n trials an arm and replicate, as if it had been begun so',
      },
      ...running,
    ],
    examples: [
      'espalier resume runs/quickstart-1a2b3c4d-s1',
      'espalier resume runs/quickstart-1a2b3c4d-s1 --extend trials=48',
    ],
    load: () => import('./resume.js'),
  },
  {
    name: 'show',
    words: '<run>',
    summary: 'state and results of a run, finished or not',
    options: [{ flags: '--follow', description: 'go on showing until the run ends' }, json],
    examples: ['espalier show runs/quickstart-1a2b3c4d-s1 --follow'],
    load: () => import('./show.js'),
  },
  {
    name: 'ls',
    words: '[dir]',
    summary: 'list runs (default: those in runs/)',
    options: [json],
    examples: ['espalier ls'],
    load: () => import('./ls.js'),
  },
  {
    name: 'compare',
    words: '<run...>',
    summary: 'two or more runs side by side',
    options: [json],
    examples: ['espalier compare runs/a runs/b'],
    load: () => import('./compare.js'),
  },
  {
    name: 'report',
    words: '<run>',
    summary: "write the run's report.html again",
    options: [{ flags: '--open', description: 'open it in a browser' }],
    examples: ['espalier report runs/quickstart-1a2b3c4d-s1 --open'],
    load: () => import('./report.js'),
  },
  {
    name: 'export',
    words: '<run> <kind>',
    summary: `take results out of a run: ${Object.keys(exportKinds).join(', ')}`,
    wordChoices: { kind: Object.keys(exportKinds) },
    options: [
      {
        flags: '-o, --output <path>',
        description: 'file to write (default: stdout; parquet, bundle and model need one)',
      },
      { flags: '--arm <name>', description: 'whose model' },
    ],
    examples: [
      'espalier export runs/a csv -o measurements.csv',
      'espalier export runs/a bundle -o for-reviewers.tar.gz',
      'espalier export runs/a model --arm mcts -o mcts.onnx',
    ],
    load: () => import('./export.js'),
  },
  {
    name: 'verify',
    words: '<run>',
    summary: 'recompute digests and claims of a finished run from its records',
    options: [allowCode, json],
    examples: ['espalier verify runs/quickstart-1a2b3c4d-s1'],
    load: () => import('./verify.js'),
  },
  {
    name: 'completion',
    words: '<shell> [words...]',
    summary: 'the script that teaches a shell to complete commands, options, files and names',
    options: [],
    wordChoices: { shell: ['bash', 'zsh', 'fish'] },
    examples: [
      'eval "$(espalier completion bash)"      # in ~/.bashrc',
      'eval "$(espalier completion zsh)"       # in ~/.zshrc, after compinit',
      'espalier completion fish | source       # in ~/.config/fish/config.fish',
    ],
    load: async () => ({ command: (await import('./completion.js')).completionOf(commands) }),
  },
]
