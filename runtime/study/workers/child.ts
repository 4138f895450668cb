// Entry of a worker process, started by the local engine.
import { allExecutions } from '../../trial/all.js'
import { serveWorker } from './serve.js'

serveWorker(allExecutions)
