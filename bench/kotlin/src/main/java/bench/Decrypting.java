package bench;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.proc.JWEDecryptionKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tokenseal.ContentEncryption;
import dev.tokenseal.Jwt;
import dev.tokenseal.Key;
import dev.tokenseal.KeyManagement;
import dev.tokenseal.KeyOptions;
import dev.tokenseal.Verifier;
import dev.tokenseal.VerifyOptions;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtParser;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import javax.crypto.SecretKey;
import kotlinx.serialization.json.JsonObject;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Encrypted tokens are decrypted, and their claims read. */
@State(Scope.Benchmark)
public class Decrypting {
    @Param({"dir", "ECDH-ES+A256KW"})
    public String path;

    private String token;
    private Verifier tokenseal;
    private DefaultJWTProcessor<SecurityContext> nimbus;
    private JwtParser jjwt;
    private JwtConsumer jose4j;

    @Setup
    public void prepare() throws Exception {
        boolean isSecret = path.equals("dir");
        KeyPair pair = isSecret ? null : Material.pair(path);
        KeyManagement algorithm = KeyManagement.of(path);
        KeyOptions direct = KeyOptions.builder().enc(ContentEncryption.A256GCM).build();
        Key own = isSecret ? Key.fromSecret(Material.SECRET, algorithm, direct) : Key.fromDer(pair.getPrivate().getEncoded(), algorithm);
        token = Jwt.encryptJson(Material.claims(), own);

        // The sender is known by the secret; with a public key it is not, which has to be said.
        VerifyOptions expected = Material.expected().allowUnsigned(!isSecret).build();
        tokenseal = new Verifier(null, own, expected);
        nimbus = Material.nimbus();
        var source = isSecret
            ? new ImmutableSecret<SecurityContext>(Material.SECRET)
            : new ImmutableJWKSet<SecurityContext>(new JWKSet(new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).privateKey(pair.getPrivate()).build()));
        nimbus.setJWEKeySelector(new JWEDecryptionKeySelector<>(JWEAlgorithm.parse(path), EncryptionMethod.A256GCM, source));
        var parser = Material.jjwt();
        SecretKey secret = Material.secret("AES");
        jjwt = (isSecret ? parser.decryptWith(secret) : parser.decryptWith(pair.getPrivate())).build();
        jose4j = Material.jose4j().setDisableRequireSignature().setDecryptionKey(isSecret ? secret : pair.getPrivate()).build();

        Material.require(tokenseal.verify(token).text("sub"));
        Material.require(nimbus().getSubject());
        Material.require(jjwt().getSubject());
        Material.require(jose4j().getSubject());
    }

    @Benchmark
    public JsonObject tokenseal() {
        return tokenseal.verify(token).getClaims();
    }

    @Benchmark
    public JWTClaimsSet nimbus() throws Exception {
        return nimbus.process(token, null);
    }

    @Benchmark
    public Claims jjwt() {
        return jjwt.parseEncryptedClaims(token).getPayload();
    }

    @Benchmark
    public JwtClaims jose4j() throws Exception {
        return jose4j.processToClaims(token);
    }
}
