package slipway.operations.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineTextTest {
    @Test
    void text_staysAsItIs_whenItIsPlain() {
        assertThat(LineText.of("POST /sum 200 in 41 ms")).isEqualTo("POST /sum 200 in 41 ms");
        assertThat(LineText.of("Größe: 3 µm ✓")).isEqualTo("Größe: 3 µm ✓");
    }

    @Test
    void text_losesItsLineEnd() {
        assertThat(LineText.of("one\r\n")).isEqualTo("one");
    }

    @Test
    void text_losesEscapeSequences() {
        assertThat(LineText.of("\u001b[31;1mred\u001b[0m \u001b]0;title\u0007and \u001b(Bplain"))
                .isEqualTo("red and plain");
    }

    @Test
    void text_showsControlCharactersAsPictures() {
        assertThat(LineText.of("a\u0000b\u0008c\u007fd\te")).isEqualTo("a␀b␈c␡d e");
    }

    @Test
    void text_namesWhatWouldTurnTheLineAround() {
        assertThat(LineText.of("abc\u202edef\u2028")).isEqualTo("abc<U+202E>def<U+2028>");
    }

    @Test
    void text_isHarmless_whenItIsBinary() {
        byte[] bytes = new byte[512];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) index;
        }

        String text = LineText.of(new String(bytes, StandardCharsets.UTF_8) + "\ud800");

        assertThat(text.chars().noneMatch(character -> character < ' ' || Character.isSurrogate((char) character)))
                .isTrue();
    }

    @Test
    void text_isCut_whenItIsVeryLong() {
        String text = LineText.of("x".repeat(1_000_000));

        assertThat(text).hasSizeLessThan(LineText.LONGEST + 64).endsWith(" … 983616 characters more");
    }

    @Test
    void text_isCut_whenItIsVeryLongAndNotPlain() {
        String text = LineText.of("\u0001".repeat(100_000));

        assertThat(text).hasSizeLessThan(LineText.LONGEST + 64).endsWith(" … 83616 characters more");
    }
}
