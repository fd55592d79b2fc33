package slipway.ui.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import slipway.cloud.Target;

@NullMarked
class CommandWordsTest {
    @Test
    void target_ofAws_namesWhatWasChosen() {
        var target = new Target.Aws(
                Optional.of("my profile"), Optional.of("eu-west-1"), Optional.of(URI.create("http://localhost:4566")));

        assertThat(CommandWords.target(target))
                .isEqualTo(" --target aws --profile 'my profile' --region eu-west-1"
                        + " --endpoint-url http://localhost:4566");
    }

    @Test
    void quoted_keepsAQuoteInside() {
        assertThat(CommandWords.quoted("it's")).isEqualTo("'it'\\''s'");
    }
}
