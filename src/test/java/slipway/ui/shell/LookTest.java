package slipway.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class LookTest {
    private static String css(Set<String> installed) {
        String address = Look.families(installed);
        return new String(
                Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1)), StandardCharsets.UTF_8);
    }

    @Test
    void families_withInter_usesItsOwnWeights() {
        assertThat(css(Set.of("Inter", "Inter Medium", "Inter Semi Bold")))
                .contains("-fx-font-family: \"Inter\"", "\"Inter Medium\"", "\"Inter Semi Bold\"");
    }

    @Test
    void families_withoutInter_fallsBackToDejaVuWithBold() {
        assertThat(css(Set.of("DejaVu Sans")))
                .contains("-fx-font-family: \"DejaVu Sans\"; -fx-font-weight: bold;")
                .doesNotContain("Inter");
    }
}
