import 'reflect-metadata'

import { Controller, Module, UseGuards } from '@nestjs/common'
import * as common from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { metadata } from 'tokenseal/express'
import { metadata as fastifyMetadata } from 'tokenseal/fastify'
import { AccessToken, protect } from 'tokenseal/nest'

import { optionsOf, pathWith, saw } from './common.mjs'

const VERBS = { GET: 'Get', OPTIONS: 'Options', POST: 'Post', PUT: 'Put' }

/** A controller with a method for each method of each route. TypeScript's decorators are functions that are called so. */
function controllerOf(rest, { resource, routes, placement, hasRules }) {
  class Cases {}
  for (const route of routes) {
    // Both platforms answer HEAD as GET.
    for (const method of route.methods.filter((method) => method !== 'HEAD')) {
      const name = `${route.name}${method}`
      Cases.prototype[name] = function (token, response) {
        response.header('Saw-Route', route.name)
        const subject = saw(route.name, token)['Saw-Subject']
        if (subject !== undefined) response.header('Saw-Subject', subject)
        return ''
      }
      const descriptor = Object.getOwnPropertyDescriptor(Cases.prototype, name)
      AccessToken()(Cases.prototype, name, 0)
      common.Res({ passthrough: true })(Cases.prototype, name, 1)
      common[VERBS[method]](pathWith(route.path, { rest }))(Cases.prototype, name, descriptor)
      common.HttpCode(200)(Cases.prototype, name, descriptor)
      if (placement === 'route') UseGuards(protect(resource, optionsOf(route, hasRules)))(Cases.prototype, name, descriptor)
    }
  }
  Controller()(Cases)
  return Cases
}

const nestOn = (adapter, rest, publish) => ({
  placements: ['global guard', 'route'],
  async start({ resource, routes, placement, hasRules }) {
    class App {}
    Module({ controllers: [controllerOf(rest, { resource, routes, placement, hasRules })] })(App)
    const app = await NestFactory.create(App, ...adapter(), { logger: false })
    await publish(app, resource)
    if (placement === 'global guard') app.useGlobalGuards(protect(resource))
    await app.listen(0, '127.0.0.1')
    return { port: app.getHttpServer().address().port, close: () => app.close() }
  },
})

export const nest = nestOn(
  () => [],
  (name) => `*${name}`,
  (app, resource) => app.use(metadata(resource)),
)
export const nestFastify = nestOn(
  () => [new FastifyAdapter()],
  () => '*',
  (app, resource) => app.register(fastifyMetadata, { resource }),
)
