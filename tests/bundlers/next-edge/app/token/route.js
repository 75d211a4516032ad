import { Key } from 'tokenseal'

export const runtime = 'edge'
export const GET = () => new Response(Key.generate('HS256').algorithm)
