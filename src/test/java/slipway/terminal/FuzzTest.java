package slipway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that nobody meant: whatever comes, nothing is thrown and nothing hangs. */
final class FuzzTest {
    private static final int SESSIONS = 3_000;
    private static final int PIECES = 40;

    private static final String[] STARTS = {
        "\033[", "\033[?", "\033[>", "\033]", "\033P", "\033", "\033(", "\033#", "\033_", "\u009b", "\r\n", "\n", "\t",
        "\b", "\033["
    };
    private static final String FINALS = "@ABCDEFGHIJKLMPSTXZ`abcdefghklmnpqrstux~\\";
    private static final int[] NUMBERS = {
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        20,
        24,
        25,
        38,
        47,
        48,
        58,
        66,
        80,
        255,
        999,
        1000,
        1047,
        1048,
        1049,
        2004,
        2026,
        65_535,
        99_999_999
    };
    private static final String[] TEXTS = {
        "plain text that is longer than a narrow screen is wide",
        "é",
        "漢字",
        "e\u0301\u0302",
        "🚀",
        "\u0301",
        "\ud83d\udc69\u200d\ud83d\ude80",
        "\udbc0\udd00",
        "\ud840\udc80",
        "    ",
        "\ufffd"
    };

    @Test
    @Timeout(300)
    void write_whenAnything_throwsNothing() {
        for (int session = 0; session < SESSIONS; session++) {
            run(session);
        }
    }

    private static void run(long seed) {
        var random = new Random(seed);
        var typed = new Typed(2 + random.nextInt(60), 2 + random.nextInt(20), random.nextInt(30));
        try {
            for (int piece = 0; piece < PIECES; piece++) {
                typed.terminal.write(piece(random));
                if (random.nextInt(8) == 0) {
                    typed.terminal.resize(2 + random.nextInt(60), 2 + random.nextInt(20));
                }
                if (random.nextInt(8) == 0) {
                    look(typed, random);
                }
            }
            look(typed, random);
            typed.write("\033\\\030\033c\033[3;5H");
            assertThat(typed.terminal.snapshot().cursorRow()).isBetween(1, 2);
        } catch (RuntimeException thrown) {
            throw new AssertionError("session of seed " + seed, thrown);
        }
    }

    private static void look(Typed typed, Random random) {
        Snapshot now = typed.terminal.snapshot();
        assertThat(now.lines()).hasSize(now.rows());
        assertThat(now.cursorColumn()).isBetween(0, now.columns() - 1);
        assertThat(now.cursorRow()).isBetween(0, now.rows() - 1);
        for (Line line : now.lines()) {
            assertThat(line.length()).isLessThanOrEqualTo(now.columns());
            line.runs();
        }
        Lines lines = typed.terminal.lines();
        var place = new Position(
                lines.first() + random.nextLong(lines.end() - lines.first()), random.nextInt(now.columns()));
        var other = new Position(
                lines.first() + random.nextLong(lines.end() - lines.first()), random.nextInt(now.columns()));
        for (Selection.Kind kind : Selection.Kind.values()) {
            new Selection(kind, place, other).text(lines);
        }
        Addresses.at(lines, place);
        Search.find(lines, "e", false);
    }

    private static byte[] piece(Random random) {
        if (random.nextInt(10) == 0) {
            var noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            return noise;
        }
        if (random.nextInt(3) == 0) {
            return TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        }
        var made = new StringBuilder(STARTS[random.nextInt(STARTS.length)]);
        int numbers = random.nextInt(12) == 0 ? random.nextInt(300) : random.nextInt(5);
        for (int number = 0; number < numbers; number++) {
            made.append(NUMBERS[random.nextInt(NUMBERS.length)]).append(random.nextInt(6) == 0 ? ':' : ';');
        }
        if (random.nextInt(8) == 0) {
            made.append(" !\"#$%&'".charAt(random.nextInt(8)));
        }
        made.append(FINALS.charAt(random.nextInt(FINALS.length())));
        byte[] bytes = made.toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    @Test
    void write_whenStringNeverEnds_keepsLittleOfIt() {
        var typed = new Typed(20, 5);
        for (int time = 0; time < 1_000; time++) {
            typed.write(time == 0 ? "\033]0;" : "x".repeat(10_000));
        }
        typed.write("\007ok");

        assertThat(typed.titles).isEmpty();
        assertThat(typed.row(0)).isEqualTo("ok");
    }
}
