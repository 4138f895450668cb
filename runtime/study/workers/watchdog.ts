// A thread inside a worker process that kills it once its parent is gone. It runs even while a training blocks the event loop.
import { workerData } from 'node:worker_threads'

const { parent, process: own } = workerData as { readonly parent: number; readonly process: number }

/** Milliseconds between two looks. */
const interval = 500

setInterval(() => {
  if (process.ppid !== parent) process.kill(own, 'SIGKILL')
}, interval)
