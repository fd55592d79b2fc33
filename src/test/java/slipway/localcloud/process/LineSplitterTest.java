package slipway.localcloud.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    @Test
    void accept_whenALineComesInPieces_passesItOnWhole() {
        accept("Last sum");
        accept(" was: 0\nYour");

        assertThat(lines).containsExactly("Last sum was: 0");
    }

    @Test
    void end_whenTheLastLineHasNoEnd_passesItOn() {
        accept("a\nb");
        splitter.end();

        assertThat(lines).containsExactly("a", "b");
    }

    @Test
    void accept_whenBytesAreNoText_replacesThem() {
        splitter.accept(new byte[] {(byte) 0xff, 0, 'x', '\n'}, 4);

        assertThat(lines).containsExactly("\ufffd\0x");
    }

    @Test
    void accept_whenALineIsLongerThanTheLimit_cutsItBetweenCharacters() {
        String text = "x" + "é".repeat(LineSplitter.LIMIT / 2) + "z";
        accept(text + "\n");

        assertThat(lines).hasSize(2);
        assertThat(String.join("", lines)).isEqualTo(text);
    }

    private void accept(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        splitter.accept(bytes, bytes.length);
    }
}
