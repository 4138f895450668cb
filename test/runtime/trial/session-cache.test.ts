import { describe, expect, test } from '@jest/globals'
import { sessionCache } from '../../../runtime/trial/session-cache.js'

const opener = () => {
  const log: string[] = []
  const make = (name: string) => () => {
    log.push(`open ${name}`)
    return Promise.resolve({ name, release: () => Promise.resolve(void log.push(`release ${name}`)) })
  }
  return { log, make }
}

describe('session cache', () => {
  test('a session is made once and shared', async () => {
    const { log, make } = opener()
    const cache = sessionCache(100)
    const [one, two] = await Promise.all([cache.get('a', 10, make('a')), cache.get('a', 10, make('a'))])
    expect(one).toBe(two)
    expect(log).toEqual(['open a'])
  })

  test('beyond its bytes, what was unused longest is released, but never the last two', async () => {
    const { log, make } = opener()
    const cache = sessionCache(25)
    for (const name of ['a', 'b', 'a', 'c']) await cache.get(name, 10, make(name))
    expect(log).toEqual(['open a', 'open b', 'open c', 'release b'])
    await cache.get('huge', 1000, make('huge'))
    expect(log.slice(4)).toEqual(['open huge', 'release a'])
    await cache.close()
    expect(log.slice(6)).toEqual(['release c', 'release huge'])
  })

  test('a session that cannot be made is tried again', async () => {
    const { make } = opener()
    const cache = sessionCache(25)
    await expect(cache.get('a', 1, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect((await cache.get('a', 1, make('a'))).name).toBe('a')
  })
})
