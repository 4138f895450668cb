export const keep = {
