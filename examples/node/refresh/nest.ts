import 'reflect-metadata'

import { Body, Controller, Get, Headers, Module, Post, Res, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { Response } from 'express'
import type { Token } from 'tokenseal'
import { AccessToken, protect } from 'tokenseal/nest'

import { logIn, logOut, refresh, resource } from './service.mjs'

type Asked = Record<string, string | undefined>

@Controller()
class Sessions {
  @Post('login')
  logIn(@Headers() headers: Asked, @Body() body: unknown, @Res() response: Response) {
    return answer(response, logIn(headers, body))
  }

  @Post('refresh')
  refresh(@Headers() headers: Asked, @Body() body: unknown, @Res() response: Response) {
    return answer(response, refresh(headers, body))
  }

  @Post('logout')
  logOut(@Headers() headers: Asked, @Body() body: unknown, @Res() response: Response) {
    return answer(response, logOut(headers, body))
  }

  @Get('me')
  @UseGuards(protect(resource))
  me(@AccessToken() token: Token) {
    return { user: token.get('sub') }
  }
}

async function answer(response: Response, reply: ReturnType<typeof refresh>) {
  const { status, headers, body } = await reply
  response.status(status).set(headers).json(body)
}

@Module({ controllers: [Sessions] })
class App {}

const app = await NestFactory.create(App)
await app.listen(process.env.PORT ?? 3000, '127.0.0.1')
