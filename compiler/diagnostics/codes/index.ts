export const codes: ReadonlyMap<string, { title: string; explanation: string }> = new Map()
