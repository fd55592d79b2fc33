package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "redis, docker.io, redis, latest",
        "redis:7, docker.io, redis, 7",
        "library/redis, docker.io, library/redis, latest",
        "localhost/x, localhost, x, latest",
        "host:5000/a/b:1, host:5000, a/b, 1",
        "public.ecr.aws/docker/library/redis:7.4-alpine, public.ecr.aws, docker/library/redis, 7.4-alpine",
        "000000000000.dkr.ecr.eu-west-1.amazonaws.com/dev/api:none, 000000000000.dkr.ecr.eu-west-1.amazonaws.com, dev/api, none"
    })
    void parse_whenTagged_takesItApart(String image, String registry, String repository, String tag) {
        assertThat(ImageReference.parse(image)).isEqualTo(new ImageReference(registry, repository, tag, ""));
    }

    @Test
    void parse_whenADigestIsNamed_needsNoTag() {
        assertThat(ImageReference.parse("a.b/c@" + DIGEST)).isEqualTo(new ImageReference("a.b", "c", "", DIGEST));
    }

    @Test
    void parse_whenItIsNoReference_namesIt() {
        assertThatThrownBy(() -> ImageReference.parse("a:b:c")).hasMessageContaining("'a:b:c'");
    }
}
