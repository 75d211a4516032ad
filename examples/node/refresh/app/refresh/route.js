import { answering } from '../../answering.mjs'

export const POST = answering('refresh')
