package dev.tokenseal.spring

import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext
import org.springframework.boot.web.servlet.server.ServletWebServerFactory
import org.springframework.context.ApplicationContextInitializer
import org.springframework.context.annotation.Configuration
import org.springframework.context.support.GenericApplicationContext
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.web.SecurityFilterChain
import java.util.function.Supplier

@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
internal open class Nothing

/** A Spring Boot application with these beans and this chain, for as long as it is queried. */
internal fun <T> served(
    beans: GenericApplicationContext.() -> Unit,
    server: () -> ServletWebServerFactory = { TomcatServletWebServerFactory(0) },
    chain: (HttpSecurity) -> SecurityFilterChain,
    ask: (port: Int) -> T,
): T = start(beans, server, chain).use { ask(it.webServer.port) }

internal fun start(
    beans: GenericApplicationContext.() -> Unit,
    server: () -> ServletWebServerFactory,
    chain: (HttpSecurity) -> SecurityFilterChain,
): ServletWebServerApplicationContext {
    val all = ApplicationContextInitializer<GenericApplicationContext> { context ->
        context.registerBean(ServletWebServerFactory::class.java, Supplier { server() })
        context.registerBean("chain", SecurityFilterChain::class.java, Supplier { chain(context.getBean(HttpSecurity::class.java)) })
        context.beans()
    }
    return SpringApplicationBuilder(Nothing::class.java).initializers(all)
        .properties("server.address=127.0.0.1", "spring.main.banner-mode=off", "logging.level.root=off").run() as ServletWebServerApplicationContext
}

/** A bean that already exists. */
internal inline fun <reified T : Any> GenericApplicationContext.bean(bean: T) = registerBean(T::class.java, Supplier { bean })
