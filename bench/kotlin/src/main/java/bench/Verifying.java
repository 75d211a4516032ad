package bench;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tokenseal.Jwt;
import dev.tokenseal.Key;
import dev.tokenseal.SignatureAlgorithm;
import dev.tokenseal.Verifier;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtParser;
import java.security.KeyPair;
import java.security.PublicKey;
import javax.crypto.SecretKey;
import kotlinx.serialization.json.JsonObject;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Signed tokens are verified, and their claims read. */
@State(Scope.Benchmark)
public class Verifying {
    @Param({"HS256", "RS256", "ES256"})
    public String path;

    private String token;
    private Verifier tokenseal;
    private DefaultJWTProcessor<SecurityContext> nimbus;
    private JwtParser jjwt;
    private JwtConsumer jose4j;

    @Setup
    public void prepare() throws Exception {
        boolean isSecret = path.startsWith("HS");
        KeyPair pair = isSecret ? null : Material.pair(path);
        java.security.Key checking = isSecret ? Material.secret("HmacSHA256") : pair.getPublic();
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(path);
        Key own = isSecret ? Key.fromSecret(Material.SECRET, algorithm) : Key.fromDer(pair.getPrivate().getEncoded(), algorithm);
        token = Jwt.signJson(Material.claims(), own);

        tokenseal = new Verifier(isSecret ? own : own.publicKey(), null, Material.expected().build());
        nimbus = Material.nimbus();
        nimbus.setJWSKeySelector(new SingleKeyJWSKeySelector<>(JWSAlgorithm.parse(path), checking));
        var parser = Material.jjwt();
        jjwt = (isSecret ? parser.verifyWith((SecretKey) checking) : parser.verifyWith((PublicKey) checking)).build();
        jose4j = Material.jose4j().setVerificationKey(checking).build();

        Material.require(tokenseal.verify(token).text("sub"));
        Material.require(nimbus().getSubject());
        Material.require(jjwt().getSubject());
        Material.require(jose4j().getSubject());
    }

    @Benchmark
    public JsonObject tokenseal() {
        return tokenseal.verify(token).getClaims();
    }

    /** The check alone. */
    @Benchmark
    public Object unread() {
        return tokenseal.verify(token);
    }

    @Benchmark
    public JWTClaimsSet nimbus() throws Exception {
        return nimbus.process(token, null);
    }

    @Benchmark
    public Claims jjwt() {
        return jjwt.parseSignedClaims(token).getPayload();
    }

    @Benchmark
    public JwtClaims jose4j() throws Exception {
        return jose4j.processToClaims(token);
    }
}
