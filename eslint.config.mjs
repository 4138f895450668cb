import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'runs/', 'test/golden/', 'test/diagnostics/', 'coverage/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-restricted-globals': ['error', { name: 'Date', message: 'Use runtime/support/clock.ts.' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Use runtime/support/random.ts.' },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'max-lines': 'off', 'no-restricted-globals': 'off' },
  },
  { files: ['runtime/support/clock.ts'], rules: { 'no-restricted-globals': 'off' } },
)
