package slipway.localcloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void lines_whenPlain_areThemselvesWithoutEmptyOnes() {
        assertThat(shown("one\r\n\r\ntwo\tx\r\nlast")).containsExactly("one", "two     x", "last");
    }

    @Test
    void lines_whenTheirEndsAreBare_beginAtTheLeft() {
        assertThat(shown("one\ntwo\nthree")).containsExactly("one", "two", "three");
    }

    @Test
    void line_whenTheCursorJumpsFar_staysShort() {
        assertThat(shown("\033[65000Gx\033[65000Cy\r\n"))
                .extracting(String::length)
                .allMatch(length -> length <= 1_002);
    }

    @Test
    void lines_whenColoured_haveNoEscapes() {
        assertThat(shown("\033[31mred\033[0m\r\n\033]0;title\007plain\r\n\033]8;;http://x\033\\link\033(B\r\n"))
                .containsExactly("red", "plain", "link");
    }

    @Test
    void line_whenDrawnAgainWithEveryKey_isToldOnceAsItStands() {
        assertThat(shown("\033[1G▽\033[6n\033[1G\033[Kirb> \033[K\033[1G\033[6G\033[1Girb> 1\033[K\033[1G\033[7G"
                        + "\033[1Girb> 1+1\033[K\033[1G\033[1G\033[1B\033[1G\033[K\033[1G=> \033[34m2\033[0m\r\n"))
                .containsExactly("irb> 1+1", "=> 2");
    }

    @Test
    void proposals_whenTheyWereTakenAway_areNotTold() {
        assertThat(shown("irb> p\033[K\033[1B\033[5Gputs\033[1B\033[5Gputc\033[2A\033[7G\r\033[1Girb> puts 3"
                        + "\033[1B\033[5G    \033[1B\033[5G    \033[2A\033[13G\033[1G\033[1B\033[1G3\r\n"))
                .containsExactly("irb> puts 3", "3");
    }

    @Test
    void line_whenRubbedOut_isShorter() {
        assertThat(shown("abcd\b\b\033[Kx\r\nab\033[1Kc\033[1Dd\r\n")).containsExactly("abx", "  d");
    }

    @Test
    void screen_whenAProgramTakesAllOfIt_isLeftOut() {
        assertThat(shown("$ vim\r\n\033[?1049h\033[2J\033[1;1Hfile\r\n~\r\n\033[?1049l$ \r\n"))
                .containsExactly("$ vim", "$");
    }

    @Test
    void line_whenItHasNoEnd_isToldInPieces() {
        assertThat(shown("x".repeat(100_000))).extracting(String::length).containsExactly(65_536, 34_464);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void output_whenItComesInPieces_isTheSame(int size) {
        byte[] all = "é漢😀 \033[1mbold\033[0m\r\n".getBytes(StandardCharsets.UTF_8);
        var transcript = new Transcript(lines::add);

        for (int at = 0; at < all.length; at += size) {
            transcript.accept(java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + size)));
        }

        assertThat(lines).containsExactly("é漢😀 bold");
    }

    @Test
    void output_whenItIsNonsense_doesNoHarm() {
        var random = new java.util.Random(7);
        var transcript = new Transcript(line -> assertThat(line).isNotEmpty());
        byte[] signs = "\033[];?0123456789ABCDEFGHJKhlm\r\n\b\t x".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 20_000; round++) {
            byte[] piece = new byte[random.nextInt(40)];
            for (int index = 0; index < piece.length; index++) {
                piece[index] =
                        random.nextInt(10) == 0 ? (byte) random.nextInt(256) : signs[random.nextInt(signs.length)];
            }
            transcript.accept(piece);
        }
        transcript.end();
    }

    private List<String> shown(String output) {
        var transcript = new Transcript(lines::add);
        transcript.accept(output.getBytes(StandardCharsets.UTF_8));
        transcript.end();
        return lines;
    }
}
