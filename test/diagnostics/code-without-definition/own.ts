export const keep = 3
