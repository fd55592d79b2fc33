package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of a screen where there is none. */
class PlainLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<String> answers = new ArrayList<>();
    private final PlainLines lines = new PlainLines(out, answers::add);

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Arguments> screens() {
        return List.of(
                Arguments.of("a\r\nb\r\n", "a\nb\n"),
                Arguments.of("\u001b[1;31mred\u001b[0m\r\n", "red\n"),
                Arguments.of("10 %\r20 %\r100 %\r\n", "100 %\n"),
                Arguments.of("irb> p\u001b[1G\u001b[Kirb> pu\u001b[1G\u001b[Kirb> puts 1\r\n1\r\n", "irb> puts 1\n1\n"),
                Arguments.of("abc\b\bX\r\n", "aXc\n"),
                Arguments.of("abcdef\u001b[3D\u001b[2P\r\n", "abcf\n"),
                Arguments.of("abc\u001b[2DX\u001b[2CY\r\n", "aXc Y\n"),
                Arguments.of("abcdef\u001b[3G\u001b[1K\r\n", "   def\n"),
                Arguments.of("abc\u001b[2K\r\n", "\n"),
                Arguments.of("a\tb\r\n", "a       b\n"),
                Arguments.of("\u001b]0;a title\u0007x\u001b]0;another\u001b\\y\r\n", "xy\n"),
                Arguments.of("\u001b(Ba\u001b=b\u001bMc\r\n", "abc\n"),
                Arguments.of("é漢字\u0301😀!\r\n", "é漢字\u0301😀!\n"),
                Arguments.of("漢\bx\r\n", "漢x\n"),
                Arguments.of("no end", "no end\n"));
    }

    @ParameterizedTest
    @MethodSource("screens")
    void write_leavesLines(String screen, String expected) throws IOException {
        lines.write(screen.getBytes(StandardCharsets.UTF_8));
        lines.end();

        assertThat(text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("screens")
    void write_isTheSame_byteByByte(String screen, String expected) throws IOException {
        for (byte each : screen.getBytes(StandardCharsets.UTF_8)) {
            lines.write(new byte[] {each});
        }
        lines.end();

        assertThat(text()).isEqualTo(expected);
    }

    @Test
    void write_answersWhereTheCursorStands() throws IOException {
        lines.write("ab\u001b[6n\r\u001b[6n\u001b[5n".getBytes(StandardCharsets.UTF_8));

        assertThat(answers).containsExactly("\u001b[1;3R", "\u001b[1;1R");
    }

    @Test
    void write_takesAnything() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                if (random.nextInt(4) == 0) {
                    bytes[at] = (byte) "\u001b[]0123456789;GKPCDn\r\b\t".charAt(random.nextInt(23));
                }
            }
            lines.write(bytes);
        }
        lines.write("\u001b\\\u001b[99999C\u001b[99999Gx\r\n".getBytes(StandardCharsets.UTF_8));
        lines.end();

        assertThat(text()).endsWith("\n");
    }
}
