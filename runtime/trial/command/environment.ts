// The environment of a program: what programs need to run at all, what the specification hands on or sets, and what is ours.

/** Variables that are handed on where they exist. */
const basic = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'SYSTEMROOT',
  'COMSPEC',
  'PATHEXT',
  'PYTHONPATH',
  'PYTHONHOME',
  'VIRTUAL_ENV',
  'CONDA_PREFIX',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'NODE_PATH',
  'CUDA_HOME',
  'CUDA_PATH',
] as const

/** Variables of which there are many. */
const families = /^(LC_|OMP_|MKL_|OPENBLAS_)/

/** Handed-on variables, then those of the specification, then ours. */
export function environmentFor(
  inherited: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  set: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const wanted = new Set<string>([...basic, ...names])
  const handed = Object.entries(inherited).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (wanted.has(entry[0]) || families.test(entry[0])),
  )
  return {
    ...Object.fromEntries(handed),
    // Equal programs give equal results: Python orders sets by it, and buffers what should be read at once.
    PYTHONHASHSEED: '0',
    PYTHONUNBUFFERED: '1',
    ...set,
    ...ours,
  }
}
