// Constructors of the catalogue's members, by role: what plans are written with. A test holds them complete.
import { use, type Constructor } from './space/constructors.js'
import * as combinators from './space/combinators/index.js'
import * as layers from './model/layers/index.js'
import * as initializers from './model/initializers/index.js'
import * as losses from './model/losses/index.js'
import * as optimizers from './model/optimizers/index.js'
import * as averagings from './model/averaging/index.js'
import * as groups from './model/groups/index.js'
import * as parametrizations from './model/parametrizations/index.js'
import * as reparametrizations from './model/reparametrizations/index.js'
import * as schedules from './model/schedules/index.js'
import * as preparations from './model/prepare/index.js'
import * as samplers from './samplers/index.js'
import * as schedulers from './schedulers/index.js'
import * as protocols from './protocols/index.js'
import * as procedures from './procedures/index.js'

export const choice: Constructor<typeof combinators.choice> = use(combinators.choice)
export const denseBlock: Constructor<typeof combinators.denseBlock> = use(combinators.denseBlock)
export const optional: Constructor<typeof combinators.optional> = use(combinators.optional)
export const parallel: Constructor<typeof combinators.parallel> = use(combinators.parallel)
export const permutation: Constructor<typeof combinators.permutation> = use(combinators.permutation)
export const repeat: Constructor<typeof combinators.repeat> = use(combinators.repeat)
export const residual: Constructor<typeof combinators.residual> = use(combinators.residual)
export const sequence: Constructor<typeof combinators.sequence> = use(combinators.sequence)
export const shared: Constructor<typeof combinators.shared> = use(combinators.shared)
export const splitCombine: Constructor<typeof combinators.splitCombine> = use(combinators.splitCombine)
export const switch_: Constructor<typeof combinators.switch_> = use(combinators.switch_)
export const affine: Constructor<typeof layers.affine> = use(layers.affine)
export const averagePool2d: Constructor<typeof layers.averagePool2d> = use(layers.averagePool2d)
export const batchNorm: Constructor<typeof layers.batchNorm> = use(layers.batchNorm)
export const conv1d: Constructor<typeof layers.conv1d> = use(layers.conv1d)
export const conv2d: Constructor<typeof layers.conv2d> = use(layers.conv2d)
export const convTranspose2d: Constructor<typeof layers.convTranspose2d> = use(layers.convTranspose2d)
export const depthwiseConv2d: Constructor<typeof layers.depthwiseConv2d> = use(layers.depthwiseConv2d)
export const dropout: Constructor<typeof layers.dropout> = use(layers.dropout)
export const elu: Constructor<typeof layers.elu> = use(layers.elu)
export const embedding: Constructor<typeof layers.embedding> = use(layers.embedding)
export const flatten: Constructor<typeof layers.flatten> = use(layers.flatten)
export const gelu: Constructor<typeof layers.gelu> = use(layers.gelu)
export const globalAveragePool: Constructor<typeof layers.globalAveragePool> = use(layers.globalAveragePool)
export const globalMaxPool: Constructor<typeof layers.globalMaxPool> = use(layers.globalMaxPool)
export const groupNorm: Constructor<typeof layers.groupNorm> = use(layers.groupNorm)
export const gru: Constructor<typeof layers.gru> = use(layers.gru)
export const hardSigmoid: Constructor<typeof layers.hardSigmoid> = use(layers.hardSigmoid)
export const hardSwish: Constructor<typeof layers.hardSwish> = use(layers.hardSwish)
export const hardTanh: Constructor<typeof layers.hardTanh> = use(layers.hardTanh)
export const identity: Constructor<typeof layers.identity> = use(layers.identity)
export const lastStep: Constructor<typeof layers.lastStep> = use(layers.lastStep)
export const layerNorm: Constructor<typeof layers.layerNorm> = use(layers.layerNorm)
export const leakyRelu: Constructor<typeof layers.leakyRelu> = use(layers.leakyRelu)
export const lstm: Constructor<typeof layers.lstm> = use(layers.lstm)
export const maxPool2d: Constructor<typeof layers.maxPool2d> = use(layers.maxPool2d)
export const mish: Constructor<typeof layers.mish> = use(layers.mish)
export const multiHeadAttention: Constructor<typeof layers.multiHeadAttention> = use(
  layers.multiHeadAttention,
)
export const onnx: Constructor<typeof layers.onnx> = use(layers.onnx)
export const patches: Constructor<typeof layers.patches> = use(layers.patches)
export const positionalEncoding: Constructor<typeof layers.positionalEncoding> = use(
  layers.positionalEncoding,
)
export const relu: Constructor<typeof layers.relu> = use(layers.relu)
export const rmsNorm: Constructor<typeof layers.rmsNorm> = use(layers.rmsNorm)
export const selu: Constructor<typeof layers.selu> = use(layers.selu)
export const separableConv2d: Constructor<typeof layers.separableConv2d> = use(layers.separableConv2d)
export const sigmoid: Constructor<typeof layers.sigmoid> = use(layers.sigmoid)
export const silu: Constructor<typeof layers.silu> = use(layers.silu)
export const softplus: Constructor<typeof layers.softplus> = use(layers.softplus)
export const softsign: Constructor<typeof layers.softsign> = use(layers.softsign)
export const squeezeExcite: Constructor<typeof layers.squeezeExcite> = use(layers.squeezeExcite)
export const tanh: Constructor<typeof layers.tanh> = use(layers.tanh)
export const timeEmbedding: Constructor<typeof layers.timeEmbedding> = use(layers.timeEmbedding)
export const transformerBlock: Constructor<typeof layers.transformerBlock> = use(layers.transformerBlock)
export const fill: Constructor<typeof initializers.fill> = use(initializers.fill)
export const gaussian: Constructor<typeof initializers.gaussian> = use(initializers.gaussian)
export const heNormal: Constructor<typeof initializers.heNormal> = use(initializers.heNormal)
export const heUniform: Constructor<typeof initializers.heUniform> = use(initializers.heUniform)
export const lecunNormal: Constructor<typeof initializers.lecunNormal> = use(initializers.lecunNormal)
export const ones: Constructor<typeof initializers.ones> = use(initializers.ones)
export const xavierNormal: Constructor<typeof initializers.xavierNormal> = use(initializers.xavierNormal)
export const xavierUniform: Constructor<typeof initializers.xavierUniform> = use(initializers.xavierUniform)
export const zeros: Constructor<typeof initializers.zeros> = use(initializers.zeros)
export const binaryCrossEntropy: Constructor<typeof losses.binaryCrossEntropy> = use(
  losses.binaryCrossEntropy,
)
export const consistency: Constructor<typeof losses.consistency> = use(losses.consistency)
export const crossEntropy: Constructor<typeof losses.crossEntropy> = use(losses.crossEntropy)
export const focal: Constructor<typeof losses.focal> = use(losses.focal)
export const gaussianNll: Constructor<typeof losses.gaussianNll> = use(losses.gaussianNll)
export const hinge: Constructor<typeof losses.hinge> = use(losses.hinge)
export const huber: Constructor<typeof losses.huber> = use(losses.huber)
export const infoNce: Constructor<typeof losses.infoNce> = use(losses.infoNce)
export const klDivergence: Constructor<typeof losses.klDivergence> = use(losses.klDivergence)
export const logCosh: Constructor<typeof losses.logCosh> = use(losses.logCosh)
export const mae: Constructor<typeof losses.mae> = use(losses.mae)
export const mse: Constructor<typeof losses.mse> = use(losses.mse)
export const poissonNll: Constructor<typeof losses.poissonNll> = use(losses.poissonNll)
export const pseudoHuber: Constructor<typeof losses.pseudoHuber> = use(losses.pseudoHuber)
export const quantile: Constructor<typeof losses.quantile> = use(losses.quantile)
export const supervisedContrastive: Constructor<typeof losses.supervisedContrastive> = use(
  losses.supervisedContrastive,
)
export const triplet: Constructor<typeof losses.triplet> = use(losses.triplet)
export const adadelta: Constructor<typeof optimizers.adadelta> = use(optimizers.adadelta)
export const adagrad: Constructor<typeof optimizers.adagrad> = use(optimizers.adagrad)
export const adam: Constructor<typeof optimizers.adam> = use(optimizers.adam)
export const adamw: Constructor<typeof optimizers.adamw> = use(optimizers.adamw)
export const amsgrad: Constructor<typeof optimizers.amsgrad> = use(optimizers.amsgrad)
export const lamb: Constructor<typeof optimizers.lamb> = use(optimizers.lamb)
export const lion: Constructor<typeof optimizers.lion> = use(optimizers.lion)
export const momentum: Constructor<typeof optimizers.momentum> = use(optimizers.momentum)
export const nesterov: Constructor<typeof optimizers.nesterov> = use(optimizers.nesterov)
export const radam: Constructor<typeof optimizers.radam> = use(optimizers.radam)
export const rmsprop: Constructor<typeof optimizers.rmsprop> = use(optimizers.rmsprop)
export const sgd: Constructor<typeof optimizers.sgd> = use(optimizers.sgd)
export const constant: Constructor<typeof schedules.constant> = use(schedules.constant)
export const cosine: Constructor<typeof schedules.cosine> = use(schedules.cosine)
export const cosinePower: Constructor<typeof schedules.cosinePower> = use(schedules.cosinePower)
export const cosineRestarts: Constructor<typeof schedules.cosineRestarts> = use(schedules.cosineRestarts)
export const exponential: Constructor<typeof schedules.exponential> = use(schedules.exponential)
export const inverseSquareRoot: Constructor<typeof schedules.inverseSquareRoot> = use(
  schedules.inverseSquareRoot,
)
export const linear: Constructor<typeof schedules.linear> = use(schedules.linear)
export const oneCycle: Constructor<typeof schedules.oneCycle> = use(schedules.oneCycle)
export const plateau: Constructor<typeof schedules.plateau> = use(schedules.plateau)
export const polynomial: Constructor<typeof schedules.polynomial> = use(schedules.polynomial)
export const power_: Constructor<typeof schedules.power> = use(schedules.power)
export const step: Constructor<typeof schedules.step> = use(schedules.step)
export const warmup: Constructor<typeof schedules.warmup> = use(schedules.warmup)
export const wsd: Constructor<typeof schedules.wsd> = use(schedules.wsd)
export const ema: Constructor<typeof averagings.ema> = use(averagings.ema)
export const swa: Constructor<typeof averagings.swa> = use(averagings.swa)
export const freeze: Constructor<typeof groups.freeze> = use(groups.freeze)
export const learningRate: Constructor<typeof groups.learningRate> = use(groups.learningRate)
export const weightDecay: Constructor<typeof groups.weightDecay> = use(groups.weightDecay)
export const mup: Constructor<typeof parametrizations.mup> = use(parametrizations.mup)
export const lowRank: Constructor<typeof reparametrizations.lowRank> = use(reparametrizations.lowRank)
export const sigmaReparam: Constructor<typeof reparametrizations.sigmaReparam> = use(
  reparametrizations.sigmaReparam,
)
export const spectralNorm: Constructor<typeof reparametrizations.spectralNorm> = use(
  reparametrizations.spectralNorm,
)
export const subspace: Constructor<typeof reparametrizations.subspace> = use(reparametrizations.subspace)
export const weightNorm: Constructor<typeof reparametrizations.weightNorm> = use(
  reparametrizations.weightNorm,
)
export const impute: Constructor<typeof preparations.impute> = use(preparations.impute)
export const log: Constructor<typeof preparations.log> = use(preparations.log)
export const oneHot: Constructor<typeof preparations.oneHot> = use(preparations.oneHot)
export const ordinal: Constructor<typeof preparations.ordinal> = use(preparations.ordinal)
export const scale: Constructor<typeof preparations.scale> = use(preparations.scale)
export const standardize: Constructor<typeof preparations.standardize> = use(preparations.standardize)
export const grid: Constructor<typeof samplers.grid> = use(samplers.grid)
export const mcts: Constructor<typeof samplers.mcts> = use(samplers.mcts)
export const random: Constructor<typeof samplers.random> = use(samplers.random)
export const smbo: Constructor<typeof samplers.smbo> = use(samplers.smbo)
export const tpe: Constructor<typeof samplers.tpe> = use(samplers.tpe)
export const full: Constructor<typeof schedulers.full> = use(schedulers.full)
export const holdout: Constructor<typeof protocols.holdout> = use(protocols.holdout)
export const twoPhase: Constructor<typeof protocols.twoPhase> = use(protocols.twoPhase)
export const command: Constructor<typeof procedures.command> = use(procedures.command)
export const function_: Constructor<typeof procedures.function_> = use(procedures.function_)
export const pretrained: Constructor<typeof procedures.pretrained> = use(procedures.pretrained)
export const supervised: Constructor<typeof procedures.supervised> = use(procedures.supervised)
export const surrogate: Constructor<typeof procedures.surrogate> = use(procedures.surrogate)
export const table: Constructor<typeof procedures.table> = use(procedures.table)
