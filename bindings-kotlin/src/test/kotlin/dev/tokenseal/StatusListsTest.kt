package dev.tokenseal

import android.os.Looper
import com.sun.net.httpserver.HttpServer
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.ExecutionException
import java.util.function.Consumer
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

private const val FOLDER = "https://issuer.example/statuses/"

/** Status lists that are published, fetched and followed. The vectors say what a list means. */
internal class StatusListsTest {
    private val key = Key.generate(SignatureAlgorithm.ES256)
    private val list = StatusList(64, 2)
    private val uri = "${FOLDER}1"
    private val revoked = ErrorCode.ERR_JWT_REVOKED
    private val unavailable = ErrorCode.ERR_JWT_REVOCATION_UNAVAILABLE

    private fun codeOf(work: () -> Any?) = assertThrows(TokenException::class.java) { work() }.code

    private fun tokenOf(index: Long, uri: String = this.uri, list: StatusList = this.list, claims: Map<String, Any> = emptyMap()) =
        sign(claims + mapOf("sub" to "alice", "status" to list.claim(uri, index)), key, TokenOptions(expiresIn = 15.minutes))

    private fun jwt(uri: String = this.uri, list: StatusList = this.list, signer: SigningKey = key, ttl: Int = 300) =
        list.toJwt(signer, uri, StatusTokenOptions(ttl = ttl.seconds))

    private fun listsOf(http: HttpCarrier, vararg uris: String = arrayOf(uri), clock: TestClock? = null, onEvent: ((Event) -> Unit)? = null) =
        StatusLists(StatusListsOptions(allowedUris = uris.asList(), timeout = 2.seconds), clock = clock, onEvent = onEvent?.let { Consumer(it) }, http = http)

    /** An issuer's server without a network. */
    private inner class Published(private val jwt: () -> String = { this@StatusListsTest.jwt() }) : HttpCarrier {
        val urls = CopyOnWriteArrayList<String>()

        override fun get(request: HttpRequest): HttpAnswer {
            urls += request.url
            return HttpAnswer(200, mapOf("Content-Type" to listOf("application/statuslist+jwt")), jwt().encodeToByteArray())
        }
    }

