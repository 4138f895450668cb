// Inspections by kind of procedure, for the compiler. Opens no session: nothing native is loaded.
import type { Inspection, InspectionRequest } from '../trial/inspection.js'
import { inspectSurrogate } from '../trial/surrogate/inspection.js'
import { inspectTable } from '../trial/table-inspection.js'

const inspections: Readonly<Record<string, Inspection>> = { surrogate: inspectSurrogate, table: inspectTable }

/** Lays the file of a procedure against choices and metrics. @throws EspalierError that says what does not fit */
export async function inspectObjective(
  request: InspectionRequest & { readonly kind: string },
  root: string,
): Promise<void> {
  await inspections[request.kind]?.(request, root)
}
