throw new Error('nothing today')
export const keep = 1