    @Test
    fun `a list gives indexes, and keeps what it was told`() {
        val indexes = List(64) { list.allocate() }
        assertEquals((0L..63L).toList(), indexes.sorted())
        assertEquals(listOf(64L, 2L, 0L), listOf(list.capacity, list.bits.toLong(), list.free))
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { list.allocate() })
        list[5] = StatusList.SUSPENDED
        list[6] = 3
        for (status in listOf(-1, 4, 256, 257)) assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { list[5] = status })
        for (index in listOf(-1L, 64L)) assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { list[index] })
        val same = StatusList.fromState(list.toState())
        assertEquals(listOf(StatusList.SUSPENDED, 3, StatusList.VALID), listOf(same[5], same[6], same[7]))
        assertEquals("""{"status_list":{"idx":5,"uri":"$uri"}}""", list.claim(uri, 5).toString())
        assertEquals("statuslist+jwt", inspectUnverified(jwt()).header.word("typ"))
        for (wrong in listOf({ StatusList(0) }, { StatusList(64, 3) }, { StatusList(Long.MAX_VALUE) }, { StatusList.fromState("{}") })) {
            assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { wrong() })
        }
        assertEquals("StatusList", "$list")
        val ring = KeyRing.create(SignatureAlgorithm.ES256)
        val signed = list.toJwt(ring, uri, StatusTokenOptions(expiresIn = 5.minutes))
        assertEquals(ring.signingKey().keyId, inspectUnverified(signed).header.word("kid"))
    }

    @Test
    fun `a check waits for the list, and all of them for one`() {
        val (good, bad) = List(2) { list.allocate() }
        list[bad] = StatusList.INVALID
        val published = Published()
        val verifier = Verifier(key.public(), statusLists = listsOf(published))
        val futures = List(8) { verifier.verifyAsync(tokenOf(good)) }
        assertEquals("alice", verifier.verify(tokenOf(good)).text("sub"))
        assertTrue(futures.all { it.get().text("sub") == "alice" })
        val error = assertThrows(TokenException::class.java) { verifier.verify(tokenOf(bad)) }
        assertEquals(listOf(revoked, "status", 401), listOf(error.code, error.claim, error.status))
        val results = verifier.verifyMany(listOf(tokenOf(good), tokenOf(bad)))
        assertEquals(listOf(true, false), results.map { it.isSuccess })
        assertEquals("alice", runBlocking { verifier.awaitVerify(tokenOf(good)) }.text("sub"))
        assertEquals(listOf(uri), published.urls)
        assertEquals("alice", verifier.verify(sign(mapOf("sub" to "alice"), key, TokenOptions(expiresIn = 5.minutes))).text("sub"))
        assertEquals(unavailable, codeOf { Verifier(key.public()).verify(tokenOf(good)) })
    }

    @Test
    fun `nothing but allowed addresses is fetched`() {
        val published = Published()
        val verifier = Verifier(key.public(), statusLists = listsOf(published))
        val index = list.allocate()
        for (other in listOf("https://issuer.example/statuses/2", "https://evil.example/statuses/1")) {
            assertEquals(ErrorCode.ERR_JWT_CLAIM_MISMATCH, codeOf { verifier.verify(tokenOf(index, other)) })
        }
        assertTrue(published.urls.isEmpty())
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { StatusLists(StatusListsOptions()) })
        assertEquals(ErrorCode.ERR_OPTION_INVALID, codeOf { Verifier(key, options = VerifyOptions(allowUncheckedStatus = true), statusLists = listsOf(published)) })
    }

    @Test
    fun `a start waits for the lists that are named, and for no folder`() {
        val published = Published()
        val verifier = Verifier(key.public(), statusLists = listsOf(published, uri, "https://issuer.example/more/"))
        verifier.ready(5.seconds)
        assertEquals(listOf(uri), published.urls)
        assertEquals("alice", verifier.verify(tokenOf(list.allocate())).text("sub"))
        assertEquals(1, published.urls.size)
        runBlocking { verifier.awaitReady(5.seconds) }
        val broken = Verifier(key.public(), statusLists = listsOf({ HttpAnswer(500, emptyMap(), ByteArray(0)) }))
        assertEquals(unavailable, codeOf { broken.ready(1.seconds) })
        assertEquals(unavailable, codeOf { broken.verify(tokenOf(list.allocate())) })
    }

    @Test
    fun `lists come and go with the tokens that name them`() {
        val index = list.allocate()
        val server = HttpCarrier { request -> HttpAnswer(200, emptyMap(), jwt(request.url).encodeToByteArray()) }
        val options = StatusListsOptions(allowedUris = listOf(FOLDER), maxLists = 2)
        val verifier = Verifier(key.public(), statusLists = StatusLists(options, http = server))
        repeat(3) { for (name in 1..5) assertEquals("alice", verifier.verify(tokenOf(index, "$FOLDER$name")).text("sub")) }
        assertTrue(verifier.checks!!.sources.carriers.size <= 3, "${verifier.checks!!.sources.carriers.size}")
    }

    @Test
    fun `verifiers share lists, and each believes its own keys`() {
        val (index, otherKey) = list.allocate() to Key.generate(SignatureAlgorithm.ES256)
        val published = Published()
        val own = listsOf(published)
        assertEquals("alice", Verifier(key.public(), statusLists = own).verify(tokenOf(index)).text("sub"))
        val foreign = sign(mapOf("sub" to "mallory", "status" to list.claim(uri, index)), otherKey, TokenOptions(expiresIn = 5.minutes))
        assertEquals(unavailable, codeOf { Verifier(otherKey.public(), statusLists = own).verify(foreign) })
        assertEquals(2, published.urls.size)

        // With their own, fetched keys, the lists are shared as well.
        val (keys, again) = FakeServer(key.public()) to Published()
        val shared = StatusLists(StatusListsOptions(allowedUris = listOf(uri)), RemoteKeySet("https://issuer.example/jwks.json", http = keys), http = again)
        val verifiers = listOf(Verifier(key.public(), statusLists = shared), Verifier(otherKey.public(), statusLists = shared))
        assertEquals(listOf("alice", "mallory"), listOf(verifiers[0].verify(tokenOf(index)), verifiers[1].verify(foreign)).map { it.text("sub") })
        assertEquals(listOf(1, 1), listOf(again.urls.size, keys.requests.size))
    }

    @Test
    fun `keys and list of an issuer are fetched by one check`() {
        val server = HttpCarrier { request -> if (request.url == uri) HttpAnswer(200, emptyMap(), jwt().encodeToByteArray()) else published(key.public()) }
        val verifier = Verifier(RemoteKeySet("https://issuer.example/jwks.json", http = server), statusLists = listsOf(server))
        val index = list.allocate()
        assertEquals("alice", verifier.verify(tokenOf(index)).text("sub"))
        val later = Verifier(RemoteKeySet("https://issuer.example/jwks.json", http = server), statusLists = listsOf(server))
        later.ready(5.seconds)
        assertEquals("alice", later.verifyAsync(tokenOf(index)).get().text("sub"))
    }

    @Test
    fun `a verifier of several issuers looks in the lists of each`() {
        val index = list.allocate()
        val names = listOf("https://a.example", "https://b.example")
        val carriers = names.map { Published() }
        val members = names.zip(carriers).map { (name, http) -> Verifier(key.public(), options = VerifyOptions(issuer = name), statusLists = listsOf(http)) }
        val whole = Verifier.byIssuer(members.take(1))
        whole.add(members[1])
        list[index] = StatusList.SUSPENDED
        for (name in names) assertEquals(revoked, codeOf { whole.verify(tokenOf(index, claims = mapOf("iss" to name))) })
        assertEquals(listOf(1, 1), carriers.map { it.urls.size })
        assertTrue(whole.remove(names[0]))
        assertEquals(ErrorCode.ERR_JWT_CLAIM_MISMATCH, codeOf { whole.verify(tokenOf(index, claims = mapOf("iss" to names[0]))) })
    }

    @Test
    fun `a status that changes is seen when the list is due`() {
        val (index, clock, events) = Triple(list.allocate(), TestClock(), ConcurrentLinkedQueue<String>())
        val published = Published { jwt(ttl = 3600) }
        val lists = listsOf(published, clock = clock, onEvent = { events += it.name })
        val verifier = Verifier(key.public(), options = VerifyOptions(leeway = 60.minutes), statusLists = lists)
        assertEquals("alice", verifier.verify(tokenOf(index)).text("sub"))
        list[index] = StatusList.INVALID
        assertEquals("alice", verifier.verify(tokenOf(index)).text("sub"))
        // The list that comes next is a newer one.
        Thread.sleep(1_100)
        clock.advance(3_700)
        assertEquals(revoked, codeOf { verifier.verify(tokenOf(index)) })
        assertEquals(2, published.urls.size)
        assertTrue(events.isNotEmpty())
    }

    @Test
    fun `a token in use is found revoked`() {
        val (index, clock) = list.allocate() to TestClock()
        val verifier = Verifier(key.public(), options = VerifyOptions(leeway = 60.minutes), statusLists = listsOf(Published { jwt(ttl = 3600) }, clock = clock))
        val accepted = Verifier(key.public(), statusLists = listsOf(Published())).verify(tokenOf(index))
        // Nothing has requested the list here yet.
        verifier.stillValid(accepted)
        list[index] = StatusList.INVALID
        verifier.stillValidAsync(accepted).get()
        // The list that comes next is a newer one.
        Thread.sleep(1_100)
        clock.advance(3_700)
        val error = assertThrows(ExecutionException::class.java) { verifier.stillValidAsync(accepted).get() }.cause as TokenException
        assertEquals(revoked to "status", error.code to error.claim)
        assertEquals(revoked, codeOf { verifier.stillValid(accepted) })
    }

    @Test
    fun `the main thread never waits for a list`() {
        val verifier = Verifier(key.public(), statusLists = listsOf(Published()))
        val token = tokenOf(list.allocate())
        Looper.main = Thread.currentThread()
        try {
            assertEquals(unavailable, codeOf { verifier.verify(token) })
            eventually("the list is there") { runCatching { verifier.verify(token) }.isSuccess }
        } finally {
            Looper.main = null
        }
    }

    /** Over the default driver. */
    @Test
    fun `a real server is followed, also by redirects that are allowed`() {
        val answers = ConcurrentHashMap<String, Pair<Int, String>>()
        val asked = CopyOnWriteArrayList<String>()
        val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
        server.createContext("/") { exchange ->
            val path = exchange.requestURI.path
            asked += "$path ${exchange.requestHeaders.getFirst("Accept")}"
            val (status, text) = answers[path] ?: (404 to "")
            if (status in 300..399) exchange.responseHeaders.add("Location", text)
            exchange.responseHeaders.add("Content-Type", "application/statuslist+jwt")
            val body = if (status == 200) text.toByteArray() else ByteArray(0)
            exchange.sendResponseHeaders(status, if (body.isEmpty()) -1 else body.size.toLong())
            exchange.responseBody.use { it.write(body) }
        }
        server.start()
        try {
            val origin = "http://127.0.0.1:${server.address.port}"
            val (index, bad) = List(2) { list.allocate() }
            list[bad] = StatusList.INVALID
            answers["/statuses/1"] = 200 to jwt("$origin/statuses/1")
            answers["/statuses/moved"] = 302 to "/statuses/here"
            answers["/statuses/here"] = 200 to jwt("$origin/statuses/moved")
            answers["/statuses/out"] = 302 to "$origin/elsewhere"
            answers["/elsewhere"] = 200 to jwt("$origin/statuses/out")
            answers["/statuses/gone"] = 410 to ""
            answers["/statuses/junk"] = 200 to "no list"
            val lists = StatusLists(StatusListsOptions(allowedUris = listOf("$origin/statuses/"), allowHttp = true, timeout = 5.seconds))
            val verifier = Verifier(key.public(), statusLists = lists)
            fun outcome(name: String, index: Long) = runCatching { verifier.verify(tokenOf(index, "$origin/statuses/$name")) }.exceptionOrNull()?.let { (it as TokenException).code }
            assertEquals(listOf(null, revoked), listOf(outcome("1", index), outcome("1", bad)))
            assertEquals(listOf(null, revoked), listOf(outcome("moved", index), outcome("moved", bad)))
            for (name in listOf("out", "gone", "junk")) assertEquals(unavailable, outcome(name, index), name)
            assertFalse(asked.any { it.startsWith("/elsewhere") }, "$asked")
            assertTrue(asked.all { "application/statuslist+jwt" in it }, "$asked")
            val error = assertThrows(ExecutionException::class.java) { verifier.verifyAsync(tokenOf(index, "$origin/statuses/gone")).get() }.cause
            assertEquals(unavailable, (error as TokenException).code)
        } finally {
            server.stop(0)
        }
        assertNotNull(json(inspectUnverified(jwt()).claimsJson!!).getValue("status_list").jsonObject["lst"])
    }
}
