package slipway.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageVersionTest {
    @ParameterizedTest
    @CsvSource({
        "5e2d69037862dc29ba0fcacd7c747aad5df3b61a, 5e2d690",
        "content-f1f23233bc21, content-f1f23233bc21",
        "v1.2, v1.2",
        "5e2d6903786, 5e2d6903786"
    })
    void commit_isShownByItsFirstDigits_andAnythingElseAsItIs(String tag, String shown) {
        assertThat(new ImageVersion("r/dev/api:" + tag, tag).shown()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"v1.2, true", "_, true", "'', false", "a b, false", "-v1, false", ".v1, false", "registry/api, false"})
    void tag_isWhatRegistriesTake(String words, boolean tag) {
        assertThat(ImageVersion.isTag(words)).isEqualTo(tag);
    }
}
