// The options of `tpe`, read once.

/** How many of n finished trials count as good. */
export type Gamma =
  | { readonly kind: 'linear'; readonly fraction: number; readonly cap: number }
  | { readonly kind: 'sqrt'; readonly factor: number; readonly cap: number }
  | { readonly kind: 'quantile'; readonly quantile: number }

/** How wide the kernels of numbers are. */
export interface Bandwidth {
  readonly rule: 'neighbour' | 'scott'
  readonly magicClip: boolean
  readonly endpoints: boolean
}

/** Options of the sampler, read once. */
export interface Settings {
  readonly startup: number
  readonly candidates: number
  readonly gamma: Gamma
  /** What is modelled together: nothing, what every trial has, or what occurs together. */
  readonly joint: 'nothing' | 'intersection' | 'groups'
  readonly priorWeight: number
  readonly bandwidth: Bandwidth
  readonly forgetAfter: number
  readonly constantLiar: boolean
  readonly skipSeen: boolean
}

type Options = Readonly<Record<string, unknown>>

const within = (options: Options, name: string): Options => ({ ...Object(options[name] ?? {}) }) as Options

/** Reads the options of the sampler; what is absent has the default of its schema. */
export function settingsOf(options: Options): Settings {
  const bandwidth = within(options, 'bandwidth')
  return {
    startup: Number(options['startup'] ?? 10),
    candidates: Number(options['candidates'] ?? 24),
    gamma: gammaOf(within(options, 'gamma')),
    joint:
      options['group'] === true ? 'groups' : options['multivariate'] === false ? 'nothing' : 'intersection',
    priorWeight: Number(options['prior_weight'] ?? 1),
    bandwidth: {
      rule: bandwidth['rule'] === 'scott' ? 'scott' : 'neighbour',
      magicClip: bandwidth['magic_clip'] !== false,
      endpoints: bandwidth['endpoints'] === true,
    },
    forgetAfter: Number(within(options, 'weights')['forget_after'] ?? 25),
    constantLiar: options['constant_liar'] !== false,
    skipSeen: options['skip_evaluated'] !== false,
  }
}

function gammaOf(gamma: Options): Gamma {
  if (gamma['quantile'] !== undefined) return { kind: 'quantile', quantile: Number(gamma['quantile']) }
  if (gamma['sqrt'] !== undefined) {
    const { factor, cap } = within(gamma, 'sqrt')
    return { kind: 'sqrt', factor: Number(factor ?? 0.25), cap: Number(cap ?? 25) }
  }
  const { fraction, cap } = within(gamma, 'linear')
  return { kind: 'linear', fraction: Number(fraction ?? 0.1), cap: Number(cap ?? 25) }
}
