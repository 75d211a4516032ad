export * from './grpc.js'
