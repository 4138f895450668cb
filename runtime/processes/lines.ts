// Lines of a stream of bytes. A line beyond a limit is no message of anybody's: it is dropped, and reading goes on after it.
import { StringDecoder } from 'node:string_decoder'

/** Longest line that is read. */
const longest = 2 ** 20

/** Splits what is added into lines, without their ends. */
export function createLines(onLine: (text: string) => void): { add(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8')
  let open = ''
  let isTooLong = false
  const close = (): void => {
    if (!isTooLong && open !== '') onLine(open.replace(/\r$/, ''))
    open = ''
    isTooLong = false
  }
  const take = (text: string): void => {
    if (isTooLong) return
    open += text
    isTooLong = open.length > longest
    if (isTooLong) open = ''
  }
  return {
    add: (chunk) => {
      const [first = '', ...rest] = decoder.write(chunk).split('\n')
      take(first)
      for (const line of rest) {
        close()
        take(line)
      }
    },
    end: () => {
      take(decoder.end())
      close()
    },
  }
}
