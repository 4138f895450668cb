import { describe, expect, test } from '@jest/globals'
import { environmentFor } from '../../../../runtime/trial/command/environment.js'

const inherited = {
  PATH: '/bin',
  HOME: '/home/me',
  LC_ALL: 'C',
  OMP_NUM_THREADS: '2',
  AWS_SECRET_ACCESS_KEY: 'secret',
  WANDB_MODE: 'offline',
  CUDA_VISIBLE_DEVICES: '3',
  MISSING: undefined,
}

describe('the environment of a program', () => {
  test('holds what programs need and no secret of who started it', () => {
    expect(environmentFor(inherited, [], {}, {})).toEqual({
      PATH: '/bin',
      HOME: '/home/me',
      LC_ALL: 'C',
      OMP_NUM_THREADS: '2',
      PYTHONHASHSEED: '0',
      PYTHONUNBUFFERED: '1',
    })
  })

  test('is extended by name, then set by the specification, then by us', () => {
    const environment = environmentFor(
      inherited,
      ['WANDB_MODE', 'MISSING'],
      { PYTHONHASHSEED: '3', HOME: '/else', ESPALIER_TRIAL: 'theirs' },
      { ESPALIER_TRIAL: 'ours' },
    )
    expect(environment).toMatchObject({
      WANDB_MODE: 'offline',
      PYTHONHASHSEED: '3',
      HOME: '/else',
      ESPALIER_TRIAL: 'ours',
    })
    expect(environment).not.toHaveProperty('MISSING')
    expect(environment).not.toHaveProperty('AWS_SECRET_ACCESS_KEY')
  })
})
