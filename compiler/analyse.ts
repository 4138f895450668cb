// A sound specification → its IR, its data, and everything that only the whole experiment shows. The phases, each entered only
// where the one before found no error:
//
//   sound specification ──build──▶ IR ──describe──▶ IR + data ──check──▶ guarantees
//                       ir/build.ts     (given)             ir/checks/, ir/leaks.ts
//
// Pure but for `describe`, through which data are read.
import { EspalierError, type Diagnostic, type Span } from '../schemas/diagnostic.js'
import type { DataDescriptor } from '../schemas/data-descriptor.js'
import type { Catalogue } from '../runtime/catalogue.js'
import { digestOfBytes } from '../runtime/catalogue.js'
import { checkSpecification, hasErrors, type Checked, type CheckSettings } from './check.js'
import { buildExperiment } from './ir/build.js'
import { checkIr } from './ir/check.js'
import { runChecks } from './ir/checked.js'
import { factsOf, noFacts, type SpaceFacts } from './ir/facts.js'
import type { Guarantee } from './ir/leaks.js'
import type { DataNode, ExperimentNode, PluginNode } from './ir/nodes.js'
import { finding } from './source/finding.js'
import { commentBeside } from './source/located-document.js'
import type { LocatedEntry } from './source/located-node.js'
import { sortFindings } from './validate/sort-findings.js'

/** What analysis needs beyond validation. */
export interface AnalysisSettings extends Omit<CheckSettings, 'later'> {
  /** Reads the data of a task. @throws EspalierError with what is wrong with them, and the `field` of `data:` that says so */
  readonly describe: (data: DataNode) => Promise<DataDescriptor>
  /** Files that `use:` names, where they may be loaded. */
  readonly plugins?: readonly PluginNode[]
}
