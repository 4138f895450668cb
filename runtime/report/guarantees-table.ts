// What is guaranteed about the protocol, and how strongly; waivers apart, because they stand at the top of a report.
import type { Result, ResultGuarantee } from '../../schemas/result.js'
import type { Table } from './table.js'

const strength: Readonly<Record<ResultGuarantee['status'], string>> = {
  proved: 'proved before the run',
  enforced: 'enforced during the run',
  declared: 'declared by the author, not checked',
  waived: 'waived by the author',
}

/** One row a rule. */
export function guaranteesTable({ guarantees }: Result): Table {
  return {
    title: 'Guarantees',
    columns: ['rule', 'status', 'reason'].map((title) => ({ title, align: 'left' })),
    rows: guarantees.map(({ rule, status, because }) => [rule, strength[status], because ?? '']),
  }
}

/** Sentences on waived rules. */
export const waiversOf = ({ guarantees }: Result): readonly string[] =>
  guarantees
    .filter(({ status }) => status === 'waived')
    .map(({ rule, because }) => `The rule “${rule}” was waived${because === null ? '' : `: ${because}`}`)
