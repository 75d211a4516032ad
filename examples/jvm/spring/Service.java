// Spring Boot: `ISSUER=https://login.example java … orders.Service --server.port=8080`.

package orders;

import static dev.tokenseal.spring.Tokenseal.protect;
import static dev.tokenseal.spring.Tokenseal.requireScope;

import dev.tokenseal.ProtectedResource;
import dev.tokenseal.RemoteKeySet;
import dev.tokenseal.RemoteOptions;
import dev.tokenseal.ResourceOptions;
import dev.tokenseal.Token;
import dev.tokenseal.Verifier;
import dev.tokenseal.VerifyOptions;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Service {
    private static final String ISSUER = System.getenv("ISSUER");

    @Bean
    ProtectedResource api() {
        // http is for an issuer on this machine.
        boolean isHere = ISSUER.startsWith("http://127.0.0.1:");
        RemoteKeySet keys = new RemoteKeySet(null, RemoteOptions.builder().issuer(ISSUER).allowHttp(isHere).build());
        Verifier verifier = new Verifier(keys, null, VerifyOptions.builder().issuer(ISSUER).audience("https://orders.example").build());
        return new ProtectedResource(verifier, ResourceOptions.builder().resource("https://orders.example").authorizationServers(ISSUER).build());
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http, ProtectedResource api) throws Exception {
        return http.with(protect(api), protection -> protection.optional())
            .authorizeHttpRequests(requests -> requests
                .requestMatchers("/health").permitAll()
                .requestMatchers("/orders/**").access(requireScope("orders:read"))
                .anyRequest().authenticated())
            .build();
    }

    @GetMapping("/health")
    Map<String, Boolean> health() {
        return Map.of("ok", true);
    }

    @GetMapping("/orders/{order}")
    Map<String, String> read(@PathVariable String order, @AuthenticationPrincipal Token token) {
        return Map.of("order", order, "of", token.text("sub"));
    }

    public static void main(String[] arguments) {
        SpringApplication.run(Service.class, arguments);
    }
}
