import 'reflect-metadata'

import { Controller, Get, Module, Param } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { Token } from 'tokenseal'
import { metadata } from 'tokenseal/express'
import { AccessToken, protect } from 'tokenseal/nest'

import { resource } from './resource.mjs'

@Controller()
class Orders {
  @Get('health')
  health() {
    return { ok: true }
  }

  @Get('orders/:id')
  read(@Param('id') id: string, @AccessToken() token: Token) {
    return { order: id, for: token.get('sub') }
  }
}

@Module({ controllers: [Orders] })
class App {}

const app = await NestFactory.create(App)
app.use(metadata(resource))
app.useGlobalGuards(protect(resource))
await app.listen(process.env.PORT ?? 3000, '127.0.0.1')
