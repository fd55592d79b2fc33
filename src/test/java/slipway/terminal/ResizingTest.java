package slipway.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ResizingTest {
    private final Typed typed = new Typed(20, 5);

    /** All text, as the session wrote it: wrapped lines joined. */
    private static String all(Typed typed) {
        Lines lines = typed.terminal.lines();
        var selection =
                new Selection(Selection.Kind.LINES, new Position(lines.first(), 0), new Position(lines.end() - 1, 0));
        return selection.text(lines).stripTrailing();
    }

    @Test
    void resize_whenNarrower_breaksLinesAnewAndLosesNothing() {
        typed.write("0123456789abcdefghij\033[1mXYZ\033[0m\r\nshort\r\n$ ");
        typed.terminal.resize(8, 3);

        assertThat(typed.scrollback()).containsExactly("01234567", "89abcdef");
        assertThat(typed.screen()).isEqualTo("ghijXYZ\nshort\n$");
        assertThat(typed.cursor()).isEqualTo("2,2");
        assertThat(typed.style(0, 4).has(Attribute.BOLD)).isTrue();
        assertThat(typed.style(0, 3).has(Attribute.BOLD)).isFalse();
    }

    @Test
    void resize_whenBackAgain_isAsBefore() {
        typed.write("0123456789abcdefghij!漢字漢字漢字漢字漢字\r\nshort\r\n$ ");
        Typed same = new Typed(20, 5).write("0123456789abcdefghij!漢字漢字漢字漢字漢字\r\nshort\r\n$ ");
        typed.terminal.resize(7, 5);
        typed.terminal.resize(31, 3);
        typed.terminal.resize(20, 5);

        assertThat(all(typed)).isEqualTo(all(same));
        assertThat(typed.screen()).isEqualTo(same.screen());
        assertThat(typed.cursor()).isEqualTo(same.cursor());
    }

    @Test
    void resize_whenFullScreenGrows_linesComeBack() {
        typed.write("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7");
        typed.terminal.resize(20, 3);
        assertThat(typed.scrollback()).containsExactly("1", "2", "3", "4");
        typed.terminal.resize(20, 6);

        assertThat(typed.scrollback()).containsExactly("1");
        assertThat(typed.screen()).isEqualTo("2\n3\n4\n5\n6\n7");
        assertThat(typed.cursor()).isEqualTo("1,5");
    }

    @Test
    void resize_whenScreenIsNotFull_linesStayAbove() {
        typed.write("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\033[H\033[2J$ ");
        typed.terminal.resize(20, 10);

        assertThat(typed.screen()).isEqualTo("$");
    }

    @Test
    void resize_whenAlternateScreen_bothKeepWhatFits() {
        typed.write("main 0123456789abcdefghij\r\n$ \033[?1049h\033[2;3H\033[31mother\033[5;20H");
        typed.terminal.resize(10, 4);

        assertThat(typed.screen()).isEqualTo("\n  other");
        assertThat(typed.style(1, 2).foreground()).isEqualTo(1);
        assertThat(typed.cursor()).isEqualTo("9,3");
        typed.write("\033[?1049l!");
        assertThat(typed.screen()).isEqualTo("main 01234\n56789abcde\nfghij\n$ !");
    }

    @Test
    void resize_whenModesAreOn_theyStay() {
        typed.write("\033[1;31m\033[4h\033[2;4r\033[?6h");
        typed.terminal.resize(30, 8);
        typed.write("\033[Hb\033[Ha");

        assertThat(typed.row(0)).isEqualTo("ab");
        assertThat(typed.style(0, 0)).isEqualTo(new Style(1, Colour.DEFAULT, Attribute.BOLD.bit(), null));
    }

    @Test
    void resize_whenManyTimes_losesNoText() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var each = new Typed(2 + random.nextInt(40), 2 + random.nextInt(12), 100_000);
            List<String> written = new ArrayList<>();
            for (int line = 0; line < 30; line++) {
                String text = line + "x".repeat(random.nextInt(60)) + "漢".repeat(random.nextInt(5)) + ".";
                written.add(text);
                each.write((line == 0 ? "" : "\r\n") + text);
                if (random.nextInt(3) == 0) {
                    each.terminal.resize(2 + random.nextInt(40), 2 + random.nextInt(12));
                }
            }

            assertThat(all(each)).as("seed " + seed).isEqualTo(String.join("\n", written));
        }
    }

    @Test
    void resize_whenBeyondBounds_takesTheBound() {
        typed.terminal.resize(0, 100_000);

        assertThat(typed.terminal.snapshot().columns()).isEqualTo(Terminal.FEWEST);
        assertThat(typed.terminal.snapshot().rows()).isEqualTo(Terminal.MOST_ROWS);
    }
}
