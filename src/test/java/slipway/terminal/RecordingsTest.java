package slipway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What programs wrote, and the screen that it made. Each {@code .bytes} was recorded from a program that ran in tmux 3.3a, and each {@code .screen} is what
 * tmux itself had on its screen then: size, cursor and how many lines had scrolled off, then the rows.
 */
final class RecordingsTest {
    private static byte[] resource(String name) {
        try (InputStream in = RecordingsTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A screen and what stood on it. */
    private record Expected(int columns, int rows, String cursor, int scrolledOff, String text) {
        static Expected of(String name) {
            String[] parts = new String(resource(name + ".screen"), StandardCharsets.UTF_8).split("\n", 2);
            String[] head = parts[0].split(" ", -1);
            String[] size = head[0].split("x", -1);
            return new Expected(
                    Integer.parseInt(size[0]),
                    Integer.parseInt(size[1]),
                    head[1],
                    Integer.parseInt(head[2]),
                    parts[1].stripTrailing());
        }
    }

    static Typed replay(String name) {
        Expected expected = Expected.of(name);
        var typed = new Typed(expected.columns(), expected.rows());
        typed.terminal.write(resource(name + ".bytes"));
        return typed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"irb", "irb-narrow", "bash", "vim", "vim-left", "htop", "htop-colour", "top", "less"})
    void screen_whenReplayed_isTheOneThatTmuxHad(String name) {
        Expected expected = Expected.of(name);
        Typed typed = replay(name);

        assertThat(typed.screen()).isEqualTo(expected.text());
        assertThat(typed.cursor()).isEqualTo(expected.cursor());
        assertThat(typed.scrollback()).hasSize(expected.scrolledOff());
    }

    @ParameterizedTest
    @ValueSource(strings = {"irb", "irb-narrow", "bash", "vim", "vim-left", "htop", "htop-colour", "top", "less"})
    void screen_whenCutAnywhere_isTheSame(String name) {
        Typed whole = replay(name);
        Expected expected = Expected.of(name);
        byte[] bytes = resource(name + ".bytes");
        var single = new Typed(expected.columns(), expected.rows());
        var random = new Typed(expected.columns(), expected.rows());
        var cuts = new Random(7);
        for (byte each : bytes) {
            single.terminal.write(new byte[] {each});
        }
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + cuts.nextInt(40));
            random.terminal.write(bytes, at, length);
            at += length;
        }

        assertThat(single.terminal.snapshot().lines())
                .isEqualTo(whole.terminal.snapshot().lines());
        assertThat(random.terminal.snapshot().lines())
                .isEqualTo(whole.terminal.snapshot().lines());
        assertThat(single.scrollback()).isEqualTo(whole.scrollback());
        assertThat(String.join("", single.replies)).isEqualTo(String.join("", whole.replies));
    }
}
