// Suites beside the main one: `gpu` needs a WebGPU device, `faults` kills real processes, `nightly` takes long.
const suites = ['gpu', 'faults', 'nightly']
const suite = process.env.ESPALIER_SUITE

/** @type {import('jest').Config} */
export default {
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  // The environment lends the sandbox the outer realm's typed arrays; jest must not wrap those anew after every file.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  roots: [suite === undefined ? '<rootDir>/test' : `<rootDir>/test/${suite}`],
  testPathIgnorePatterns: suite === undefined ? suites.map((name) => `<rootDir>/test/${name}/`) : [],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^espalier$': '<rootDir>/runtime/plan.ts',
    '^espalier/define$': '<rootDir>/runtime/define.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
  testTimeout: suite === undefined ? 60_000 : 600_000,
}
