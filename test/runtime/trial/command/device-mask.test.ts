import { describe, expect, test } from '@jest/globals'
import { devicesAt, placesFor, visibleDevices } from '../../../../runtime/trial/command/device-mask.js'

const four = ['0', '3', 'GPU-5', '7']
const everyPlace = (gpus: number, devices: readonly string[]) =>
  Array.from({ length: placesFor(gpus, devices.length) }, (_, place) => devicesAt(place, gpus, devices))

describe('GPUs of a training', () => {
  test('are those of the mask that we were started with', () => {
    expect(visibleDevices({ CUDA_VISIBLE_DEVICES: '3, 5' })).toEqual(['3', '5'])
    expect(visibleDevices({ CUDA_VISIBLE_DEVICES: '' })).toEqual([])
    expect(visibleDevices({ CUDA_VISIBLE_DEVICES: '-1' })).toEqual([])
  })

  test.each([1, 2, 3, 4])('are %s of its own: no device belongs to two places', (gpus) => {
    const places = everyPlace(gpus, four)
    expect(places).toHaveLength(Math.floor(4 / gpus))
    expect(places.every((devices) => devices.length === gpus)).toBe(true)
    expect(new Set(places.flat()).size).toBe(places.length * gpus)
  })

  test.each([0.5, 0.25, 1 / 3, 0.1, 0.4])(
    'may be a share of %s: the shares of a device are at most one',
    (share) => {
      const places = everyPlace(share, four)
      for (const device of four) {
        const sharing = places.filter((devices) => devices.includes(device)).length
        expect(sharing * share).toBeLessThanOrEqual(1 + 1e-9)
        expect((sharing + 1) * share).toBeGreaterThan(1)
      }
      expect(places.every((devices) => devices.length === 1)).toBe(true)
    },
  )

  test('are too few where there are none', () => {
    expect([placesFor(1, 0), placesFor(0.5, 0), placesFor(3, 2)]).toEqual([0, 0, 0])
  })
})
