// Text of the author as TypeScript text: literals and comments that can never become code.

/** A string literal with single quotes; everything that could end it, or a line, is escaped. */
export function quote(text: string): string {
  const escaped = text.replace(
    /[\\'\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff]/gu,
    (character) => {
      if (character === '\\' || character === "'") return `\\${character}`
      if (character === '\n') return '\\n'
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    },
  )
  return `'${escaped}'`
}

/** Text for inside a comment: one line, and nothing that ends the comment. */
export const commentText = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/gu, ' ')
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replaceAll('*/', '* /')
    .replaceAll('@ts-', '@ ts-')
    .trim()
