// Every test a claim can name, one line each, sorted.
export { bootstrap } from './bootstrap.js'
export { pairedPermutation } from './paired-permutation.js'
export { t } from './t.js'
export { wilcoxon } from './wilcoxon.js'
