// What a report says about where the graphs of a run ran.
import { expect, test } from '@jest/globals'
import { documentOf } from '../../../runtime/report/document.js'
import { placementSentences, placementTable } from '../../../runtime/report/placement-table.js'
import { writeMarkdown } from '../../../runtime/report/writers/markdown.js'
import { inventedResult } from '../../support/outcome.js'

const plain = inventedResult()
const result = {
  ...plain,
  measured: {
    placements: [
      {
        graph: 'training',
        device: 'webgpu',
        graphs: 2,
        nodes: 10,
        on_device: 4,
        copies: 2,
        host: ['Equal (int64)', 'Loop'],
      },
      { graph: 'evaluation', device: 'webgpu', graphs: 1, nodes: 2, on_device: 2, copies: 0, host: [] },
    ],
  },
}

test('each row is a sentence, and what ran on the host is named', () => {
  expect(placementSentences(result)).toEqual([
    '2 training graphs: 4 of 10 nodes on webgpu; on the host: Equal (int64), Loop',
    '1 evaluation graph: 2 of 2 nodes on webgpu',
  ])
})

test('the report has a table of it, and does not repeat it among the facts', () => {
  expect(placementTable(result).rows[0]).toEqual([
    'training',
    'webgpu',
    '2',
    '10',
    '4',
    '2',
    'Equal (int64), Loop',
  ])
  const page = writeMarkdown(result)
  expect(page.match(/Equal \(int64\)/g)).toHaveLength(1)
  expect(documentOf(result).sections.map(({ id }) => id)).toContain('placement')
})

test('a run on the cpu has none', () => {
  expect(placementSentences(plain)).toEqual([])
  expect(documentOf(plain).sections.map(({ id }) => id)).not.toContain('placement')
})
