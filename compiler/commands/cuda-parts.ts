// What onnxruntime-node leaves out of its package for CUDA, as its own script's metadata has it.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { RunError } from '../../schemas/diagnostic.js'

/** The machine that is set up. */
export interface SetupMachine {
  readonly platform: string
  readonly arch: string
  /** Whether an NVIDIA driver is there. */
  readonly driver: boolean
}

/** The one flavour that onnxruntime-node offers. */
export const flavour = 'cuda12'

/** What CUDA needs beside the files that are fetched. */
export const beside =
  'the libraries of CUDA 12 and cuDNN 9 (libcudart.so.12, libcublas.so.12, libcudnn.so.9, …)'

/** What is fetched, from where and to where. */
export interface Parts {
  readonly version: string
  readonly place: string
  readonly script: string
  /** Folder that the files go to. */
  readonly folder: string
  readonly files: readonly string[]
  readonly packages: readonly string[]
  readonly host: string
}

/** As onnxruntime-node's script has it. */
interface Metadata {
  readonly requirements: Readonly<Record<string, readonly string[]>>
  readonly manifests: Readonly<Record<string, Readonly<Record<string, { readonly package: string }>>>>
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly name: string
        readonly versions: readonly { readonly feed: string; readonly version: string }[]
      }
    >
  >
  readonly feeds: Readonly<Record<string, { readonly index: string }>>
}

/** What this machine's CUDA consists of. @throws RunError `cuda-platform` */
export function partsFor({ platform, arch }: SetupMachine): Parts {
  const require = createRequire(import.meta.url)
  const manifest = require.resolve('onnxruntime-node/package.json')
  const { version } = require(manifest) as { readonly version: string }
  const script = join(dirname(manifest), 'script', 'install.js')
  const metadata = require(join(dirname(script), 'install-metadata.js')) as Metadata
  const place = `${platform}/${arch}`
  const wanted = metadata.manifests[`${place}:${flavour}`]
  if (wanted === undefined || metadata.requirements[place]?.includes(flavour) !== true) {
    const where = Object.keys(metadata.requirements).filter((each) =>
      metadata.requirements[each]?.includes(flavour),
    )
    throw new RunError('cuda-platform', 'data', `onnxruntime-node ${version} has no CUDA for ${place}`, {
      hint: `it has for ${where.join(', ')}; elsewhere use --device webgpu or cpu`,
    })
  }
  const sources = [...new Set(Object.values(wanted).map((file) => file.package))]
  const found = sources.flatMap((source) => metadata.packages[source] ?? [])
  const [first] = found.flatMap(({ versions }) => versions)
  return {
    version,
    place,
    script,
    folder: join(dirname(manifest), 'bin', 'napi-v6', platform, arch),
    files: Object.keys(wanted).map((file) => file.replace(/^\.\//, '')),
    packages: found.map(({ name, versions }) => `${name} ${versions[0]?.version ?? ''}`.trim()),
    host: new URL(metadata.feeds[first?.feed ?? '']?.index ?? 'https://api.nuget.org').host,
  }
}

/** For the user, before anything is fetched. */
export const announcement = ({ version, place, files, packages, host, folder }: Parts): string =>
  [
    `CUDA for onnxruntime-node ${version} on ${place}, several hundred megabytes:`,
    `  files  ${files.join('\n         ')}`,
    `  from   ${packages.join(', ')} at ${host} (NuGet)`,
    `  into   ${folder}`,
    `  needs  an NVIDIA driver and ${beside}`,
    '',
  ].join('\n')
