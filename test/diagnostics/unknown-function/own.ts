export const objective = ({ x }: { readonly x: number }): number => (x - 1) ** 2
