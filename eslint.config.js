import svelte from 'eslint-plugin-svelte'
import svelteParser from 'svelte-eslint-parser'
import tseslint from 'typescript-eslint'

/** The floors of the house, from below to above. No floor imports from one above it. */
const floors = ['process', 'office', 'usecases', 'adapters', 'web', 'cli']

/** @param {number} floor */
function above(floor) {
  const names = floors.slice(floor + 1)
  // The words of the office are made of data and may be read from the adapters up.
  return floor < floors.indexOf('adapters') ? [...names, 'words'] : names
}

/** @param {string} name */
const patternsFor = (name) => [`**/${name}/**`, `#${name}`, `#${name}/**`]

const pure = {
  patterns: ['node:*', 'fs', 'pg', 'graphile-worker', 'better-auth', 'better-auth/*', 'pino', 'nodemailer', 'date-holidays', 'idn-area-data'],
  globals: ['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto', 'performance', 'Buffer', 'console', 'window', 'document', 'navigator', 'localStorage', 'XMLHttpRequest', 'WebSocket'],
  properties: [
    { object: 'Date', property: 'now', message: 'The core is pure: take the time as an argument.' },
    { object: 'Math', property: 'random', message: 'The core is pure: take random numbers as arguments.' },
    { object: 'Temporal', property: 'Now', message: 'The core is pure: take the time as an argument.' },
    { object: 'globalThis', property: 'process', message: 'The core is pure.' },
  ],
  syntax: [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The core is pure: take the time as an argument.' },
    { selector: "CallExpression[callee.name='Date']", message: 'The core is pure: take the time as an argument.' },
    { selector: 'ImportExpression', message: 'The core imports what it needs at the top.' },
    { selector: "MemberExpression[object.type='MetaProperty']", message: 'The core does not know where it lies.' },
  ],
}

/** @returns {import('eslint').Linter.Config} */
const floorRule = (/** @type {string} */ name, /** @type {number} */ index) => {
  const isPure = index < 2
  const forbidden = above(index).map((each) => ({
    group: patternsFor(each),
    message: `Floor ${index} (${name}) must not import from a floor above it (${each}).`,
  }))
  const outside = isPure ? [{ group: pure.patterns, message: 'The core is pure: no I/O.' }] : []
  return {
    files: [`src/${name}/**/*.{ts,svelte}`],
    ignores: ['**/*.test.ts', '**/test-*.ts', '**/sample-*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [...forbidden, ...outside] }],
      ...(isPure
        ? {
            'no-restricted-globals': ['error', ...pure.globals],
            'no-restricted-properties': ['error', ...pure.properties],
            'no-restricted-syntax': ['error', ...pure.syntax],
          }
        : {}),
    },
  }
}

export default tseslint.config(
  { ignores: ['node_modules', 'build', 'dist', 'data', '.svelte-kit', 'src/words', 'static'] },
  ...tseslint.configs.recommended,
  ...svelte.configs['flat/recommended'],
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parser: svelteParser, parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'off',
    },
  },
  ...floors.map(floorRule),
)
